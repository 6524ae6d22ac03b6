#!/usr/bin/env bash
# Runs the benchmarks of the folder that has canbench.yml, and prints what has changed in Markdown.
# TINSMITH is the program.
# Usage: comment.sh FOLDER [OPTION...]
set -euo pipefail
folder=$1
shift
program=$(command -v "${TINSMITH:-tinsmith}")
program=$(realpath "$program")
output=$(cd "$folder" && "$program" bench --hide-results "$@")

printf '### Benchmarks of `%s`\n\n' "$folder"
# The table of changes is Markdown already.
grep '^|' <<<"$output" || printf 'No significant changes.\n'
printf '\n<details><summary>Summary</summary>\n\n```text\n'
sed '/^Only significant changes:$/,$d; /^--*$/d; /^Summary:$/d' <<<"$output" |
  sed '/./,$!d' | cat --squeeze-blank
printf '```\n\n</details>\n'
