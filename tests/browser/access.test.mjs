// What readers with a keyboard, a screen reader, large letters or other colours need, on every kind of page.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { KINDS } from "./kinds.mjs";
import { LOCALES, address, setup, withPage } from "./support.mjs";

const AXE = readFileSync(join(process.env.MODULES, "node_modules/axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const VIEWS = {
  "light, 1280 px": { viewport: { width: 1280, height: 900 } },
  "dark, 1280 px": { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  "light, 320 px": { viewport: { width: 320, height: 640 } },
  "dark, 320 px": { viewport: { width: 320, height: 640 }, colorScheme: "dark" },
};

setup();

/** What axe has against a page: the rule and the first place each. */
const violations = (page) =>
  page.evaluate(async (tags) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
    return violations.map((v) => `${v.id}: ${v.nodes[0].target.join(" ")} ${v.nodes[0].failureSummary}`);
  }, TAGS);

for (const [prefix, tag] of Object.entries(LOCALES)) {
  // The simplified script has the same markup as the traditional, so one view of it is enough.
  for (const [name, view] of Object.entries(VIEWS).slice(0, tag === "zh-Hans" ? 1 : undefined)) {
    test(`axe has nothing against any page, ${tag}, ${name}`, () =>
      withPage(async (page, complaints) => {
        // The reader's tool, not the page's script: the policy holds for the page.
        await page.addInitScript(AXE);
        const found = [];
        for (const path of Object.values(KINDS)) {
          await page.goto(address(prefix + path));
          found.push(...(await violations(page)).map((v) => `${prefix}${path}: ${v}`));
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          if (wide > 0) found.push(`${prefix}${path}: ${wide} px wider than the screen`);
        }
        assert.deepEqual(found, []);
        assert.deepEqual(complaints.splice(0).filter((c) => !c.includes("404")), []);
      }, view));
  }
}

test("axe has nothing against the plain theme", () =>
  withPage(async (page, complaints) => {
    await page.addInitScript(AXE);
    const found = [];
    for (const path of [...Object.values(KINDS), `en/${KINDS.plan}`, "en/"]) {
      await page.goto(address(path, "/plain/"));
      found.push(...(await violations(page)).map((v) => `${path}: ${v}`));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) found.push(`${path}: ${wide} px wider than the screen`);
    }
    assert.deepEqual(found, []);
    assert.deepEqual(complaints.splice(0).filter((c) => !c.includes("404")), []);
  }, VIEWS["light, 320 px"]));

test("axe has nothing against other colours, large letters and the open panel", () =>
  withPage(async (page) => {
    await page.addInitScript(AXE);
    for (const path of ["", KINDS.plan, KINDS.year, `en/${KINDS.plan}`]) {
      await page.goto(address(path));
      await page.click(".display summary");
      await page.click(".display button[value=contrast]");
      await page.click(".display button[value='3']");
      assert.deepEqual(await violations(page), [], path);
    }
  }, VIEWS["light, 320 px"]));

test("every page has its landmarks, one main heading, and headings in order", () =>
  withPage(async (page, complaints) => {
    for (const prefix of Object.keys(LOCALES)) {
      for (const path of Object.values(KINDS)) {
        await page.goto(address(prefix + path));
        const found = await page.evaluate(() => {
          const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((h) => h.checkVisibility()).map((h) => +h.tagName[1]);
          return {
            main: document.querySelectorAll("main").length,
            header: document.querySelectorAll("body > header").length,
            footer: document.querySelectorAll("body > footer").length,
            unnamed: [...document.querySelectorAll("nav")].filter((n) => !n.ariaLabel && !n.getAttribute("aria-labelledby")).length,
            h1: levels.filter((l) => l === 1).length,
            skipped: levels.filter((l, n) => n > 0 && l > levels[n - 1] + 1).length,
          };
        });
        assert.deepEqual(found, { main: 1, header: 1, footer: 1, unnamed: 0, h1: 1, skipped: 0 }, prefix + path);
      }
    }
    assert.deepEqual(complaints.splice(0).filter((c) => !c.includes("404")), []);
  }));

test("words of another language are marked as such", () =>
  withPage(async (page, complaints) => {
    // Where a page has letters of another script than its own, each stands in an element that says its language.
    for (const [prefix, path] of [["en/", ""], ["en/", KINDS.plan], ["en/", KINDS.documents], ["en/", KINDS.member], ["en/", KINDS.term]]) {
      await page.goto(address(prefix + path));
      const unmarked = await page.evaluate(() => {
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const found = [];
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const parent = node.parentElement;
          if (/\p{Script=Han}/u.test(node.data) && !parent.closest("script, template") && !parent.closest("[lang]").lang.startsWith("zh")) {
            found.push(node.data.trim());
          }
        }
        return found;
      });
      // Numbers of documents are what they are in any language.
      assert.deepEqual(unmarked.filter((text) => !/〔[\dX]{4}〕/.test(text)), [], prefix + path);
    }
    complaints.length = 0;
  }));

for (const [width, viewport] of Object.entries({ wide: { width: 1280, height: 900 }, narrow: { width: 320, height: 640 } })) {
  test(`the keyboard reaches every control, and it is seen where it is, on a ${width} screen`, () =>
    withPage(async (page) => {
      for (const path of ["", KINDS.plan, KINDS.year, KINDS.documents, KINDS.search, `en/${KINDS["community-with-rota"]}`]) {
        await page.goto(address(path));
        await page.evaluate(() => document.activeElement?.blur());
        const wanted = await page.evaluate(() => {
          const all = [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")];
          const shown = all.filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.tabIndex >= 0);
          shown.forEach((e, n) => (e.dataset.n = n));
          return shown.length;
        });
        const reached = new Set();
        for (let n = 0; n < wanted + 5 && reached.size < wanted; n += 1) {
          await page.keyboard.press("Tab");
          const at = await page.evaluate(() => {
            const e = document.activeElement;
            if (!e || e === document.body) return null;
            const style = getComputedStyle(e);
            const box = e.getBoundingClientRect();
            return {
              n: e.dataset.n,
              what: e.outerHTML.slice(0, 120),
              seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.right > 0 && box.bottom > 0 && box.top < innerHeight,
            };
          });
          if (!at) continue;
          assert.ok(at.seen, `${path}: the focus is not seen on ${at.what}`);
          reached.add(at.n);
        }
        assert.equal(reached.size, wanted, `${path}: ${[...Array(wanted).keys()].filter((n) => !reached.has(String(n)))} are not reached`);
      }
    }, { viewport, reducedMotion: "reduce" }));
}

test("the first key leads past the header", () =>
  withPage(async (page) => {
    await page.goto(address(KINDS.plan));
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "_main");
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement.closest("main") !== null));
  }));

test("colours and letters that a reader chose are there on the next page and after a reload", () =>
  withPage(async (page) => {
    await page.goto(address(""));
    await page.focus(".display summary");
    await page.keyboard.press("Enter");
    for (const value of ["contrast", "3"]) {
      await page.focus(`.display button[value="${value}"]`);
      await page.keyboard.press("Enter");
    }
    await page.keyboard.press("Escape");
    assert.ok(await page.evaluate(() => document.activeElement.matches(".display summary")));
    for (const path of ["", "en/years/", KINDS.plan]) {
      await page.goto(address(path));
      const chosen = await page.evaluate(() => ({ ...document.documentElement.dataset, size: parseFloat(getComputedStyle(document.documentElement).fontSize), ink: getComputedStyle(document.body).color }));
      assert.deepEqual(chosen, { theme: "contrast", size: 23, ink: "rgb(0, 0, 0)" }, path);
      const pressed = await page.$$eval(".display [aria-pressed=true]", (all) => all.map((b) => b.value));
      assert.deepEqual(pressed, ["contrast", "3"]);
    }
    await page.click(".display summary");
    await page.click(".display button[value=auto]");
    await page.reload();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), undefined);
  }));

test("nothing moves for a reader who wants no motion", () =>
  withPage(async (page) => {
    for (const path of ["", KINDS.plan, KINDS.search, KINDS.documents]) {
      await page.goto(address(path));
      const moving = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll("*")].filter((e) => {
          const s = getComputedStyle(e);
          return s.scrollBehavior !== "auto" || s.animationName !== "none" || (s.transitionDuration !== "0s" && s.transitionProperty !== "none");
        }).length);
      assert.equal(moving, 0, path);
    }
  }, { reducedMotion: "reduce" }));

test("letters twice as large push nothing off the screen", () =>
  withPage(async (page) => {
    for (const path of ["", KINDS.plan, KINDS.year, `en/${KINDS.term}`, `en/${KINDS.documents}`]) {
      await page.goto(address(path));
      await page.evaluate(() => (document.documentElement.style.fontSize = "32px")).catch(() => {});
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${path} is ${wide} px wider than the screen`);
    }
  }, { viewport: { width: 640, height: 900 } }));
