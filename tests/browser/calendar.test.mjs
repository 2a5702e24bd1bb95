// The calendar: a table where there is room and a list where there is none, read by eye, keyboard, printer and aloud.
import assert from "node:assert/strict";
import test from "node:test";
import { LOCALES, address, setup, withPage } from "./support.mjs";

setup();

const MONTH = "calendar/2025-12/";
const NARROW = { viewport: { width: 320, height: 640 } };

/** The days with something, as a reader sees them, with the number of their activities. */
const days = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll(".month-some")].map((cell) => ({
      date: cell.querySelector("time").getAttribute("datetime"),
      said: cell.querySelector(".month-long").textContent,
      entries: cell.querySelectorAll(".month-what").length,
      height: cell.getBoundingClientRect().height,
    })));

for (const [prefix, tag] of Object.entries(LOCALES)) {
  test(`a month is a table, and on a phone a list of the same days: ${tag}`, async () => {
    let wide;
    await withPage(async (page) => {
      await page.goto(address(prefix + MONTH));
      wide = await days(page);
      assert.ok(wide.length > 8);
      assert.ok(wide.every((day) => day.date.startsWith("2025-12-") && day.entries > 0 && day.said));
      // Each row lies below the one before, each column beside it.
      const boxes = await page.evaluate(() =>
        [...document.querySelectorAll(".month tbody tr")].map((row) =>
          [...row.cells].map((cell) => Math.round(cell.getBoundingClientRect().left))));
      assert.ok(boxes.every((row) => row.length === 7));
      assert.ok(boxes.every((row) => row.join() === boxes[0].join()));
      assert.equal(await page.evaluate(() => document.querySelectorAll(".month thead th[scope=col]").length), 7);
    });
    await withPage(async (page) => {
      await page.goto(address(prefix + MONTH));
      assert.deepEqual((await days(page)).map(({ height, ...day }) => day), wide.map(({ height, ...day }) => day));
      const seen = await page.evaluate(() => ({
        over: document.documentElement.scrollWidth - innerWidth,
        empty: [...document.querySelectorAll(".month td:not(.month-some)")].filter((cell) => cell.getClientRects().length).length,
        dates: [...document.querySelectorAll(".month-long")].every((date) => date.getBoundingClientRect().width > 50),
        below: [...document.querySelectorAll(".month-some")].every((cell, n, all) =>
          n === 0 || cell.getBoundingClientRect().top >= all[n - 1].getBoundingClientRect().bottom - 1),
      }));
      assert.deepEqual(seen, { over: 0, empty: 0, dates: true, below: true });
    }, NARROW);
  });
}

test("a cancelled activity says so in words and by its line", () =>
  withPage(async (page) => {
    await page.goto(address(`en/${MONTH}`));
    const cancelled = await page.evaluate(() =>
      [...document.querySelectorAll(".month-cancelled")].map((entry) => ({
        words: entry.querySelector(".state").textContent,
        line: getComputedStyle(entry.querySelector(".month-what")).textDecorationLine,
      })));
    assert.ok(cancelled.length > 0);
    assert.ok(cancelled.every(({ words, line }) => words === "Cancelled" && line.includes("line-through")));
  }));

test("from the home page to a month, to the next, and to the document, by keyboard", () =>
  withPage(async (page) => {
    await page.goto(address("en/"));
    await page.focus('a[href$="calendar/"]');
    await page.keyboard.press("Enter");
    await page.waitForURL(address("en/calendar/"));
    await page.focus(".turn [rel=prev]");
    await page.keyboard.press("Enter");
    await page.waitForURL(/en\/calendar\/20\d\d-\d\d\/$/);
    await page.focus(".month-what");
    // Something is to be seen of the focus.
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), "none");
    const href = await page.evaluate(() => document.activeElement.href);
    await page.keyboard.press("Enter");
    await page.waitForURL(href);
    assert.ok(await page.evaluate(() => document.querySelector(`#${CSS.escape(decodeURIComponent(location.hash.slice(1)))}`)));
  }));

test("what is not dated to the day is named aside and on no day", () =>
  withPage(async (page) => {
    await page.goto(address("en/communities/ouhai-junior/calendar/"));
    const there = await page.evaluate(() => ({
      aside: document.querySelectorAll("section[aria-labelledby=_without-day] .act").length,
      days: [...document.querySelectorAll(".month time")].map((time) => time.getAttribute("datetime")),
    }));
    assert.ok(there.aside > 0);
    assert.ok(there.days.every((day) => /^\d{4}-\d\d-\d\d$/.test(day)));
  }));

test("a month prints as a table without its navigation", () =>
  withPage(async (page) => {
    await page.goto(address(MONTH));
    await page.emulateMedia({ media: "print" });
    const printed = await page.evaluate(() => ({
      table: getComputedStyle(document.querySelector(".month")).display,
      turn: document.querySelector(".turn").getClientRects().length,
      more: document.querySelector(".month-more").getClientRects().length,
    }));
    assert.deepEqual(printed, { table: "table", turn: 0, more: 0 });
  }));

for (const [prefix, tag] of Object.entries(LOCALES)) {
  test(`what is still to come is one step from the home page and from the calendar: ${tag}`, () =>
    withPage(async (page) => {
      for (const from of ["", "calendar/"]) {
        await page.goto(address(prefix + from));
        await Promise.all([page.waitForNavigation(), page.click("main a[href$='coming/']")]);
        const shown = await page.evaluate(() => ({
          path: location.pathname,
          days: [...document.querySelectorAll(".act-when time")].map((time) => time.getAttribute("datetime")),
          cancelled: document.querySelectorAll(".state-cancelled").length,
        }));
        assert.ok(shown.path.endsWith("/calendar/coming/"), shown.path);
        assert.ok(shown.days.length > 8);
        // The sites are built on this day.
        assert.ok(shown.days.every((day) => day.split("/").at(-1) >= "2026-11-24"), shown.days.join());
        assert.equal(shown.cancelled, 0);
      }
    }));
}
