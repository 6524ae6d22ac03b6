#!/usr/bin/env bash
# Runs the scripts of examples/ on each engine, with stable memory done either way, and compares what
# they print with the transcript beside them. UPDATE_GOLDEN=1 writes the transcripts anew, to be read in a diff.
set -uo pipefail
cd "$(dirname "$0")/.."
passed=0 failed=0

for script in examples/*/*.drun; do
  for engine in "native --stable inline" "native --stable call" \
    "interpreter --stable inline" "interpreter --stable call"
  do
    # shellcheck disable=SC2086
    actual=$(.build/release/tinsmith run "$script" --engine $engine 2>&1)
    if [ "${UPDATE_GOLDEN:-0}" = 1 ]; then
      printf '%s\n' "$actual" >"$script.expected"
    elif printf '%s\n' "$actual" |
      diff -u --label "$script.expected" --label "actual, --engine $engine" "$script.expected" -
    then
      passed=$((passed + 1))
    else
      failed=$((failed + 1))
    fi
  done
done
echo "transcripts: $passed passed, $failed failed"
[ "$failed" = 0 ]
