// The search page: field, filters, address, results. search-index.js does the finding.
import { Index, marks } from "./search-index.js";

const A_PAGE = 10;
const PLACES = 6;
const [BEFORE, WIDTH] = [36, 200];

const form = document.querySelector(".search-form");
const words = form.dataset;
const field = form.elements.q;
const filters = [...form.querySelectorAll("select")];
const [details, clear] = [form.querySelector("details"), form.querySelector(".search-clear")];
const box = document.querySelector(".search-results");
const [status, more] = [box.querySelector("[role=status]"), box.querySelector(".more button")];
const [places, list] = [box.querySelector(".search-places"), box.querySelector(".search-documents")];
const home = new URL(words.home, document.baseURI);
const at = (path) => new URL(path, home);

async function load(address, cache = "default") {
  const response = await fetch(address, { cache });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.text();
}

let index;
function ready() {
  const address = new URL(words.index, document.baseURI);
  index ??= load(address, "no-cache").then((text) => new Index(JSON.parse(text), (path) => load(new URL(path, address))));
  index.catch(() => (index = undefined));
  return index;
}

// Text with the marks of a query in it, from one place to another; marks that touch are one.
function marked(to, text, found, from = 0, end = text.length) {
  const joined = [];
  for (const mark of found.filter((m) => m.from >= from && m.to <= end)) {
    const last = joined.at(-1);
    if (last && !text.slice(last.to, mark.from).trim()) last.to = Math.max(last.to, mark.to);
    else joined.push({ ...mark });
  }
  const parts = [];
  let done = from;
  for (const mark of joined) {
    const element = Object.assign(document.createElement("mark"), { textContent: text.slice(mark.from, mark.to) });
    parts.push(text.slice(done, mark.from), element);
    done = mark.to;
  }
  to.replaceChildren(from > 0 ? "…" : "", ...parts, text.slice(done, end), end < text.length ? "…" : "");
}

const wide = (c) => (/[\u2e80-\uffef]/.test(c) ? 2 : 1);

// The stretch of a text around a place, not cut within a word.
function stretch(text, place) {
  let [from, end] = [place, place];
  for (let w = 0; from > 0 && w < BEFORE; from -= 1) w += wide(text[from - 1]);
  for (let w = 0; end < text.length && w < WIDTH - BEFORE; end += 1) w += wide(text[end]);
  const inWord = (i) => /^[\w’'-]{2}$/u.test(text.slice(i - 1, i + 1)) || /[\udc00-\udfff]/.test(text[i] ?? "");
  while (from > 0 && inWord(from)) from -= 1;
  while (end < text.length && inWord(end)) end += 1;
  return [from, end];
}

// The place on a page that has most of what was asked for, with the heading or the item that it stands under.
function place(page, phrases, folding) {
  const main = page.querySelector("main");
  let [best, heading] = [undefined, undefined];
  for (const block of main?.querySelectorAll("h2,h3,h4,h5,h6,p,li,dl>div,dt,dd,tr,pre,figcaption") ?? []) {
    if (/^H\d/.test(block.tagName) && !block.closest("nav")) heading = block.id ? block : undefined;
    if (block.querySelector("p,li,dl,table") || block.closest("nav,.head,.cite,.turn,.related,dl>div>*,td")) continue;
    const [isFact, isRow] = [block.matches("dl>div"), block.matches("tr")];
    const parts = isFact || isRow ? [...block.children] : [block];
    const text = parts.map((part) => part.textContent.replace(/\s+/g, " ").trim()).join(isFact ? words.colon : " · ");
    const found = marks(text, phrases, folding);
    // Running text says more than a list of facts.
    const share = new Set(found.map((m) => m.phrase)).size * (1 + (block.closest(".prose") ? 0.1 : 0));
    if (share > (best?.share ?? 0)) {
      const item = block.closest("main [id]");
      const under = item && !/^(MAIN|TABLE)$/.test(item.tagName) ? item : heading;
      const name = under === heading ? under : (under.closest("li") ?? under).querySelector("h3");
      best = { share, text, found, id: under?.id, name };
      if (share > phrases.length) break;
    }
  }
  return best;
}

// What is known at once; the page itself then says where.
function hit(entry, phrases, folding) {
  const item = document.querySelector("#_hit").content.cloneNode(true).firstElementChild;
  const part = (name) => item.querySelector(name);
  const set = (element, text, lang) => {
    if (!text) return element.remove();
    if (lang) element.lang = lang;
    marked(element, text, marks(text, phrases, folding));
  };
  const [title, summary, where] = [part(".hit-title"), part(".card-summary"), part(".hit-at")];
  title.href = at(entry.path);
  set(title, entry.title, entry.lang);
  const tag = part(".tag");
  tag.replaceWith(...(entry.tags ?? []).flatMap((text) => [Object.assign(tag.cloneNode(), { textContent: text }), " "]));
  set(summary, entry.text, entry["text-lang"]);
  for (const [name, text] of [[".kind", entry.kind], [".hit-community", entry.community], [".hit-period", entry.period], [".issued", entry.date]]) set(part(name), text);
  where.parentElement.hidden = true;
  if (phrases.length) {
    load(title.href).then((html) => {
      const found = place(new DOMParser().parseFromString(html, "text/html"), phrases, folding);
      if (!found) return;
      summary.removeAttribute("lang");
      if (!summary.isConnected) title.closest("p").after(summary);
      marked(summary, found.text, found.found, ...stretch(found.text, found.found[0].from));
      if (!found.id || !found.name) return;
      where.href = `${title.href}#${found.id}`;
      where.textContent = words.at.replace("{name}", found.name.textContent.trim());
      where.parentElement.hidden = false;
    }, () => {});
  }
  return item;
}

function say(text, ...hints) {
  status.textContent = [text, ...hints].join(" ");
}

// Only the newest question is answered, and none twice: what has the focus would be gone.
let asked = 0;
let answered;
async function run() {
  const query = field.value.trim();
  const narrowed = Object.fromEntries(filters.map((select) => [select.name, select.value]));
  const question = JSON.stringify([query, narrowed]);
  if (question === answered) return;
  answered = question;
  const turn = (asked += 1);
  const isNarrowed = filters.some((select) => select.value);
  clear.hidden = !isNarrowed;
  if (isNarrowed) details.open = true;
  box.hidden = !query && !isNarrowed;
  box.ariaBusy = String(!box.hidden);
  if (box.hidden) return;
  try {
    const late = setTimeout(() => say(words.searching), 300);
    const its = await ready();
    const { hits, phrases, partly } = await its.search(field.value, narrowed).finally(() => clearTimeout(late));
    const isDocument = (n) => n < its.about.documents;
    const documents = hits.filter(isDocument);
    const others = await Promise.all(hits.filter((n) => !isDocument(n)).slice(0, PLACES).map((n) => its.entry(n)));
    let shown = 0;
    const next = async () => {
      const entries = await Promise.all(documents.slice(shown, shown + A_PAGE).map((n) => its.entry(n)));
      if (turn !== asked) return undefined;
      const items = entries.map((entry) => hit(entry, phrases, its.folding));
      list.querySelector("ol").append(...items);
      shown += items.length;
      more.hidden = shown >= documents.length;
      more.textContent = words.more.replace("{n}", Math.min(A_PAGE, documents.length - shown));
      return items[0];
    };
    if (turn !== asked) return;
    list.querySelector("ol").replaceChildren();
    await next();
    if (turn !== asked) return;
    list.hidden = !documents.length;
    places.hidden = !others.length;
    places.querySelector("ul").replaceChildren(...others.map((entry) => {
      const item = document.querySelector("#_place").content.cloneNode(true).firstElementChild;
      const link = item.querySelector("a");
      link.href = at(entry.path);
      if (entry.lang) link.lang = entry.lang;
      marked(link, entry.title, marks(entry.title, phrases, its.folding));
      item.querySelector(".note").textContent = entry.kind;
      return item;
    }));
    const n = documents.length;
    const count = /^zh/.test(document.documentElement.lang) ? n : n.toLocaleString("en");
    if (!n) say(words.none, words.noneHint);
    else say((n === 1 ? words.one : words.other).replace("{n}", count), ...(partly ? [words.partly] : []));
    more.onclick = async () => (await next())?.querySelector("a").focus();
  } catch (error) {
    if (turn !== asked) return;
    answered = undefined;
    [list.hidden, places.hidden] = [true, true];
    say(words.failed);
  } finally {
    if (turn === asked) box.ariaBusy = "false";
  }
}

// The address says what is asked for, so that it can be passed on.
function write() {
  const address = new URL(location.href);
  address.hash = "";
  for (const control of [field, ...filters]) {
    if (control.value) address.searchParams.set(control.name, control.value);
    else address.searchParams.delete(control.name);
  }
  history.replaceState(null, "", address);
}

function read() {
  const asks = new URLSearchParams(location.search);
  for (const control of [field, ...filters]) control.value = asks.get(control.name) ?? "";
  for (const select of filters) if (select.selectedIndex < 0) select.value = "";
  return run();
}

let typing;
function change(wait) {
  clearTimeout(typing);
  typing = setTimeout(() => {
    write();
    run();
  }, wait);
}

field.addEventListener("input", (event) => event.isComposing || change(180));
field.addEventListener("compositionend", () => change(180));
form.addEventListener("change", (event) => event.target !== field && change(0));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  change(0);
});
clear.addEventListener("click", () => {
  for (const select of filters) select.value = "";
  field.focus();
  change(0);
});
addEventListener("popstate", read);

// Arrows go through the results, Escape back to the field, a slash to it from anywhere.
document.addEventListener("keydown", (event) => {
  const here = document.activeElement;
  const links = [...box.querySelectorAll("a.hit-title")];
  const place = links.indexOf(here);
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && !here.closest("input,select,textarea")) field.select();
  else if (event.key === "Escape" && box.contains(here)) field.focus();
  else if (event.key === "ArrowDown" && (here === field || place >= 0)) links[place + 1]?.focus();
  else if (event.key === "ArrowUp" && place >= 0) (links[place - 1] ?? field).focus();
  else return;
  event.preventDefault();
});

document.querySelector(".search-off").hidden = true;
form.hidden = false;
details.open = matchMedia("(min-width: 62rem)").matches;
read();
if (!location.search && !location.hash) field.focus();
