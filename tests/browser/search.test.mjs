// Search as readers meet it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { BASES, LOCALES, address, setup, withPage } from "./support.mjs";

const table = readFileSync(new URL("queries.tsv", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line && !line.startsWith("#"))
  .map((line) => line.split("\t"));

setup();

/** Waits until what the address asks for is shown. */
const settled = (page, query) =>
  page.waitForFunction(
    (q) => (new URLSearchParams(location.search).get("q") ?? "") === q && document.querySelector(".search-results").ariaBusy === "false",
    query,
  );

async function ask(page, query) {
  await page.fill("#_q", query);
  await settled(page, query);
}

const paths = (page, base = "/", prefix = "") =>
  page.$$eval(".search-documents .hit-title", (links, home) => links.map((a) => a.href.replace(home, "")), address(prefix, base));
const status = (page) => page.textContent(".search-status");

/** Waits until the first result shows the words around a place. */
const marked = (page) => page.waitForSelector(".hit:first-child .card-summary mark");

for (const prefix of Object.keys(LOCALES)) {
  const own = table.filter(([of]) => of === `/${prefix}`);
  test(`${own.length} queries on /${prefix}search/ find their documents among the first three`, async (t) => {
    assert.ok(own.length > 5);
    await withPage(async (page) => {
      await page.goto(address(`${prefix}search/`));
      for (const [, query, expected] of own) {
        await t.test(query, async () => {
          await ask(page, query);
          const first = (await paths(page, "/", prefix)).slice(0, 3);
          assert.ok(first.includes(`communities/${expected}/`), first.join(" "));
        });
      }
    });
  });
}

test("the table has sixty queries", () => assert.ok(table.length >= 60));

for (const base of Object.keys(BASES)) {
  test(`the place is marked and linked, below ${base}`, () =>
    withPage(async (page) => {
      await page.goto(address("search/?q=翻转课堂", base));
      await marked(page);
      assert.equal(await page.textContent(".hit:first-child .card-summary mark"), "翻轉課堂");
      const link = page.locator(".hit:first-child .hit-at");
      assert.match(await link.textContent(), /三、研修目標/);
      await link.click();
      await page.waitForURL(/communities\/huinong-region\/20xx\/plan\/#/);
      assert.match(await page.evaluate(() => document.querySelector(":target").textContent), /研修目標/);
    }));
}

test("an activity is linked at its place", () =>
  withPage(async (page) => {
    await page.goto(address("search/?q=清水亭幼兒園"));
    await marked(page);
    await page.waitForSelector(".hit-at[href*='#']");
    assert.match(await page.textContent(".search-places"), /清水亭/);
  }));

test("the keyboard goes through results and back", () =>
  withPage(async (page) => {
    await page.goto(address("search/"));
    const focused = () => page.evaluate(() => [document.activeElement.id, [...document.querySelectorAll(".hit-title")].indexOf(document.activeElement)]);
    assert.deepEqual(await focused(), ["_q", -1]);
    await page.keyboard.type("教研");
    await settled(page, "教研");
    await page.keyboard.press("Enter");
    assert.equal(new URL(page.url()).pathname, "/search/");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.deepEqual(await focused(), ["", 1]);
    await page.keyboard.press("ArrowUp");
    assert.deepEqual(await focused(), ["", 0]);
    await page.keyboard.press("ArrowUp");
    assert.deepEqual(await focused(), ["_q", -1]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Escape");
    assert.deepEqual(await focused(), ["_q", -1]);
    await page.focus(".main-nav a");
    await page.keyboard.press("/");
    assert.deepEqual(await focused(), ["_q", -1]);
    await page.keyboard.type("評課/");
    assert.equal(await page.inputValue("#_q"), "評課/");
    await settled(page, "評課/");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    const to = await page.evaluate(() => document.activeElement.href);
    await page.keyboard.press("Enter");
    await page.waitForURL(to);
  }));

test("the slash leads to the field of any page, and the field to the search page", () =>
  withPage(async (page) => {
    await page.goto(address("en/communities/ouhai-east/2025-1/plan/", "/a/b/"));
    await page.keyboard.press("/");
    await page.keyboard.type("mind maps");
    await page.keyboard.press("Enter");
    await page.waitForURL(address("en/search/?q=mind+maps", "/a/b/"));
    await settled(page, "mind maps");
    assert.ok((await paths(page, "/a/b/", "en/")).includes("communities/city-training/2025-1/plan/"));
  }));

test("results are narrowed, and the address says how", () =>
  withPage(async (page) => {
    await page.goto(address("search/?q=教研"));
    await settled(page, "教研");
    const before = (await paths(page)).length;
    await page.selectOption("#_kind", "summary");
    await page.waitForFunction(() => location.search.includes("kind=summary") && document.querySelector(".search-results").ariaBusy === "false");
    const summaries = await paths(page);
    assert.ok(summaries.length > 0 && summaries.every((path) => path.includes("/summary")), summaries.join(" "));
    await page.selectOption("#_community", "ouhai-junior");
    await page.waitForFunction(() => location.search.includes("community=ouhai-junior") && document.querySelector(".search-results").ariaBusy === "false");
    const narrowed = await paths(page);
    assert.ok(narrowed.length > 0 && narrowed.every((path) => path.includes("/ouhai-")), narrowed.join(" "));

    const shared = page.url();
    await page.goto("about:blank");
    await page.goto(shared);
    await settled(page, "教研");
    assert.deepEqual(await paths(page), narrowed);
    assert.equal(await page.inputValue("#_kind"), "summary");
    assert.equal(await page.getAttribute(".search-narrow", "open"), "");

    await page.click(".search-clear");
    await page.waitForFunction(() => location.search === "?q=%E6%95%99%E7%A0%94" && document.querySelector(".search-results").ariaBusy === "false");
    assert.equal((await paths(page)).length, before);
  }));

test("documents can be listed by filters alone, ten at a time", () =>
  withPage(async (page) => {
    await page.goto(address("en/search/?kind=plan"));
    await settled(page, "");
    assert.match(await status(page), /^\d\d documents found$/);
    assert.equal((await paths(page)).length, 10);
    await page.click(".search-documents .more button");
    await page.waitForFunction(() => document.querySelectorAll(".hit").length === 20);
    assert.equal(await page.evaluate(() => document.activeElement === document.querySelectorAll(".hit-title")[10]), true);
  }));

test("the other language asks the same", () =>
  withPage(async (page) => {
    await page.goto(address("zh-hans/search/?q=课程游戏化"));
    await settled(page, "课程游戏化");
    await marked(page);
    assert.equal(await page.textContent(".hit:first-child .card-summary mark"), "课程游戏化");
    assert.match(await status(page), /找到\d+份文件/);
  }));

test("nothing found, part found, no index: each is said", () =>
  withPage(async (page, complaints) => {
    await page.goto(address("search/"));
    await ask(page, "火星");
    assert.match(await status(page), /沒有找到/);
    await ask(page, "轉診火星探測");
    assert.match(await status(page), /其中一部分/);
    await page.route("**/search/index.json", (route) => route.abort());
    await page.goto(address("search/?q=教研"));
    await page.waitForFunction(() => document.querySelector(".search-status")?.textContent.includes("索引未能載入"));
    assert.ok(complaints.splice(0).some((c) => c.includes("index.json")));
  }));

test("markup in a query or a text is text", () =>
  withPage(async (page) => {
    await page.goto(address("search/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&kind=%22%3E&year=1e9"));
    await page.waitForFunction(() => document.querySelector(".search-results").ariaBusy === "false");
    assert.equal(await page.$$eval("main img", (images) => images.length), 0);
  }));

test("without scripts the page says so and offers lists", () =>
  withPage(
    async (page) => {
      await page.goto(address("search/"));
      assert.ok(await page.isVisible(".search-off"));
      assert.ok(await page.isHidden("form.search-form"));
      await page.click(".search-lists a >> nth=0");
      assert.equal(page.url(), address("communities/"));
      await page.fill(".nav-search input", "教研");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/search\/\?q=/);
      assert.ok(await page.isVisible(".search-off"));
    },
    { javaScriptEnabled: false },
  ));

test("filters are folded on a small screen, and open where one is set", () =>
  withPage(
    async (page) => {
      await page.goto(address("search/?q=教研"));
      await settled(page, "教研");
      assert.ok(await page.isHidden("#_kind"));
      await page.click(".search-narrow summary");
      assert.ok(await page.isVisible("#_kind"));
      await page.goto(address("search/?q=教研&kind=summary"));
      await settled(page, "教研");
      assert.ok(await page.isVisible("#_kind"));
    },
    { viewport: { width: 360, height: 640 } },
  ));

test("nothing overflows at 320 pixels", () =>
  withPage(
    async (page) => {
      for (const prefix of Object.keys(LOCALES)) {
        await page.goto(address(`${prefix}search/?kind=plan`));
        await page.waitForFunction(() => document.querySelectorAll(".hit").length === 10);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, prefix);
      }
    },
    { viewport: { width: 320, height: 640 } },
  ));
