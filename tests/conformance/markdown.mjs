// What others make of Markdown, to be compared with what this program makes of it: the examples of CommonMark, and many
// lines of delimiters among letters and punctuation of all kinds, as both implementations of the amendment by its author
// render them. Where those two differ, which happens without CJK too, neither is asked; nor where pulldown-cmark lets `~~`
// begin after a letter and before punctuation, as it does without CJK.
//
// node markdown.mjs <node_modules> <file to write>
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, file] = process.argv.slice(2);
const modules = createRequire(pathToFileURL(resolve(folder, "..", "x.js")));
const spec = modules("commonmark-spec");
const load = async (name) => import(pathToFileURL(modules.resolve(name)).href);
const { micromark } = await load("micromark");
const { cjkFriendlyExtension } = await load("micromark-extension-cjk-friendly");
const { gfmStrikethroughCjkFriendly } = await load("micromark-extension-cjk-friendly-gfm-strikethrough");
const { default: MarkdownIt } = await load("markdown-it");
const { default: cjkFriendly } = await load("markdown-it-cjk-friendly");
const { gfmStrikethroughHtml } = await load("micromark-extension-gfm-strikethrough");

const LINES = 20000;
const SEED = 20241209;
const delimiters = ["*", "*", "**", "**", "***", "_", "__", "~~", "~~"];
const others = [
  "a", "b", "1", "é", " ", " ", "(", ")", '"', ".", "-", "«", "»", "“", "”", "—", "…", "¥", "∇",
  "甲", "乙", "丙", "「", "」", "，", "。", "：", "（", "）", "《", "あ", "カ", "한", "글", "𠮷", "𰻞", "㊗", "〰", "🎉", "✅",
  "。\u{fe01}", "“\u{fe01}", "”\u{fe01}", "羽\u{fe00}", "葛\u{e0100}", "〽\u{fe0e}",
];

// A linear congruence: the same lines on every machine.
let state = SEED;
const random = (below) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
const pick = (from) => from[random(from.length)];
const line = () => {
  let line = pick(["甲", "a", "「", "(", "한"]);
  for (let n = 3 + random(12); n > 0; n--) line += random(5) < 2 ? pick(delimiters) : pick(others);
  return line + pick(["甲", "a", "」", ")", "。"]);
};

const options = {
  extensions: [cjkFriendlyExtension(), gfmStrikethroughCjkFriendly({ singleTilde: false })],
  htmlExtensions: [gfmStrikethroughHtml()],
};
const markdownIt = new MarkdownIt().use(cjkFriendly);
const plain = (html) => html.trim().replaceAll("&quot;", '"').replaceAll(/<(\/?)s>/g, "<$1del>");
const amended = [];
while (amended.length < LINES) {
  const text = line();
  if (/[a-zé1]~~[^\p{L}\p{N}\s]/u.test(text)) continue;
  const [one, other] = [micromark(text, options), markdownIt.render(text)].map(plain);
  if (one === other) amended.push([text, one]);
}
writeFileSync(file, JSON.stringify({ spec: spec.tests.map((test) => test.markdown.replaceAll("→", "\t")), amended }));
