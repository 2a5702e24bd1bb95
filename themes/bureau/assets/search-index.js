// Reads the index that fangan writes (docs/search.md) and finds entries in it. Nothing here knows the page.

const HAN = /[々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3fffd}]/u;
const LETTER = /[\p{Alphabetic}\p{N}]/u;
const BREAK = /[,;:!?。、\n]/u;
// What a place counts: in running text; in headings, activities, places; in what a document is filed under; in its title.
const WEIGHTS = [1, 3, 4, 12];
const BAND = 2 ** 24;
const [PREFIX, SOUND] = [0.4, 0.3];

// English plurals of four letters or more.
const singular = (word) =>
  !/^[a-z]{4,}$/.test(word) || /(ss|us|is)$/.test(word)
    ? word
    : word.replace(/ies$/, "y").replace(/(sses|shes|ches|xes|zes)$/, (end) => end.slice(0, -2)).replace(/([^s])s$/, "$1");

// Text taken apart: Han characters, folded, and words of other scripts; `from` and `to` are places in the text, `at`
// counts tokens and breaks, so that neighbours in a phrase differ by 1.
export function tokens(text, folding) {
  const all = [];
  let [word, from, end, at, place] = ["", 0, 0, 0, 0];
  const close = () => {
    if (word) all.push({ word: singular(word), from, to: end, at: ++at });
    word = "";
  };
  for (const c of text) {
    const to = place + c.length;
    const plain = c < "\x80" ? c : c.normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
    for (const p of plain.toLowerCase()) {
      if (HAN.test(p)) {
        close();
        all.push({ han: folding.get(p) ?? p, from: place, to, at: ++at });
      } else if (LETTER.test(p)) {
        if (!word) from = place;
        [word, end] = [word + p, to];
      } else {
        close();
        if (BREAK.test(p)) at += 1;
      }
    }
    place = to;
  }
  close();
  return all;
}

// A query as phrases: what stands between blanks, breaks or quotation marks. In quotation marks words are whole.
export function phrases(query, { folding, skipped }) {
  const all = [];
  const read = tokens(query, folding).filter((t) => !skipped.has(t.word));
  for (const piece of query.matchAll(/["“”]([^"“”]+)["“”]?|[^\s"“”]+/gu)) {
    const inside = read.filter((t) => t.from >= piece.index && t.to <= piece.index + piece[0].length);
    const quoted = piece[1] !== undefined;
    let last;
    for (const t of inside) {
      const parted = !last || (t.at > last.at + 1 && !quoted);
      if (parted) all.push([]);
      all.at(-1).push({ ...t, open: !quoted && (t.word ?? "").length > 2 });
      last = t;
    }
  }
  // The last word may be still being typed.
  const last = all.at(-1)?.at(-1);
  if (last && /^[^\d]{2}$/u.test(last.word ?? "") && !/["“”\s]$/u.test(query)) last.open = true;
  return all;
}

// Where phrases stand in a text, as [from, to].
export function marks(text, wanted, folding) {
  const at = new Map(tokens(text, folding).map((t) => [t.at, t]));
  const same = (t, p) => t && (p.han ? t.han === p.han : t.word === p.word || (p.open && t.word?.startsWith(p.word)));
  const found = [];
  wanted.forEach((phrase, n) => {
    for (const [start, first] of at) {
      const hit = phrase.map((p) => at.get(start + p.at - phrase[0].at));
      if (phrase.every((p, i) => same(hit[i], p))) found.push({ from: first.from, to: hit.at(-1).to, phrase: n });
    }
  });
  return found.sort((a, b) => a.from - b.from || b.to - a.to);
}

const order = (a, b) => {
  const [x, y] = [[...a], [...b]];
  for (let i = 0; i < x.length && i < y.length; i += 1) if (x[i] !== y[i]) return x[i].codePointAt(0) - y[i].codePointAt(0);
  return x.length - y.length;
};

// What a phrase looks up: pairs of Han characters, single ones that have no neighbour, words.
export function leaves(phrase) {
  return phrase.flatMap((t, i) => {
    const beside = (n) => phrase[n]?.han !== undefined && Math.abs(phrase[n].at - t.at) === 1;
    if (t.word) return [{ term: t.word, prefix: t.open, sound: phrase.length === 1 && /^[a-z]{2,}$/.test(t.word), at: t.at, span: 1 }];
    if (beside(i + 1)) return [{ term: t.han + phrase[i + 1].han, at: t.at, span: 2 }];
    return beside(i - 1) ? [] : [{ term: t.han, prefix: i === phrase.length - 1, at: t.at, span: 1 }];
  });
}

export class Index {
  // `load(address)` gives the text of a file beside index.json.
  constructor(about, load) {
    const pairs = [...about.folding];
    this.about = about;
    this.load = load;
    this.files = new Map();
    this.folding = new Map(pairs.flatMap((c, i) => (i % 2 ? [] : [[c, pairs[i + 1]]])));
    this.skipped = new Set(about.skipped);
    this.lengths = [...about.lengths].map((c) => 2 ** ((c.charCodeAt(0) - 93) / 2));
    this.mean = this.lengths.slice(0, about.documents).reduce((a, b) => a + b, 0) / about.documents || 1;
    this.superseded = new Set(about.superseded);
  }

  file(name) {
    if (!this.files.has(name)) {
      const loading = this.load(`${name}?${this.about.version}`);
      loading.catch(() => this.files.delete(name));
      this.files.set(name, loading);
    }
    return this.files.get(name);
  }

  // An entry as results show it.
  async entry(n) {
    const size = this.about["entries-a-file"];
    return JSON.parse(await this.file(`entries/${Math.floor(n / size)}.json`))[n % size];
  }

  // Entries with the places of a term, each with its weight: [entry, Map(place, weight)].
  async places(term, prefix, weight = 1, into = new Map()) {
    const { starts, terms } = this.about;
    const reaches = (start) => order(start, term) <= 0 || (prefix && start.startsWith(term));
    let from = starts.findIndex((start) => order(start, term) >= 0) - 1;
    if (from < 0) from = order(starts[0] ?? term, term) >= 0 ? 0 : starts.length - 1;
    let to = from + 1;
    while (to < starts.length && reaches(starts[to])) to += 1;
    const wanted = starts.slice(from, to).map((_, i) => this.file(`${terms}${from + i}.txt`));
    for (const text of await Promise.all(wanted)) {
      for (const line of text.split("\n")) {
        const tab = line.indexOf("\t");
        const whole = tab === term.length;
        if (tab < 0 || !line.startsWith(term) || !(whole || prefix)) continue;
        // Han characters are no beginnings of a longer word.
        decode(line, tab + 1, whole || HAN.test(term) ? weight : weight * PREFIX, into);
      }
    }
    return into;
  }

  async leaf({ term, prefix, sound }) {
    let found = await this.places(term, prefix);
    // Pinyin is looked up only where the letters are no word; names have their first eight initials.
    if (sound && !found.size) found = await this.places(`'${term}`, true, SOUND);
    if (sound && !found.size) found = await this.places(`'${term.slice(0, 8)}`, false, SOUND);
    return found;
  }

  // Finds a query, narrowed to what `filters` says ({ kind: "plan" }). `hits` are numbers of entries, the best first;
  // `phrases` is what can be marked in them; `partly` says that none has everything.
  async search(query, filters = {}) {
    const narrowing = Object.entries(filters).filter(([, value]) => value);
    const kept = await Promise.all(narrowing.map(([key, value]) => this.places(`=${key}/${value}`)));
    const keeps = (n) => kept.every((list) => list.has(n));
    let wanted = phrases(query, this);
    if (!wanted.length) {
      const all = narrowing.length && !query.trim() ? [...kept[0].keys()].filter(keeps).sort((a, b) => a - b) : [];
      return { hits: all, phrases: [], partly: false };
    }
    const parts = await Promise.all(
      wanted.map((phrase) => Promise.all(leaves(phrase).map(async (leaf) => ({ leaf, found: await this.leaf(leaf) })))),
    );
    const found = parts.map((part, i) => ({ found: together(part), tokens: wanted[i] }));
    let scores = this.scores(found, keeps, wholly(wanted));
    let partly = false;
    if (scores.size && parts.length > 1) {
      for (const n of together(parts.flat()).keys()) if (scores.has(n)) scores.set(n, scores.get(n) * 1.4);
    } else if (!scores.size) {
      // A phrase that nothing has as a whole is taken apart.
      const apart = ({ leaf, found }) => ({ found, tokens: wanted.flat().filter((t) => t.at >= leaf.at && t.at < leaf.at + leaf.span) });
      const pieces = found.flatMap((whole, i) => (whole.found.size ? [whole] : parts[i].map(apart)));
      scores = this.scores(pieces, keeps, wholly(wanted));
      partly = !scores.size;
      if (partly) scores = this.scores(pieces, keeps, () => true);
      wanted = pieces.filter((piece) => piece.found.size).map((piece) => piece.tokens);
    }
    const hits = [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const least = partly && hits.length ? hits[0][1] / 2 : 0;
    return { hits: hits.filter(([, score]) => score >= least).map(([n]) => n), phrases: wanted, partly };
  }

  // BM25 with a weight for each band, times the share of the query that an entry has, squared. `enough` says whether
  // what an entry has of it is enough.
  scores(pieces, keeps, enough) {
    const all = new Set(pieces.flatMap((piece) => piece.tokens));
    const [scores, has] = [new Map(), new Map()];
    for (const { found, tokens } of pieces) {
      const rare = Math.log(1 + (this.about.entries - found.size + 0.5) / (found.size + 0.5));
      for (const [entry, places] of found) {
        if (!keeps(entry)) continue;
        const long = 0.6 + (0.4 * this.lengths[entry]) / this.mean;
        let sum = 0;
        for (const [place, weight] of places) {
          const band = Math.floor(place / BAND);
          sum += (weight * WEIGHTS[band]) / (band ? 1 : long);
        }
        scores.set(entry, (scores.get(entry) ?? 0) + (rare * sum) / (sum + 2));
        if (!has.has(entry)) has.set(entry, new Set());
        for (const t of tokens) has.get(entry).add(t);
      }
    }
    for (const [entry, own] of has) {
      if (!enough(own)) scores.delete(entry);
      else scores.set(entry, scores.get(entry) * (own.size / all.size) ** 2 * (this.superseded.has(entry) ? 0.6 : 1));
    }
    return scores;
  }
}

// Whether an entry has all tokens of a query; one Han character between two that it has may be missing.
const wholly = (wanted) => (own) =>
  wanted.every((phrase) => phrase.every((t, i) => own.has(t) || (t.han && own.has(phrase[i - 1]) && own.has(phrase[i + 1]))));

// Reads a list of places (src/search/postings.rs) from a place in a line.
export function decode(line, i, weight, into) {
  let entry = 0;
  const number = () => {
    let [n, shift] = [0, 0];
    for (;;) {
      const digit = line.charCodeAt(i++);
      if (digit < 94) return n + (digit - 62) * 2 ** shift;
      n += (digit - 94) * 2 ** shift;
      shift += 5;
    }
  };
  while (i < line.length) {
    entry += number();
    let places = into.get(entry);
    if (!places) into.set(entry, (places = new Map()));
    for (let [place, band, n] = [0, 0, 0]; n % 2 === 0; ) {
      n = number();
      if (n === 0) [band, place] = [band + 1, 0];
      else place += Math.floor(n / 2);
      const at = band * BAND + place;
      if (n && !(places.get(at) >= weight)) places.set(at, weight);
    }
  }
}

// Entries in which leaves stand as they stand to each other in the phrase, with the places of the first.
function together(parts) {
  if (!parts.length) return new Map();
  const [first] = parts;
  const few = parts.reduce((a, b) => (b.found.size < a.found.size ? b : a));
  const all = new Map();
  for (const [entry, places] of few.found) {
    const others = parts.map((part) => [part.found.get(entry), part.leaf.at - few.leaf.at]);
    if (others.some(([there]) => !there)) continue;
    const hits = new Map();
    for (const place of places.keys()) {
      const weights = others.map(([there, step]) => there.get(place + step) ?? 0);
      const weight = Math.min(...weights);
      if (weight > 0) hits.set(place + first.leaf.at - few.leaf.at, weight);
    }
    if (hits.size) all.set(entry, hits);
  }
  return all;
}
