// The preview in a real browser: files change on disk, and the open page with them.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import test, { after, before } from "node:test";
import { setup, withPage } from "./support.mjs";

setup();

const PLAN = "communities/jiangning-play/2025-1/plan";
let root;
let child;
let origin;

const file = (language) => join(root, `content/${PLAN}.${language}.md`);
const read = (language) => readFileSync(file(language), "utf8");

before(async () => {
  root = mkdtempSync(join(tmpdir(), "fangan-preview-"));
  cpSync("content", join(root, "content"), { recursive: true });
  cpSync("fangan.toml", join(root, "fangan.toml"));
  // A document that is being written; a sealed one would complain of every change.
  writeFileSync(file("zh"), read("zh").replace(/^status: approved$/m, "status: draft").replace(/^approval:.*\n(?:[ \t].*\n)*/m, ""));
  child = spawn("target/debug/fangan", ["--site", root, "--lang", "en", "--color", "never", "serve", "--port", "0"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  for await (const line of createInterface({ input: child.stderr })) {
    origin = line.match(/(http:\/\/localhost:\d+)\//)?.[1];
    if (origin) break;
  }
  child.stderr.resume();
});

after(() => {
  child?.kill("SIGINT");
  if (root) rmSync(root, { recursive: true, force: true });
});

/** Adds a paragraph at the end of a document. */
const add = (language, text) => writeFileSync(file(language), `${read(language).trimEnd()}\n\n${text}\n`);
const shows = (page, text) => page.waitForFunction((t) => document.querySelector("main").textContent.includes(t), text);
const preview = (use, options = {}) => withPage(use, { origin, ...options });

test("a saved change shows where the reader is", () =>
  preview(async (page) => {
    await page.goto(`${origin}/${PLAN}/`);
    await page.waitForLoadState("networkidle");
    assert.match(await page.textContent(".banner-preview"), /\p{Script=Han}/u);
    await page.evaluate(() => {
      window.notReloaded = true;
      document.querySelector("details.display").open = true;
      scrollTo({ top: 700, behavior: "instant" });
      document.querySelectorAll("main a")[3].focus({ preventScroll: true });
    });
    const before = await page.evaluate(() => [scrollY, document.activeElement.outerHTML]);
    assert.ok(before[0] > 300);
    add("zh", "存檔之後就看得見。");
    await shows(page, "存檔之後就看得見。");
    assert.deepEqual(await page.evaluate(() => [scrollY, document.activeElement.outerHTML]), before);
    assert.ok(await page.evaluate(() => window.notReloaded && document.querySelector("details.display").open));
    // In the other language, on the same page.
    await page.click(".languages a[lang=en]");
    await page.waitForURL(`${origin}/en/${PLAN}/`);
    await page.waitForLoadState("networkidle");
    add("en", "Seen as soon as it is saved.");
    await shows(page, "Seen as soon as it is saved.");
    assert.equal(page.url(), `${origin}/en/${PLAN}/`);
  }));

test("a title changes the lists that show it, and no other page", () =>
  preview(async (page) => {
    await page.goto(`${origin}/communities/jiangning-play/`);
    await page.waitForLoadState("networkidle");
    const text = read("zh");
    writeFileSync(file("zh"), text.replace(/^title: .*$/m, "title: 改了名的方案"));
    await shows(page, "改了名的方案");
    writeFileSync(file("zh"), text);
    await page.waitForFunction(() => !document.querySelector("main").textContent.includes("改了名的方案"));
  }));

test("what is broken is said over its page until it is mended", () =>
  preview(async (page) => {
    await page.goto(`${origin}/${PLAN}/`);
    await page.waitForLoadState("networkidle");
    const text = read("zh");
    const title = await page.textContent("h1");
    writeFileSync(file("zh"), text.replace("title:", "titel:"));
    await page.waitForSelector("#_preview ._here");
    assert.match(await page.textContent("#_preview ._here"), /titel.*plan\.zh\.md:2:1.*title/s);
    assert.equal(await page.textContent("h1"), title);
    assert.match(await page.getAttribute("#_preview ._here a", "href"), /^vscode:\/\/file.*plan\.zh\.md:2:1$/);
    writeFileSync(file("zh"), text);
    await page.waitForSelector("#_preview ._here", { state: "detached" });
  }));

test("styles are exchanged in place", () =>
  preview(async (page) => {
    await page.goto(`${origin}/`);
    await page.waitForLoadState("networkidle");
    await page.evaluate(() => { window.notReloaded = true; });
    const folder = join(root, "themes/bureau/assets");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "style.css"), "h1 { color: rgb(1, 2, 3) }\n");
    await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color === "rgb(1, 2, 3)");
    assert.ok(await page.evaluate(() => window.notReloaded));
    rmSync(join(root, "themes"), { recursive: true });
    await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color !== "rgb(1, 2, 3)");
  }));

test("the desk keeps itself up to date", () =>
  preview(async (page) => {
    await page.goto(`${origin}/_desk/`);
    await page.waitForLoadState("networkidle");
    assert.ok((await page.locator("tbody tr").count()) > 20);
    const text = read("zh");
    writeFileSync(file("zh"), text.replace("title:", "titel:"));
    await page.waitForFunction(() => document.querySelector("main").textContent.includes("unknown key `titel`"));
    writeFileSync(file("zh"), text);
    await page.waitForFunction(() => !document.querySelector("main").textContent.includes("unknown key `titel`"));
  }));

test("without scripts everything is there", () =>
  preview(
    async (page) => {
      const text = read("zh");
      writeFileSync(file("zh"), text.replace("title:", "titel:"));
      for (let n = 0; n < 100; n++) {
        await page.goto(`${origin}/${PLAN}/`);
        if (await page.locator("#_preview ._here").count()) break;
      }
      assert.match(await page.textContent("#_preview ._here"), /titel/);
      await page.click("#_tray summary");
      assert.ok(await page.locator("#_tray ._findings li").first().isVisible());
      await page.click("#_preview ._bar > a");
      assert.equal(page.url(), `${origin}/_desk/`);
      assert.match(await page.textContent("main"), /titel/);
      writeFileSync(file("zh"), text);
    },
    { javaScriptEnabled: false },
  ));
