#!/usr/bin/env bash
# Builds the sample site and reads it in a real browser: `tests/browser/run.sh [FILE...]`, all test files by default.
# `tests/browser/run.sh --pictures [FOLDER] [PAGE...]` makes pictures of every kind of page instead, to be looked at.
#
# To add a test, put a `<name>.test.mjs` beside this file that imports `support.mjs`: that gives a page under either
# base path, and complains of errors, refused content and requests to other hosts when the page is closed. What else a
# test needs from npm goes into package.json here; everything is installed below target/browser.
set -euo pipefail
cd "$(dirname "$0")/../.."

here=tests/browser
work=target/browser
mkdir -p "$work"

if ! command -v chromium >/dev/null; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "chromium is missing: install it, and a font that has Chinese" >&2
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null
fi

wanted=$(sha256sum "$here/package.json" "$here/package-lock.json" | sha256sum | cut -d' ' -f1)
if [ "$(cat "$work/node.stamp" 2>/dev/null)" != "$wanted" ]; then
  rm -rf "$work/node"
  mkdir -p "$work/node"
  cp "$here/package.json" "$here/package-lock.json" "$work/node/"
  npm ci --prefix "$work/node" --ignore-scripts --no-audit --no-fund --loglevel=error
  echo "$wanted" >"$work/node.stamp"
fi

cargo build --locked --quiet
export SOURCE_DATE_EPOCH=1795492800
build() { target/debug/fangan --lang en --quiet build --base-url "https://records.example$1" --output "$PWD/$work/$2"; }
build / site
build /a/b/ below
tests/plain-site.sh https://records.example/plain/ "$PWD/$work/plain"

export SITE=$PWD/$work/site BELOW=$PWD/$work/below PLAIN=$PWD/$work/plain MODULES=$PWD/$work/node
if [ "${1-}" = --pictures ]; then
  shift
  exec node "$here/screenshots.mjs" "$@"
fi
if [ $# -eq 0 ]; then set -- tests/search/*.test.mjs "$here"/*.test.mjs; fi
# One file after the other: each drives a browser of its own.
node --test --test-concurrency=1 --test-reporter=spec "$@"
