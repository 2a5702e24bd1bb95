// Every pair of colours that the theme sets on each other, worked out for each choice of colours.
import assert from "node:assert/strict";
import test from "node:test";
import { address, setup, withPage } from "./support.mjs";

setup();

const GROUNDS = ["paper", "wash"];
/** Text on ground; 4.5 to 1, and 7 to 1 with high contrast. */
const TEXTS = [
  ...["ink", "soft", "link", "seen", "good", "bad", "warn"].flatMap((text) => GROUNDS.map((ground) => [text, ground])),
  ...["good", "bad", "warn", "note"].flatMap((kind) => ["ink", "link"].map((text) => [text, `${kind}-bg`])),
  ["good", "good-bg"], ["bad", "bad-bg"], ["warn", "warn-bg"], ["mark", "note-bg"], ["soft", "warn-bg"], ["seen", "warn-bg"],
  ["on-mark", "mark"],
];
/** Edges of controls and bars; 3 to 1. */
const EDGES = ["edge", "mark"].flatMap((edge) => GROUNDS.map((ground) => [edge, ground]));

/** Relative luminance, as WCAG defines it. */
function luminance([r, g, b]) {
  const [x, y, z] = [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
}
function ratio(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** The colours as the browser works them out. */
const colours = (page) =>
  page.evaluate((names) => {
    const probe = document.body.appendChild(document.createElement("i"));
    const read = (name) => {
      probe.style.color = `var(--${name})`;
      return getComputedStyle(probe).color.match(/[\d.]+/g).map(Number);
    };
    const all = Object.fromEntries(names.map((name) => [name, read(name)]));
    probe.remove();
    return all;
  }, [...new Set([...TEXTS, ...EDGES].flat())]);

const CHOICES = [
  ["as the system, light", { colorScheme: "light" }, null],
  ["as the system, dark", { colorScheme: "dark" }, null],
  ["light, where the system is dark", { colorScheme: "dark" }, "light"],
  ["dark, where the system is light", { colorScheme: "light" }, "dark"],
  ["high contrast", { colorScheme: "dark" }, "contrast"],
];

const seen = {};
for (const [name, options, theme] of CHOICES) {
  test(`contrast, ${name}`, () =>
    withPage(async (page) => {
      if (theme) await page.addInitScript((value) => localStorage.setItem("bureau-theme", value), theme);
      await page.goto(address("about/"));
      seen[name] = await colours(page);
      const at = (pair) => `${ratio(...pair.map((c) => seen[name][c])).toFixed(2)} ${pair.join(" on ")}`;
      const short = (pairs, least) => pairs.map(at).filter((line) => parseFloat(line) < least);
      assert.deepEqual(short(TEXTS, theme === "contrast" ? 7 : 4.5), []);
      assert.deepEqual(short(EDGES, 3), []);
    }, options));
}

test("a choice has the colours of the system's own", () => {
  assert.deepEqual(seen[CHOICES[3][0]], seen[CHOICES[1][0]]);
  assert.deepEqual(seen[CHOICES[2][0]], seen[CHOICES[0][0]]);
});
