// Conveniences only: every page works without this file.
(function () {
  "use strict";
  var root = document.documentElement;
  var choices = { theme: ["auto", "light", "dark", "contrast"], size: ["1", "2", "3"] };

  function remembered(key) {
    try {
      var value = localStorage.getItem("bureau-" + key);
      return choices[key].indexOf(value) > 0 ? value : choices[key][0];
    } catch (e) {
      return choices[key][0];
    }
  }

  // The first value of each is the page as it comes.
  function apply(key, value) {
    if (value === choices[key][0]) root.removeAttribute("data-" + key);
    else root.setAttribute("data-" + key, value);
  }

  function choose(key, value) {
    apply(key, value);
    try {
      localStorage.setItem("bureau-" + key, value);
    } catch (e) {
      // Not remembered, but shown.
    }
  }

  apply("theme", remembered("theme"));
  apply("size", remembered("size"));

  function display() {
    var box = document.querySelector(".display");
    if (!box) return;
    box.hidden = false;
    box.querySelectorAll("[data-choice]").forEach(function (set) {
      var key = set.getAttribute("data-choice");
      var buttons = set.querySelectorAll("button");
      function mark(value) {
        buttons.forEach(function (b) {
          b.setAttribute("aria-pressed", String(b.value === value));
        });
      }
      mark(remembered(key));
      set.addEventListener("click", function (event) {
        var button = event.target.closest("button");
        if (!button) return;
        choose(key, button.value);
        mark(button.value);
      });
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && box.open) {
        box.open = false;
        box.querySelector("summary").focus();
      }
    });
    document.addEventListener("click", function (event) {
      if (box.open && !box.contains(event.target)) box.open = false;
    });
  }

  function plain(text) {
    return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ");
  }

  function narrow() {
    var box = document.querySelector(".narrow");
    if (!box) return;
    var input = box.querySelector("input");
    var status = box.querySelector("[role=status]");
    var cards = Array.prototype.map.call(document.querySelectorAll(".cards > li"), function (li) {
      return { li: li, text: plain(li.textContent) };
    });
    var timer;
    function run() {
      var words = plain(input.value).split(" ").filter(Boolean);
      var n = 0;
      cards.forEach(function (c) {
        var fits = words.every(function (w) { return c.text.indexOf(w) >= 0; });
        c.li.hidden = !fits;
        if (fits) n += 1;
      });
      var text = n === 0 ? status.dataset.none : n === 1 ? status.dataset.one : status.dataset.other;
      status.textContent = words.length ? text.replace("{n}", n) : "";
    }
    input.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(run, 120);
    });
    box.hidden = false;
    if (input.value) run();
  }

  // A slash leads to the search field from anywhere; the search page has one of its own.
  function slash() {
    var input = document.querySelector(".nav-search input");
    if (!input) return;
    document.addEventListener("keydown", function (event) {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest("input,select,textarea")) return;
      event.preventDefault();
      input.select();
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    display();
    narrow();
    slash();
  });
})();
