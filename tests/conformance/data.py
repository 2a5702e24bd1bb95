"""Feeds, calendars, catalogues and the site map of a built site, each read by a reader that others wrote."""

import csv
import io
import json
import sys
import xml.etree.ElementTree as ET
from datetime import date, datetime
from pathlib import Path

import feedparser
import icalendar

ROOT = Path(sys.argv[1])
BASE = "https://records.example/"
wrong = []
counted = {}


def complain(path, what):
    wrong.append(f"{path.relative_to(ROOT)}: {what}")


def count(what, n=1):
    counted[what] = counted.get(what, 0) + n


def file_of(url):
    """The file of the site that an address means; None for what lies elsewhere."""
    if not url.startswith(BASE):
        return None
    path = url[len(BASE):].split("#")[0]
    return ROOT / (path + "index.html" if path == "" or path.endswith("/") else path)


def feed(path):
    parsed = feedparser.parse(path.read_bytes())
    if parsed.bozo:
        return complain(path, f"not well-formed: {parsed.bozo_exception}")
    if parsed.version != "atom10":
        complain(path, f"is {parsed.version}")
    for key in ("id", "title", "updated_parsed"):
        if not parsed.feed.get(key):
            complain(path, f"has no {key}")
    own = [link.href for link in parsed.feed.links if link.rel == "self"]
    if own != [BASE + path.relative_to(ROOT).as_posix()]:
        complain(path, f"says that it is {own}")
    ids = [entry.get("id") for entry in parsed.entries]
    if len(set(ids)) != len(ids):
        complain(path, "two entries of one id")
    times = [entry.get("updated_parsed") for entry in parsed.entries]
    if None in times or times != sorted(times, reverse=True):
        complain(path, "entries are not dated, newest first")
    if times and parsed.feed.updated_parsed != times[0]:
        complain(path, "is not as new as its newest entry")
    for entry in parsed.entries:
        count("entries")
        if not (entry.get("title") and entry.get("summary") and entry.get("published_parsed")):
            complain(path, f"entry {entry.get('id')} lacks something")
        target = file_of(entry.link)
        if target is None or not target.is_file():
            complain(path, f"entry leads to {entry.link}")


def calendar(path):
    raw = path.read_bytes()
    lines = raw.split(b"\r\n")
    if lines[-1] != b"" or any(b"\n" in line for line in lines):
        complain(path, "lines do not end with CRLF")
    if any(len(line) > 75 for line in lines):
        complain(path, "a line is longer than 75 octets")
    parsed = icalendar.Calendar.from_ical(raw)
    for component in parsed.walk():
        if component.errors:
            complain(path, f"{component.name}: {component.errors}")
    for key in ("version", "prodid"):
        if key not in parsed:
            complain(path, f"has no {key}")
    events = parsed.walk("VEVENT")
    uids = [str(event.get("uid")) for event in events]
    if len(set(uids)) != len(uids):
        complain(path, "two events of one UID")
    for event in events:
        count("events")
        missing = [key for key in ("uid", "dtstamp", "dtstart", "summary") if key not in event]
        if missing:
            complain(path, f"{event.get('uid')} lacks {missing}")
            continue
        start, end = event["dtstart"].dt, event["dtend"].dt if "dtend" in event else None
        if not isinstance(start, (date, datetime)) or (end is not None and end <= start):
            complain(path, f"{event['uid']} lasts from {start} to {end}")
        url = str(event.get("url", ""))
        target = file_of(url)
        if url and (target is None or not target.is_file()):
            complain(path, f"{event['uid']} leads to {url}")
    # What is read and written again says the same.
    again = icalendar.Calendar.from_ical(parsed.to_ical())
    if len(again.walk("VEVENT")) != len(events):
        complain(path, "events are lost on the way through icalendar")


def catalogue(path):
    data = json.loads(path.read_text("utf-8"))
    documents = data["documents"]
    if data["count"] != len(documents) or not documents:
        complain(path, f"counts {data['count']} documents and has {len(documents)}")
    for document in documents:
        target = file_of(document["url"])
        if target is None or not target.is_file():
            complain(path, f"{document['id']} leads to {document['url']}")
    table = path.with_suffix(".csv")
    raw = table.read_bytes()
    if not raw.startswith(b"\xef\xbb\xbf"):
        complain(table, "has no byte order mark, so spreadsheets take it for another encoding")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))
    head, body = rows[0], rows[1:]
    if len(set(head)) != len(head) or "" in head:
        complain(table, f"columns are {head}")
    if any(len(row) != len(head) for row in body):
        complain(table, "rows of different length")
    if [row[0] for row in body] != [document["id"] for document in documents]:
        complain(table, "has other rows than catalogue.json")
    # A cell that a spreadsheet would take for a formula.
    if any(cell[:1] in ("=", "+", "@", "\t", "\r") for row in body for cell in row):
        complain(table, "a cell looks like a formula")
    count("documents", len(documents))


def site_map(path):
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    urls = ET.parse(path).getroot().findall("s:url", space)
    groups = {}
    for url in urls:
        loc = url.findtext("s:loc", namespaces=space)
        target = file_of(loc or "")
        if target is None or not target.is_file():
            complain(path, f"lists {loc}")
        groups[loc] = {(link.get("hreflang"), link.get("href")) for link in url.findall("x:link", space)}
    for loc, links in groups.items():
        for language, href in links:
            # Alternates must name each other.
            if groups.get(href) != links:
                complain(path, f"{loc} names {href} ({language}), which does not name it in return")
    if not 1 <= len(urls) <= 50000:
        complain(path, f"lists {len(urls)} pages")
    count("pages in the site map", len(urls))


KINDS = [("feeds", "feed.xml", feed), ("calendars", "*.ics", calendar), ("catalogues", "catalogue.json", catalogue), ("site maps", "sitemap.xml", site_map)]
for name, pattern, judge in KINDS:
    paths = sorted(ROOT.rglob(pattern))
    count(name, len(paths))
    for path in paths:
        try:
            judge(path)
        except Exception as error:  # A reader that gives up is a finding, and the next file is still read.
            complain(path, f"{type(error).__name__}: {error}")
    if not paths:
        wrong.append(f"there is no {pattern}")
for path in sorted(ROOT.rglob("*.xml")):
    ET.parse(path)

print(", ".join(f"{n} {what}" for what, n in counted.items()))
for line in wrong:
    print(line)
sys.exit(bool(wrong))
