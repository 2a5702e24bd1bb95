// The JSON-LD of every page, expanded by the JSON-LD processor without network: nothing may be dropped on the way, and
// every term must be one that schema.org has. Types and properties below are schema.org's, as far as the pages use them.
import { createRequire } from "node:module";
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

const [root, modules] = process.argv.slice(2);
const jsonld = createRequire(join(resolve(modules), "x.js"))("jsonld");

const THING = ["name", "alternateName", "description", "url", "identifier", "image", "sameAs", "mainEntityOfPage"];
const WORK = [
  ...THING, "abstract", "about", "author", "citation", "creativeWorkStatus", "dateCreated", "dateModified", "datePublished", "encoding",
  "expires", "hasPart", "inLanguage", "isBasedOn", "isPartOf", "keywords", "license", "publisher", "spatialCoverage",
  "temporalCoverage", "translationOfWork", "version", "workTranslation",
];
const ORGANISATION = [...THING, "address", "areaServed", "contactPoint", "email", "member", "memberOf", "parentOrganization", "subOrganization"];
const TERMS = {
  BreadcrumbList: [...THING, "itemListElement"],
  CollectionPage: [...WORK, "mainEntity"],
  CreativeWork: WORK,
  Event: [...THING, "endDate", "eventAttendanceMode", "eventStatus", "inLanguage", "location", "organizer", "performer", "startDate", "superEvent"],
  GovernmentOrganization: ORGANISATION,
  ListItem: [...THING, "item", "position"],
  MediaObject: [...WORK, "contentSize", "contentUrl", "encodingFormat"],
  Organization: ORGANISATION,
  Place: [...THING, "address"],
  Report: [...WORK, "reportNumber"],
  WebPage: [...WORK, "breadcrumb", "mainEntity"],
  WebSite: [...WORK, "potentialAction"],
};
// Properties whose values are addresses, as in schema.org's own context.
const links = ["url", "image", "sameAs", "license", "contentUrl", "eventStatus", "eventAttendanceMode"];
const context = {
  "@vocab": "http://schema.org/",
  ...Object.fromEntries(links.map((name) => [name, { "@id": `http://schema.org/${name}`, "@type": "@id" }])),
};

async function documentLoader(url) {
  if (!/^https?:\/\/schema\.org\/?$/.test(url)) throw new Error(`a context of another site: ${url}`);
  return { contextUrl: null, documentUrl: url, document: { "@context": context } };
}

function check(node, page, complain) {
  for (const item of Array.isArray(node) ? node : [node]) {
    if (item === null || typeof item !== "object" || "@value" in item) continue;
    const types = (item["@type"] ?? []).map((type) => type.replace("http://schema.org/", ""));
    const reference = Object.keys(item).length === 1 && "@id" in item;
    if (!reference && types.length === 0) complain(`a node without type: ${JSON.stringify(item).slice(0, 120)}`);
    for (const type of types.filter((type) => !(type in TERMS))) complain(`the type ${type}`);
    const known = types.flatMap((type) => TERMS[type] ?? []);
    for (const [key, value] of Object.entries(item)) {
      if (key.startsWith("@")) continue;
      const name = key.replace("http://schema.org/", "");
      if (!known.includes(name)) complain(`${types} has no ${name}`);
      if (links.includes(name) && value.some((v) => !/^(https?|mailto):/.test(v["@id"] ?? ""))) complain(`${name} is no absolute address`);
      for (const v of value) {
        if (/Date$|^date/.test(name) && !/^\d{4}(-\d\d(-\d\d)?)?(T|$)/.test(v["@value"] ?? "")) complain(`${name} is ${v["@value"]}`);
        if ("@value" in v && String(v["@value"]).trim() === "") complain(`${name} is empty`);
      }
      check(value, page, complain);
    }
  }
}

const pages = readdirSync(root, { recursive: true }).filter((path) => path.endsWith(".html")).sort();
let blocks = 0;
let triples = 0;
const wrong = new Set();
for (const page of pages) {
  const html = readFileSync(join(root, page), "utf8");
  for (const [, text] of html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)) {
    blocks += 1;
    const complain = (what) => wrong.add(`${page}: ${what}`);
    try {
      const data = JSON.parse(text);
      const options = { documentLoader, safe: true };
      check(await jsonld.expand(data, options), page, complain);
      const rdf = await jsonld.toRDF(data, options);
      if (rdf.length === 0) complain("says nothing");
      triples += rdf.length;
    } catch (error) {
      complain(`${error.message} ${JSON.stringify(error.details ?? {}).slice(0, 300)}`);
    }
  }
}
if (blocks === 0) wrong.add("no page has JSON-LD");
console.log(`${blocks} blocks on ${pages.length} pages, ${triples} triples`);
for (const line of [...wrong].slice(0, 60)) console.log(line);
process.exit(wrong.size === 0 ? 0 : 1);
