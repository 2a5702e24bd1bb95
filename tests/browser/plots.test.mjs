// Drawings: inside their bounds at every width, with nothing on top of anything, told apart without colour, and read aloud
// as the figures beside them.
import assert from "node:assert/strict";
import test from "node:test";
import { address, setup, withPage } from "./support.mjs";

setup();

const PAGES = [
  "", "years/", "years/2025/", "terms/2025-2/", "activities/", "communities/ouhai-central/", "communities/jiangning-play/",
  "communities/jiangning-play/2025-1/plan/", "communities/jiangning-play/2026-1/plan/", "communities/ouhai-east/ay2025/plan/",
];

/** What is drawn where it does not belong. */
const misplaced = (page) =>
  page.evaluate(() => {
    const wrong = [];
    for (const svg of document.querySelectorAll("svg.plot")) {
      const frame = svg.getBoundingClientRect();
      const texts = [...svg.querySelectorAll("text")].map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
      for (const shape of svg.querySelectorAll("rect, line, text")) {
        const box = shape.getBoundingClientRect();
        if (box.left < frame.left - 3 || box.right > frame.right + 3) wrong.push(`${shape.outerHTML} leaves its drawing`);
      }
      for (const [n, a] of texts.entries()) {
        for (const b of texts.slice(n + 1)) {
          const apart = a.box.right <= b.box.left || b.box.right <= a.box.left || a.box.bottom <= b.box.top || b.box.bottom <= a.box.top;
          if (!apart) wrong.push(`“${a.text}” lies on “${b.text}”`);
        }
      }
      if (!frame.width) wrong.push(`nothing is to be seen of ${svg.outerHTML.slice(0, 80)}`);
    }
    return { drawings: document.querySelectorAll("svg.plot").length, wrong };
  });

for (const [what, options, size] of [
  ["a wide page", {}, null],
  ["a phone", { viewport: { width: 320, height: 640 } }, null],
  ["a phone with very large text", { viewport: { width: 320, height: 640 } }, "3"],
  ["the dark", { colorScheme: "dark" }, null],
  ["forced colours", { forcedColors: "active" }, null],
]) {
  test(`every drawing is whole in ${what}`, () =>
    withPage(async (page) => {
      for (const path of ["", "en/"].flatMap((prefix) => PAGES.map((path) => prefix + path))) {
        await page.goto(address(path));
        if (size) await page.evaluate((size) => { document.documentElement.dataset.size = size; }, size);
        const { drawings, wrong } = await misplaced(page);
        assert.ok(drawings > 0, path);
        assert.deepEqual(wrong, [], path);
      }
    }, options));
}

test("pages without figures have no drawings and do not load their style", () =>
  withPage(async (page) => {
    for (const path of ["about/", "communities/", "members/", "search/"]) {
      await page.goto(address(path));
      assert.equal(await page.evaluate(() => document.querySelectorAll("svg.plot, link[href$='plots.css']").length), 0, path);
    }
  }));

test("published, missing and not yet due differ in shape, not in colour alone", () =>
  withPage(async (page) => {
    await page.goto(address("en/years/"));
    const styles = await page.evaluate(() =>
      [".plot-full", ".plot-striped", ".plot-hollow"].map((kind) => {
        const { fill, stroke, strokeDasharray } = getComputedStyle(document.querySelector(`.plots ${kind}`));
        return { filled: fill !== "none" && fill !== "rgb(255, 255, 255)", dashed: strokeDasharray !== "none", outlined: stroke !== "none" };
      }));
    const [full, striped, hollow] = styles;
    assert.equal(full.filled && !full.dashed && !full.outlined, true);
    assert.equal(striped.dashed, true);
    assert.equal(!hollow.filled && hollow.outlined && !hollow.dashed, true);
  }));

test("what is drawn can be heard: every table has its figures, every picture its words", () =>
  withPage(async (page) => {
    for (const path of PAGES) {
      await page.goto(address(`en/${path}`));
      const silent = await page.evaluate(() =>
        [...document.querySelectorAll("svg.plot")]
          .filter((svg) => svg.getAttribute("role") !== "img" && svg.closest("td") && !/\d/.test(svg.closest("td").innerText))
          .map((svg) => svg.closest("td").outerHTML));
      assert.deepEqual(silent, [], path);
    }
    await page.goto(address("en/communities/jiangning-play/2026-1/plan/"));
    const name = await page.getByRole("img", { name: /Time line of the phases/ }).count();
    assert.equal(name, 1);
  }));

test("nothing of the drawings is lost on paper", () =>
  withPage(async (page) => {
    await page.goto(address("years/"));
    await page.emulateMedia({ media: "print" });
    const { drawings, wrong } = await misplaced(page);
    assert.ok(drawings > 5);
    assert.deepEqual(wrong, []);
  }));
