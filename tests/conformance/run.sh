#!/usr/bin/env bash
# Builds the sample site and has what it writes judged by validators that others wrote: feedparser, icalendar, Python's
# csv and XML readers, ocfl-py, bagit, the JSON-LD processor and the Nu HTML checker; and compares what it makes of
# Markdown with what others make of it. Everything is installed below target/conformance.
set -euo pipefail
cd "$(dirname "$0")/../.."

here=tests/conformance
work=target/conformance
mkdir -p "$work"

fetch() {
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "$1 is missing: install it" >&2
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null
}

# A validator that was installed for the same versions is used again.
stamp() { sha256sum "$@" | sha256sum | cut -d' ' -f1; }

wanted=$(stamp "$here/requirements.txt")
if [ "$(cat "$work/python.stamp" 2>/dev/null)" != "$wanted" ]; then
  rm -rf "$work/python"
  python3 -m venv "$work/python" 2>/dev/null || { fetch python3-venv; python3 -m venv "$work/python"; }
  "$work/python/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
  echo "$wanted" >"$work/python.stamp"
fi

wanted=$(stamp "$here/package.json" "$here/package-lock.json")
if [ "$(cat "$work/node.stamp" 2>/dev/null)" != "$wanted" ]; then
  rm -rf "$work/node"
  mkdir -p "$work/node"
  cp "$here/package.json" "$here/package-lock.json" "$work/node/"
  npm ci --prefix "$work/node" --ignore-scripts --no-audit --no-fund --loglevel=error
  echo "$wanted" >"$work/node.stamp"
fi
command -v java >/dev/null || fetch default-jre-headless

cargo build --locked --quiet
rm -rf "$work/site"
export SOURCE_DATE_EPOCH=1795492800
target/debug/fangan --lang en --quiet build --output "$PWD/$work/site"
rm -rf "$work/plain"
tests/plain-site.sh https://records.example/ "$PWD/$work/plain"

status=0
judge() {
  local name=$1 start=$SECONDS
  shift
  if "$@"; then echo "$name: fine ($((SECONDS - start)) s)"; else echo "$name: FAILED"; status=1; fi
}

markdown() {
  node "$here/markdown.mjs" "$work/node/node_modules" "$work/markdown.json" &&
    FANGAN_MARKDOWN=$PWD/$work/markdown.json cargo test --locked --quiet --lib others_make_the_same_of_markdown -- --ignored
}

jar=$work/node/node_modules/vnu-jar/build/dist/vnu.jar
judge "feeds, calendars, catalogues, site map" "$work/python/bin/python" "$here/data.py" "$work/site"
judge "Markdown" markdown
judge "JSON-LD" node "$here/jsonld.mjs" "$work/site" "$work/node/node_modules"
judge "HTML" java -Xss8m -jar "$jar" --errors-only --skip-non-html "$work/site"
judge "HTML of the theme plain" java -Xss8m -jar "$jar" --errors-only --skip-non-html "$work/plain"
judge "CSS" java -Xss8m -jar "$jar" --errors-only --css "$work"/{site,plain}/assets/*.css
judge "archive and packages" "$work/python/bin/python" "$here/archive.py" target/debug/fangan "$work/archive"
judge "HTML of archived pages" java -Xss8m -jar "$jar" --errors-only --skip-non-html "$work/archive/package/data"
judge "SVG" java -Xss8m -jar "$jar" --errors-only --svg "$work"/site/assets/*.svg
exit $status
