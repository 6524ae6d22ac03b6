#!/usr/bin/env bash
# Runs swift with a folder of its own for temporary files, which is gone afterwards: whenever
# SwiftPM plans a build, it leaves an empty folder for each module. What of ours a run leaves there
# is a mistake, and makes it fail.
set -uo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
TMPDIR=$folder swift "$@"
status=$?
left=$(find "$folder" -mindepth 1 -maxdepth 1 -name 'tinsmith*')
if [[ -n $left ]]; then
  printf 'left behind by swift %s:\n%s\n' "$1" "$left" >&2
  ((status == 0)) && status=1
fi
exit "$status"
