// Lighthouse on the pages that readers meet first. Accessibility, good practice and search engines must have all points;
// performance depends on what else the machine does, so it is only told.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { KINDS } from "./kinds.mjs";
import { address, launch, setup } from "./support.mjs";

const entry = createRequire(join(process.env.MODULES, "x.js")).resolve("lighthouse");
const { default: lighthouse } = await import(pathToFileURL(entry).href);

setup();

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

test("Lighthouse", async (t) => {
  const profile = mkdtempSync(join(tmpdir(), "fangan-lighthouse-"));
  const { port, close } = await launch(profile);
  try {
    for (const kind of ["home", "plan", "type", "year"]) {
      for (const prefix of ["", "en/"]) {
        const path = prefix + KINDS[kind];
        const { lhr } = await lighthouse(address(path), { port, logLevel: "error", onlyCategories: CATEGORIES, formFactor: "mobile" });
        const points = Object.fromEntries(CATEGORIES.map((c) => [c, Math.round(lhr.categories[c].score * 100)]));
        t.diagnostic(`/${path} ${Object.entries(points).map((p) => p.join(" ")).join(", ")}`);
        const lost = Object.values(lhr.categories).filter((c) => c.id !== "performance").flatMap((c) => c.auditRefs)
          .filter((ref) => ref.weight > 0 && lhr.audits[ref.id].score !== null && lhr.audits[ref.id].score < 1)
          .map((ref) => `${ref.id}: ${lhr.audits[ref.id].title}`);
        assert.deepEqual(lost, [], path);
        assert.deepEqual({ ...points, performance: 100 }, { performance: 100, accessibility: 100, "best-practices": 100, seo: 100 }, path);
      }
    }
  } finally {
    await close();
    rmSync(profile, { recursive: true, force: true });
  }
});
