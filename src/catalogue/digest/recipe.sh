canonical() {
  LC_ALL=C awk '
    NR == 1 { sub(/^\357\273\277/, "") }
    { sub(/\r$/, "") }
    NR == 1 { front = /^---[ \t]*$/; print; next }
    front && /^---[ \t]*$/ { front = 0 }
    front && /^[^ \t#]/ { state = /^(status|approval|withdrawn):/ }
    front && state && /^[^#]/ { next }
    { print }' "$1"
}

seal() {
  for file in "$@"; do
    case $file in
      *.md) hex=$(canonical "$file" | sha256sum) ;;
      *) hex=$(sha256sum < "$file") ;;
    esac
    printf '%s  %s\n' "${hex%% *}" "$file"
  done | LC_ALL=C sort -k 2 | sha256sum
}
