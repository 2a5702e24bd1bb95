// Pictures of every kind of page, to be looked at: `tests/browser/run.sh --pictures [FOLDER] [NAME...]`. In Chinese and
// English, on a phone and on a desk, light, dark and with high contrast, and as printed. Names say which pages are wanted.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { KINDS } from "./kinds.mjs";
import { address, start, stop, withPage } from "./support.mjs";

const [folder = "target/pictures", ...names] = process.argv.slice(2);
const kinds = Object.entries(KINDS).filter(([name]) => names.length === 0 || names.includes(name));
const LANGUAGES = { zh: "", en: "en/" };
const WIDTHS = { phone: { width: 390, height: 844 }, narrow: { width: 320, height: 640 }, desk: { width: 1280, height: 900 } };
/** What the reader chose; the narrowest screen is seen once, in the paper's own colours. */
const LOOKS = { light: {}, dark: { colorScheme: "dark" }, contrast: { theme: "contrast" } };

mkdirSync(folder, { recursive: true });
await start();
let pictures = 0;
for (const [language, prefix] of Object.entries(LANGUAGES)) {
  for (const [width, viewport] of Object.entries(WIDTHS)) {
    for (const [look, { theme, ...options }] of Object.entries(LOOKS)) {
      if (width === "narrow" && look !== "light") continue;
      await withPage(
        async (page, complaints) => {
          if (theme) await page.addInitScript((value) => localStorage.setItem("bureau-theme", value), theme);
          for (const [name, path] of kinds) {
            await page.goto(address(prefix + path));
            await page.screenshot({ path: join(folder, `${name}.${language}.${width}.${look}.png`), fullPage: true });
            pictures += 1;
          }
          complaints.length = 0;
        },
        { viewport, ...options },
      );
    }
  }
  await withPage(async (page, complaints) => {
    for (const [name, path] of kinds) {
      await page.goto(address(prefix + path));
      const paper = join(folder, `${name}.${language}.print`);
      await page.pdf({ path: `${paper}.pdf`, preferCSSPageSize: true, tagged: true });
      pictures += sheets(paper);
    }
    complaints.length = 0;
  });
}
await stop();
console.log(`${pictures} pictures in ${folder}`);

/** The first sheets of a print as pictures, where poppler is there to draw them. */
function sheets(paper) {
  try {
    execFileSync("pdftoppm", ["-r", "60", "-l", "4", "-png", `${paper}.pdf`, paper]);
  } catch {
    return 1;
  }
  rmSync(`${paper}.pdf`);
  return readdirSync(folder).filter((file) => join(folder, file).startsWith(`${paper}-`)).length;
}
