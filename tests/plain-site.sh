#!/usr/bin/env bash
# The sample site in the theme `plain`: `tests/plain-site.sh ADDRESS OUTPUT`. The program must have been built.
set -euo pipefail
cd "$(dirname "$0")/.."

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r content "$copy"
sed 's/^theme = "bureau"/theme = "plain"/' fangan.toml >"$copy/fangan.toml"
target/debug/fangan --lang en --quiet --site "$copy" build --base-url "$1" --output "$2"
