// Puts a saved change into the open page: what did not change is not touched, so place, focus and open parts stay.
(function () {
  "use strict";
  var script = document.currentScript;
  if (!window.EventSource || !window.fetch) return;
  // The page as the server last made it; scripts may have changed the one that is shown.
  var last = null;

  function load() {
    return fetch(location.href, { cache: "no-store", headers: { accept: "text/html" } })
      .then(function (answer) { return answer.text(); })
      .then(function (text) { return new DOMParser().parseFromString(text, "text/html"); });
  }

  function attributes(live, before, after) {
    var names = new Set();
    [before, after].forEach(function (node) {
      Array.from(node.attributes).forEach(function (a) { names.add(a.name); });
    });
    names.forEach(function (name) {
      var value = after.getAttribute(name);
      if (before.getAttribute(name) === value) return;
      if (value === null) live.removeAttribute(name);
      else live.setAttribute(name, value);
    });
  }

  // Makes of `live`, which was made from `before`, what is made from `after`.
  function change(live, before, after) {
    if (before.isEqualNode(after)) return;
    if (live.nodeType !== after.nodeType || live.nodeName !== after.nodeName || before.nodeName !== after.nodeName) {
      live.replaceWith(document.importNode(after, true));
      return;
    }
    if (live.nodeType !== Node.ELEMENT_NODE) {
      live.nodeValue = after.nodeValue;
      return;
    }
    attributes(live, before, after);
    var now = Array.from(live.childNodes);
    var old = Array.from(before.childNodes);
    var next = Array.from(after.childNodes);
    // A script has put something of its own in here: there is no telling which is which.
    if (now.length !== old.length) {
      live.replaceChildren.apply(live, next.map(function (node) { return document.importNode(node, true); }));
      return;
    }
    var head = 0;
    while (head < old.length && head < next.length && old[head].isEqualNode(next[head])) head++;
    var tail = 0;
    while (tail < old.length - head && tail < next.length - head &&
      old[old.length - 1 - tail].isEqualNode(next[next.length - 1 - tail])) tail++;
    var end = now.length - tail;
    var at = head;
    for (var n = head; n < next.length - tail; n++) {
      if (at < end && old[at].nodeName === next[n].nodeName) {
        change(now[at], old[at], next[n]);
        at++;
      } else {
        live.insertBefore(document.importNode(next[n], true), now[at] || null);
      }
    }
    for (; at < end; at++) now[at].remove();
  }

  function page() {
    return load().then(function (next) {
      var before = last || next;
      last = next.cloneNode(true);
      document.title = next.title;
      attributes(document.documentElement, before.documentElement, next.documentElement);
      change(document.body, before.body, next.body);
      document.dispatchEvent(new CustomEvent("preview-changed"));
    });
  }

  function style(version) {
    document.querySelectorAll("link[rel=stylesheet]").forEach(function (link) {
      var address = new URL(link.href);
      if (address.pathname.indexOf("/_preview/") === 0) return;
      address.searchParams.set("v", version);
      var fresh = link.cloneNode();
      fresh.href = address.href;
      // The old one stays until the new one is there, so that nothing flickers.
      fresh.addEventListener("load", function () { link.remove(); });
      fresh.addEventListener("error", function () { fresh.remove(); });
      link.after(fresh);
    });
  }

  // What is open in the tray stays open on the next page.
  function tray() {
    var box = document.getElementById("_tray");
    if (!box) return;
    try {
      if (sessionStorage.getItem("preview-tray") === "open") box.open = true;
      box.addEventListener("toggle", function () { sessionStorage.setItem("preview-tray", box.open ? "open" : ""); });
    } catch (e) {
      // It does not stay open, and that is all.
    }
  }

  load().then(function (first) { last = first; }).catch(function () {});
  tray();
  var path = encodeURIComponent(location.pathname);
  var source = new EventSource("/_preview/events?page=" + path + "&generation=" + script.dataset.generation);
  source.addEventListener("page", page);
  source.addEventListener("style", function (event) { style(event.data); });
  source.addEventListener("both", function (event) { style(event.data); page(); });
  // When the preview was started anew, everything may be different.
  var lost = false;
  source.addEventListener("error", function () { lost = true; });
  source.addEventListener("open", function () {
    if (lost) page();
    lost = false;
  });
  window.addEventListener("pagehide", function () { source.close(); });
})();
