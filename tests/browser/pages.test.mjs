// Every kind of page, under either base path and in every language: nothing refused, nothing missing, no other host.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { KINDS, kindOf, kindsOf } from "./kinds.mjs";
import { BASES, LOCALES, address, setup, withPage } from "./support.mjs";

setup();

test("every kind of page that the site has is in the list", () => {
  const listed = new Set(Object.values(KINDS).map((path) => kindOf(readFileSync(join(BASES["/"], path.endsWith(".html") ? path : `${path}index.html`), "utf8"))));
  const missing = [...kindsOf(BASES["/"])].filter(([kind]) => kind !== "redirect" && !listed.has(kind));
  assert.deepEqual(missing, []);
});

for (const base of Object.keys(BASES)) {
  for (const [prefix, tag] of Object.entries(LOCALES)) {
    test(`pages below ${base}${prefix}`, () =>
      withPage(async (page) => {
        for (const kind of Object.values(KINDS)) {
          if (kind === "404.html") continue;
          const response = await page.goto(address(prefix + kind, base));
          assert.equal(response.status(), 200, kind);
          assert.equal(await page.evaluate(() => document.documentElement.lang), tag, kind);
          // Pictures further down are fetched late, or not at all until they are near; here each one is.
          const broken = await page.evaluate(async () => {
            const fetched = (image) => Object.assign(image, { loading: "eager" }).decode().then(() => [], () => [image.src]);
            return (await Promise.all([...document.images].map(fetched))).flat();
          });
          assert.deepEqual(broken, [], kind);
        }
      }));
  }
  test(`a page that is not there, below ${base}`, () =>
    withPage(async (page, complaints) => {
      const response = await page.goto(address("nowhere/at/all/", base));
      assert.equal(response.status(), 404);
      // Chromium says so on the console; the page itself must be whole.
      assert.deepEqual(complaints.splice(0).filter((c) => !c.includes("status of 404")), []);
      await page.click(".main-nav a >> nth=1");
      assert.equal(page.url(), address("communities/", base));
    }));
}

test("an old address leads on", () =>
  withPage(async (page) => {
    await page.goto(address("ouhai/plan/")).catch(() => {});
    await page.waitForURL(address("communities/ouhai-junior/20xx/plan/"));
  }));

test("a document's page with everything that it needs is small", () =>
  withPage(async (page) => {
    for (const path of [KINDS.plan, `en/${KINDS.plan}`, KINDS.summary]) {
      const sizes = [];
      const weigh = async (response) => sizes.push([response.url(), (await response.body()).length]);
      page.on("response", weigh);
      await page.goto(address(path), { waitUntil: "networkidle" });
      page.off("response", weigh);
      const total = (of) => sizes.filter(([url]) => of(url)).reduce((sum, [, size]) => sum + size, 0);
      assert.ok(sizes.length > 3 && total(() => true) < 100_000, JSON.stringify(sizes));
      const scripts = total((url) => url.endsWith(".js"));
      assert.ok(scripts > 0 && scripts < 15_000, JSON.stringify(sizes));
    }
  }));
