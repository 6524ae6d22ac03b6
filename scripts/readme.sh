#!/usr/bin/env bash
# Runs what README.md and CONVENTIONS.md tell their readers to type: all lines of their ```sh blocks,
# one after the other in one shell, as if they were pasted. Of `make` it is only checked that the
# targets are there: this script is itself part of one.
set -euo pipefail
cd "$(dirname "$0")/.."
output=$(mktemp)
trap 'rm -f "$output"' EXIT

make() {
  local word
  for word in "$@"; do
    case $word in
      *=*) ;;
      *) grep -q "^$word:" Makefile || { echo "no such target: $word"; return 1; } ;;
    esac
  done
}

# Not a tinsmith that happens to be installed: the README says what to do.
PATH=$(tr : '\n' <<<"$PATH" | while read -r folder; do
  [ -x "$folder/tinsmith" ] || printf '%s:' "$folder"
done)
PATH=${PATH%:}

for page in README.md CONVENTIONS.md; do
  passed=0
  while IFS= read -r -u 3 line; do
    command=${line%%  #*}
    [ -n "$command" ] || continue
    eval "$command" </dev/null >"$output" 2>&1 3<&- ||
      { echo "$page: this fails: $command" >&2; cat "$output" >&2; exit 1; }
    passed=$((passed + 1))
  done 3< <(sed -n '/^```sh$/,/^```$/{/^```/!p}' "$page")
  echo "$page: $passed commands passed"
  [ "$passed" -gt 0 ]
done
