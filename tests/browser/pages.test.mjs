// Every kind of page, under either base path and in every language: nothing refused, nothing missing, no other host.
import assert from "node:assert/strict";
import test from "node:test";
import { BASES, LOCALES, address, setup, withPage } from "./support.mjs";

const KINDS = [
  "", "communities/", "communities/ouhai-central/", "communities/weinan-class/activities/",
  "communities/jiangning-play/2025-1/plan/", "communities/qinggang-medical/2019/summary/",
  "communities/jiangning-play/2025-1/activity-visit/", "years/", "years/2025/", "terms/2025-1/", "activities/",
  "activities/seminar/", "calendar/", "calendar/2025-12/", "calendar/without-day/",
  "communities/ouhai-central/calendar/", "members/", "members/moling/", "documents/", "documents/kind/plan/", "search/", "about/",
  "accessibility/", "contact/",
];

setup();

for (const base of Object.keys(BASES)) {
  for (const [prefix, tag] of Object.entries(LOCALES)) {
    test(`pages below ${base}${prefix}`, () =>
      withPage(async (page) => {
        for (const kind of KINDS) {
          const response = await page.goto(address(prefix + kind, base));
          assert.equal(response.status(), 200, kind);
          assert.equal(await page.evaluate(() => document.documentElement.lang), tag, kind);
          const broken = await page.evaluate(() => [...document.images].filter((i) => !i.naturalWidth).map((i) => i.src));
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
