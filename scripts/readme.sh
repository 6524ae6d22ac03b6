#!/usr/bin/env bash
# Runs what the pages for users and contributors tell their readers to type, page by page in one
# shell, as if it were pasted: the lines of ```sh blocks, and those after `$ ` in ```console blocks,
# whose output must be what the page shows. Durations and ratios may differ, and a line `…` stands
# for any lines. Of `make` it is only checked that the targets exist, since this script is part of one;
# after `make install`, the program of `make build` is found.
set -euo pipefail
cd "$(dirname "$0")/.."
ROOT=$PWD
output=$(mktemp)
trap 'rm -f "$output"' EXIT

make() {
  local word
  for word in "$@"; do
    case $word in
      *=*) ;;
      install) PATH=$ROOT/.build/release:$PATH ;;
      *) grep -q "^$word:" "$ROOT/Makefile" || { echo "no such target: $word"; return 1; } ;;
    esac
  done
}

# Not a tinsmith that happens to be installed: the README says what to do.
PATH=$(tr : '\n' <<<"$PATH" | while read -r folder; do
  [ -x "$folder/tinsmith" ] || printf '%s:' "$folder"
done)
PATH=${PATH%:}

# The commands of a page, each behind `$ `, and the output expected of it, each line behind `> `.
commands() {
  awk '
    /^```/ { block = block == "" ? $0 : ""; next }
    block == "```sh" { sub(/  #.*/, ""); if ($0 != "") print "$ " $0 }
    block == "```console" { print (/^\$ / ? $0 : "> " $0) }' "$1"
}

without_figures() {
  sed -E 's/[0-9]+(\.[0-9]+)? ?(ns|µs|ms|s|×|%)( |$)/N /g; s/  +/ /g; s/ +$//'
}

# Whether the output matches what the page shows.
matches() {
  local line pattern=
  while IFS= read -r line; do
    if [ "$line" = … ]; then pattern+='*'; else pattern+=$line$'\n'; fi
  done < <(without_figures <<<"$1" | sed 's/[][\\*?()|+@!]/\\&/g')
  # shellcheck disable=SC2053
  [[ $(without_figures <"$output")$'\n' == $pattern ]]
}

for page in README.md CONVENTIONS.md CONTRIBUTING.md docs/guide.md docs/canbench.md; do
  passed=0 command='' shown=
  finish() {
    [ -n "$command" ] || return 0
    if [ -n "$shown" ] && ! matches "${shown%$'\n'}"; then
      echo "$page: this prints something else: $command" >&2
      diff <(without_figures <<<"${shown%$'\n'}") <(without_figures <"$output") >&2
      exit 1
    fi
    passed=$((passed + 1)) command='' shown=''
  }
  while IFS= read -r -u 3 line; do
    if [[ $line == '> '* ]]; then shown+=${line:2}$'\n'; continue; fi
    finish
    command=${line:2}
    eval "$command" </dev/null >"$output" 2>&1 3<&- ||
      { echo "$page: this fails: $command" >&2; cat "$output" >&2; exit 1; }
  done 3< <(commands "$page")
  finish
  echo "$page: $passed commands passed"
  [ "$passed" -gt 0 ]
  cd "$ROOT"
done

# Every message that the list of errors explains is in the sources.
while IFS= read -r message; do
  grep -rqF -- "$message" Sources runtime/src runtime/include ||
    { echo "docs/errors.md: no source has this message: $message" >&2; exit 1; }
done < <(sed -n 's/^| `\([^`]*\)` |.*/\1/p' docs/errors.md)
