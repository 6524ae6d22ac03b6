#!/usr/bin/env bash
# Runs what README.md tells its readers to type: each line of its ```sh blocks, from the top. Lines
# with `make` are only checked to name a target: this script is itself part of one.
set -euo pipefail
cd "$(dirname "$0")/.."
output=$(mktemp)
trap 'rm -f "$output"' EXIT
export PATH=$PWD/.build/release:$PATH
passed=0

while IFS= read -r line; do
  command=${line%%  #*}
  case $command in
    '') continue ;;
    make*) for word in $command; do
        case $word in
          make | *=*) ;;
          *) grep -q "^$word:" Makefile || { echo "README.md: no such target: $word" >&2; exit 1; } ;;
        esac
      done ;;
    *) bash -c "$command" </dev/null >"$output" 2>&1 ||
      { echo "README.md: this fails: $command" >&2; cat "$output" >&2; exit 1; } ;;
  esac
  passed=$((passed + 1))
done < <(sed -n '/^```sh$/,/^```$/{/^```/!p}' README.md)
echo "README.md: $passed commands passed"
[ "$passed" -gt 0 ]
