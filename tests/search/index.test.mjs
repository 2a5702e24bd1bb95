// The page's reading of texts and of the index, on the index of the sample site: `SITE=folder node --test tests/search`.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

const site = process.env.SITE;
const here = new URL(".", import.meta.url);
const text = (name) => readFileSync(new URL(name, here), "utf8");
// A theme's scripts are modules by the way a page names them, not by their ending.
const source = readFileSync(join(site, "assets/search-index.js"));
const { Index, decode, leaves, marks, phrases, tokens } = await import(`data:text/javascript;base64,${source.toString("base64")}`);

function open(prefix, opened = []) {
  const folder = join(site, prefix, "search");
  return new Index(JSON.parse(readFileSync(join(folder, "index.json"), "utf8")), async (address) => {
    const name = address.split("?")[0];
    opened.push(name);
    return readFileSync(join(folder, name), "utf8");
  });
}

const zh = open("");
const lines = (name) => text(name).split("\n").filter((line) => line && !line.startsWith("#"));

test("texts are taken apart as the index takes them apart", () => {
  // An index brings the folding of what occurs in it; the examples need more.
  const more = [..."學学發发計计劃画划画甌瓯委委辦办號号諧谐覆复着著瞭了"];
  const folding = new Map([...zh.folding, ...more.flatMap((c, i) => (i % 2 ? [] : [[c, more[i + 1]]]))]);
  for (const line of lines("tokens.txt")) {
    const [said, expected] = line.split("\t");
    let at = 0;
    let shown = "";
    for (const t of tokens(said, folding)) {
      for (at += 1; at < t.at; at += 1) shown += "|";
      shown += t.han ?? `<${t.word}>`;
    }
    assert.equal(shown, expected.replace(/\|+$/, ""), said);
  }
});

test("places in folded text are places in the text", () => {
  const shown = (said, query) => marks(said, phrases(query, zh), zh.folding).map((m) => said.slice(m.from, m.to));
  assert.deepEqual(shown("發〔２０１５〕99號，ﬁne Cafés", "发[2015]99号"), ["發〔２０１５〕99號"]);
  assert.deepEqual(shown("Open lessons and lesson plans", "lesson"), ["lessons", "lesson"]);
  assert.deepEqual(shown("觀摩與觀察", "观"), ["觀", "觀"]);
  assert.deepEqual(shown("kindergartens play", "kinder"), ["kindergartens"]);
  assert.deepEqual(shown("open the lesson, open lesson", '"open lesson"'), ["open lesson"]);
});

test("a query is phrases, and phrases are looked up by pairs", () => {
  const up = (query) => phrases(query, zh).map((phrase) => leaves(phrase).map((leaf) => leaf.term + (leaf.prefix ? "*" : "")));
  assert.deepEqual(up("江寧 教研活動"), [["江宁"], ["教研", "研活", "活动"]]);
  assert.deepEqual(up("第3批"), [["第", "3", "批*"]]);
  assert.deepEqual(up("學"), [["学*"]]);
  assert.deepEqual(up("plans of lessons"), [["plan*"], ["lesson*"]]);
  assert.deepEqual(up("甲，乙丙"), [["甲*"], ["乙丙"]]);
  assert.deepEqual(up('the "open lessons"'), [["open", "lesson"]]);
  assert.deepEqual(up(" ，。 the "), []);
});

test("every list of the sample can be read and says what its text says", () => {
  for (const prefix of ["", "en/"]) {
    const folder = join(site, prefix, "search/terms");
    const { entries, starts } = open(prefix).about;
    const files = readdirSync(folder).map((name) => [Number.parseInt(name, 10), readFileSync(join(folder, name), "utf8")]);
    assert.equal(files.length, starts.length);
    for (const [n, file] of files) {
      assert.ok(Buffer.byteLength(file) <= 33 * 1024, `${n}: ${file.length}`);
      assert.ok(file.startsWith(`${starts[n]}\t`));
      for (const line of file.trimEnd().split("\n")) {
        const found = new Map();
        decode(line, line.indexOf("\t") + 1, 1, found);
        assert.ok(found.size > 0 && [...found.keys()].every((entry) => entry < entries), line);
        assert.ok([...found.values()].every((places) => places.size > 0), line);
      }
    }
  }
});

test("only what a query needs is loaded", async () => {
  const opened = [];
  await open("", opened).search("課程遊戲化");
  assert.ok(opened.length > 0 && opened.length <= 6, opened.join(" "));
  assert.ok(opened.every((name) => name.startsWith("../search/terms/")), opened.join(" "));
});

test("documents that a query has to find are among the first three", async (t) => {
  const opened = {};
  const table = lines("../browser/queries.tsv").map((line) => line.split("\t"));
  assert.ok(table.length >= 60);
  for (const [page, query, expected] of table) {
    const index = (opened[page] ??= open(page));
    const { hits } = await index.search(query);
    const first = hits.filter((n) => n < index.about.documents).slice(0, 3);
    const paths = await Promise.all(first.map(async (n) => (await index.entry(n)).path));
    await t.test(`${page} ${query}`, () => assert.ok(paths.includes(`communities/${expected}/`), paths.join(" ")));
  }
});

test("results can be narrowed, by years, kinds, types and communities with those below them", async () => {
  const paths = async (query, filters) => {
    const { hits } = await zh.search(query, filters);
    return Promise.all(hits.map(async (n) => (await zh.entry(n)).path));
  };
  const every = await paths("", { community: "ouhai-junior" });
  assert.ok(every.length > 8 && every.every((path) => /\/ouhai-/.test(path)), every.join(" "));
  assert.ok(every.some((path) => path.includes("/ouhai-east/")));
  const summaries = await paths("", { community: "ouhai-junior", kind: "summary", year: "2025" });
  assert.ok(summaries.length >= 4 && summaries.every((path) => path.includes("/summary")), summaries.join(" "));
  const withheld = await paths("共同體", { year: "not-stated" });
  assert.ok(withheld.length > 5 && withheld.every((path) => /\/20xx/.test(path)), withheld.join(" "));
  assert.deepEqual(await paths("共同體", { year: "1999" }), []);
  const lessons = await paths("", { type: "lesson-exchange" });
  assert.ok(lessons.includes("communities/lesson-exchange/20xx-1/activity-tong-ke-yi-gou/"));
});

test("what nothing has as a whole is found in pieces, and said to be", async () => {
  const whole = await zh.search("江寧專題研討議程");
  assert.equal(whole.partly, false);
  assert.ok(whole.hits.length > 0 && whole.phrases.length > 1);
  const part = await zh.search("轉診火星探測");
  assert.equal(part.partly, true);
  assert.ok(part.hits.length > 0);
  const none = await zh.search("火星");
  assert.deepEqual(none.hits, []);
});

test("a newer edition stands before the one that it replaces", async () => {
  const { hits } = await zh.search("青岡縣醫療共同體2020年實施計劃");
  const paths = await Promise.all(hits.slice(0, 2).map(async (n) => (await zh.entry(n)).path));
  assert.deepEqual(paths.map((path) => path.split("/")[3]), ["plan", "plan-first"]);
});
