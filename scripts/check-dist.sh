#!/usr/bin/env bash
# Tries what `make dist` made in a fresh root of a distribution, as root: without any toolchain, then
# with a C compiler, then from the Debian package. Roots come from debootstrap, and are kept.
# Usage: scripts/check-dist.sh SUITE...    such as bookworm or noble
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || { echo 'usage: scripts/check-dist.sh SUITE...' >&2; exit 2; }
archive=$(ls .build/dist/tinsmith-*.tar.gz)
package=$(ls .build/dist/tinsmith_*.deb)

# What is typed in the root, in a folder with the examples. The answers are those of the transcripts.
without_compiler='set -eux
fails() { if "$@"; then exit 1; fi; }
fails command -v cc clang gcc
tinsmith --version
for options in "" "--engine native --no-cache" "--engine interpreter"; do
  tinsmith run examples/kv/kv.drun $options | diff examples/kv/kv.drun.expected -
done
tinsmith install .build/examples/kv.wasm
tinsmith call kv insert_many 100
tinsmith call kv len | grep 100
tinsmith network reset
fails tinsmith compile .build/examples/kv.wasm -o kv 2>error
grep "there is no linker" error
tinsmith compile .build/examples/kv.wasm --emit object -o kv.o
tinsmith load kv.o query len --install "" >reply'
with_compiler='set -eux
tinsmith compile .build/examples/kv.wasm -o kv
./kv query len --install "" >reply
tinsmith run examples/kv/kv.drun --loader linked --no-cache | diff examples/kv/kv.drun.expected -'

# ROOT SCRIPT: runs the script there, as a user would; it sees no network but loopback, by which
# Swift's Foundation waits for programs, and no other process.
inside() {
  printf '%s\n' "$2" >"$1/root/trial/script"
  # shellcheck disable=SC2016  # the inner shell expands them
  unshare --mount --pid --net --fork bash -c '
    ip link set lo up && mount -t proc proc "$0/proc" && mount -t tmpfs tmpfs "$0/tmp" &&
    mount --rbind /dev "$0/dev" &&
    exec chroot "$0" env -i PATH=/opt/tinsmith/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
      LANG=C.UTF-8 bash -o pipefail -c "cd /root/trial && . ./script"' "$1"
}

make_root() {
  local suite=$1 root=$2
  shift 2
  [ -f "$root/complete" ] && return
  rm -rf "$root"
  mkdir -p "$root"
  debootstrap --variant=minbase "$@" "$suite" "$root" >"$root.log" || { cat "$root.log"; exit 1; }
  touch "$root/complete"
}

# ROOT: puts the examples and what the archive has there.
unpack() {
  rm -rf "$1/opt/tinsmith" "$1/root"
  mkdir -p "$1/opt/tinsmith" "$1/root/trial/.build"
  tar --extract --gzip --file "$archive" --strip-components=1 --directory "$1/opt/tinsmith"
  cp -R examples "$1/root/trial/"
  mkdir "$1/root/trial/.build/examples"
  cp .build/examples/*.wasm "$1/root/trial/.build/examples/"
}

for suite in "$@"; do
  roots=.build/roots
  make_root "$suite" "$roots/$suite"
  unpack "$roots/$suite"
  inside "$roots/$suite" "$without_compiler"
  make_root "$suite" "$roots/$suite-gcc" --include=gcc,libc6-dev
  unpack "$roots/$suite-gcc"
  inside "$roots/$suite-gcc" "$with_compiler"
  rm -rf "$roots/$suite-gcc/opt/tinsmith"
  cp "$package" "$roots/$suite-gcc/root/trial/tinsmith.deb"
  inside "$roots/$suite-gcc" "dpkg --install tinsmith.deb
$with_compiler"
  echo "dist: works on $suite"
done
