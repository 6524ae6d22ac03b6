#!/usr/bin/env bash
# Installs what `make build` built: the compiler, the runtime that it links, and a manual page.
# Usage: scripts/install.sh PREFIX
set -euo pipefail
prefix=${1:?usage: scripts/install.sh PREFIX}
cd "$(dirname "$0")/.."
tinsmith=.build/release/tinsmith

# A manual page of what `--help` says, literally: roff would take a dot or a quote at the beginning
# of a line, and backslashes, for its own.
manual() {
  printf '.TH TINSMITH 1\n.SH HELP\n.nf\n'
  "$tinsmith" --help | sed -e 's/\\/\\e/g' -e "s/^[.']/\\\\\&&/"
}

install -D -m 755 "$tinsmith" "$prefix/bin/tinsmith"
install -D -m 644 .build/runtime/libcanister_rt.a "$prefix/lib/tinsmith/libcanister_rt.a"
manual | install -D -m 644 /dev/stdin "$prefix/share/man/man1/tinsmith.1"
