#!/usr/bin/env bash
# Runs the scripts of examples/ on each engine, with stable memory done either way, and compares what
# they print with the transcript beside them, and what is kept on either engine after each message; and
# the benchmarks, which must measure what they did before. UPDATE_GOLDEN=1 writes transcripts and
# results anew, to be read in a diff.
#
# shellcheck disable=SC2086  # an engine is several words
set -uo pipefail
cd "$(dirname "$0")/.."
passed=0 failed=0
engines=("native --stable inline" "native --stable call" "native --loader memory"
  "interpreter --stable inline" "interpreter --stable call")

for script in examples/*/*.drun; do
  for engine in "${engines[@]}"; do
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
  if .build/release/tinsmith compare "$script" --rounds 1 >/dev/null; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
  fi
done

# Next to nothing is noise, and nothing may be new.
for file in examples/*/canbench.yml; do
  for engine in "${engines[@]}"; do
    options="--engine $engine --hide-results --noise-threshold 1e-9"
    if [ "${UPDATE_GOLDEN:-0}" = 1 ]; then options+=" --persist"; fi
    actual=$(cd "${file%/*}" && ../../.build/release/tinsmith bench $options 2>&1)
    if [ "${UPDATE_GOLDEN:-0}" = 1 ] ||
      [[ $actual == *Summary:* && $actual != *'Only significant changes:'* ]]
    then
      passed=$((passed + 1))
    else
      failed=$((failed + 1))
      printf '%s, --engine %s:\n%s\n' "$file" "$engine" "$actual"
    fi
  done
done
echo "transcripts: $passed passed, $failed failed"
[ "$failed" = 0 ]
