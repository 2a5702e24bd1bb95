// A server for the built sites, and pages in a real browser that complain.
import assert from "node:assert/strict";
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";
import { after, before } from "node:test";

const { chromium } = createRequire(join(process.env.MODULES, "x.js"))("playwright-core");

/** Each base path with the folder of the site that was built for it. */
export const BASES = { "/": process.env.SITE, "/a/b/": process.env.BELOW };
/** The same with the site in the other built-in theme. */
const SITES = { ...BASES, "/plain/": process.env.PLAIN };
/** Each language and script: its prefix and its tag. */
export const LOCALES = { "": "zh-Hant", "zh-hans/": "zh-Hans", "en/": "en" };

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'";
const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json",
  ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8", ".xml": "application/xml", ".ics": "text/calendar",
  ".csv": "text/csv",
};

/** Serves the sites as any static host would, with a strict policy. Gives the origin, and a way to stop. */
async function serve() {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    const base = Object.keys(SITES).findLast((base) => path.startsWith(base));
    let file = join(SITES[base], normalize(`/${path.slice(base.length)}`));
    if (path.endsWith("/")) file = join(file, "index.html");
    const found = existsSync(file) && statSync(file).isFile();
    if (!found && existsSync(join(file, "index.html"))) return response.writeHead(301, { location: `${path}/` }).end();
    if (!found) file = join(SITES[base], "404.html");
    response.writeHead(found ? 200 : 404, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "content-security-policy": POLICY,
    });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

let browser;
let server;

/** Where the browser is, and how it is started. */
export const BROWSER = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
};

/** Starts the server and the browser. */
export async function start() {
  server = await serve();
  browser = await chromium.launch(BROWSER);
}

/** A browser of its own that other tools drive over a port. */
export async function launch(profile) {
  const context = await chromium.launchPersistentContext(profile, { ...BROWSER, args: [...BROWSER.args, "--remote-debugging-port=0"] });
  const [port] = readFileSync(join(profile, "DevToolsActivePort"), "utf8").split("\n");
  return { port: Number(port), close: () => context.close() };
}

/** Stops the server and the browser. */
export async function stop() {
  await browser?.close();
  server?.stop();
}

/** Call once in a test file: starts the server and the browser, and stops both. */
export function setup() {
  before(start);
  after(stop);
}

/** The address of a path below a base path. */
export const address = (path, base = "/") => `${server.origin}${base}${path}`;

/**
 * Gives `use` a page and the list of its complaints, and asserts that there are none in the end: errors on the console
 * (refused content is one), errors in scripts, requests that failed or went to another host.
 * `options` are the browser context's, `{ javaScriptEnabled: false, viewport: …, colorScheme: "dark" }`, and the origin of
 * another server than this file's.
 */
export async function withPage(use, { origin = server.origin, ...options } = {}) {
  const context = await browser.newContext({ locale: "en-GB", ...options });
  const page = await context.newPage();
  const complaints = [];
  const complain = (what) => complaints.push(`${page.url()}: ${what}`);
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complain(message.text()));
  page.on("pageerror", (error) => complain(error.message));
  page.on("request", (request) => request.url().startsWith(`${origin}/`) || complain(`asks for ${request.url()}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    // What the page itself gave up when it was left.
    if (why !== "net::ERR_ABORTED") complain(`${request.url()}: ${why}`);
  });
  try {
    await use(page, complaints);
  } finally {
    await context.close();
  }
  assert.deepEqual(complaints, []);
}
