#!/usr/bin/env bash
# Installs what `make build` built: the compiler, the runtime that it links, a manual page, and completions for shells.
# Usage: scripts/install.sh PREFIX
set -euo pipefail
prefix=${1:?usage: scripts/install.sh PREFIX}
cd "$(dirname "$0")/.."
tinsmith=.build/release/tinsmith

# What `--help` says, literally: roff would take a backslash for its own, and a dot or a quote at
# the beginning of a line.
literally() {
  printf '.nf\n'
  sed -e 's/\\/\\e/g' -e "s/^[.']/\\\\\&&/"
  printf '.fi\n'
}

manual() {
  printf '.TH TINSMITH 1\n.SH NAME\n'
  printf 'tinsmith \\- compile Internet Computer canisters to native code\n.SH HELP\n'
  "$tinsmith" --help | literally
  "$tinsmith" --help | sed '1,/^SUBCOMMANDS:/d; /^$/,$d' | while read -r command _; do
    printf '.SH TINSMITH %s\n' "${command^^}"
    "$tinsmith" help "$command" | literally
  done
}

install -D -m 755 "$tinsmith" "$prefix/bin/tinsmith"
install -D -m 644 .build/runtime/libcanister_rt.a "$prefix/lib/tinsmith/libcanister_rt.a"
"$tinsmith" --generate-completion-script bash |
  install -D -m 644 /dev/stdin "$prefix/share/bash-completion/completions/tinsmith"
"$tinsmith" --generate-completion-script zsh |
  install -D -m 644 /dev/stdin "$prefix/share/zsh/site-functions/_tinsmith"
"$tinsmith" --generate-completion-script fish |
  install -D -m 644 /dev/stdin "$prefix/share/fish/vendor_completions.d/tinsmith.fish"
manual | install -D -m 644 /dev/stdin "$prefix/share/man/man1/tinsmith.1"
