// One page of every kind that the sample site has, below any language's prefix.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Names as the pictures are called, and paths. */
export const KINDS = {
  home: "",
  communities: "communities/",
  community: "communities/ouhai-central/",
  "community-with-rota": "communities/jiangning-play/",
  "community-activities": "communities/weinan-class/activities/",
  plan: "communities/jiangning-play/2025-1/plan/",
  "earlier-edition": "communities/ouhai-east/2025-1/plan/editions/1/",
  summary: "communities/qinggang-medical/2019/summary/",
  activity: "communities/weifang-languages/2025-2/activity-english-festival/",
  withdrawn: "communities/jiangning-play/2025-1/activity-visit/",
  years: "years/",
  year: "years/2025/",
  "year-not-stated": "years/not-stated/",
  term: "terms/2025-1/",
  activities: "activities/",
  type: "activities/seminar/",
  calendar: "calendar/",
  "calendar-month": "calendar/2025-12/",
  "calendar-coming": "calendar/coming/",
  "calendar-without-day": "calendar/without-day/",
  "community-calendar": "communities/ouhai-central/calendar/",
  members: "members/",
  member: "members/moling/",
  documents: "documents/",
  "documents-narrowed": "documents/kind/plan/",
  archive: "archive/",
  search: "search/",
  about: "about/",
  accessibility: "accessibility/",
  contact: "contact/",
  "not-found": "404.html",
};

/** What kind a page of the theme says that it is. */
export const kindOf = (html) => /<body class="([^"]*)"/.exec(html)?.[1] ?? "";

/** The kinds that a built site has, each with the path of one page. */
export function kindsOf(site) {
  const kinds = new Map();
  for (const file of readdirSync(site, { recursive: true })) {
    if (!file.endsWith(".html")) continue;
    const kind = kindOf(readFileSync(join(site, file), "utf8"));
    if (!kinds.has(kind)) kinds.set(kind, file);
  }
  return kinds;
}
