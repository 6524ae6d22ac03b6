#!/usr/bin/env bash
# Makes packages of what `make build` built, which need neither Swift nor LLVM where they are
# installed: an archive that runs from any folder, and a package for Debian and its relatives. They
# go to .build/dist; docs/dist.md tells what is in them. The same build gives the same bytes.
# Usage: scripts/dist.sh [tree]    only the folder that is packed, to be tried at once
set -euo pipefail
cd "$(dirname "$0")/.."
dist=.build/dist
read -r _ version < <(.build/release/tinsmith --version)
name=tinsmith-$version-$(uname -m)-linux
tree=$dist/$name
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH

# All that is linked into the packages has its licence in them.
licences() {
  local folder=$1 toolchain package file path
  toolchain=$(dirname "$(dirname "$(realpath "$(command -v swiftc)")")")
  mkdir -p "$folder"
  cp "$toolchain/share/swift/LICENSE.txt" "$folder/swift.txt"
  # Debian's packages; Swift's Foundation has ICU in it.
  for package in libllvm"$(pkg-config --modversion llvm | cut -d. -f1)" libssl-dev zlib1g-dev \
    libzstd-dev libicu-dev; do
    path=/usr/share/doc/$package/copyright
    [ -f "$path" ] || path=$(ls /usr/share/doc/"${package%-dev}"[0-9]*/copyright | tail -1)
    cp "$path" "$folder/$package.txt"
  done
  find .build/checkouts -path '*/.git' -prune -o \
    -type f \( -name 'LICENSE*' -o -name 'NOTICE*' \) -print |
    while read -r file; do
      path=${file#.build/checkouts/}
      cp "$file" "$folder/$(tr / - <<<"${path%.txt}").txt"
    done
  chmod 644 "$folder"/*
}

make_tree() {
  rm -rf "$tree"
  scripts/install.sh "$tree"
  scripts/llvm-library.sh "$tree/lib/tinsmith"
  strip --strip-all "$tree/bin/tinsmith"
  # Canisters are linked with the runtime's code, without what debuggers want to know.
  strip --strip-debug --enable-deterministic-archives "$tree/lib/tinsmith/libcanister_rt.a"
  install -D -m 644 -t "$tree/share/doc/tinsmith" LICENSE README.md docs/*.md docs/*.png
  licences "$tree/share/doc/tinsmith/licences"
}

# Nothing may be needed that a system without development files lacks.
check_tree() {
  local other
  other=$(objdump -p "$tree/bin/tinsmith" "$tree"/lib/tinsmith/libLLVM* | awk '/NEEDED/ {print $2}' |
    grep -vE '^(libc|libm|libgcc_s|libstdc\+\+|ld-linux-.*)\.so') || true
  [ -z "$other" ] || { printf 'dist: linked with %s\n' "$other" >&2; exit 1; }
  env --ignore-environment PATH=/nowhere TINSMITH_CACHE="$PWD/.build/cache" \
    "$tree/bin/tinsmith" run examples/kv/kv.drun --engine native --no-cache |
    diff examples/kv/kv.drun.expected -
}

make_archive() {
  tar --create --sort=name --owner=0 --group=0 --numeric-owner --mode=go-w \
    --mtime="@$SOURCE_DATE_EPOCH" --directory "$dist" "$name" | gzip -9n >"$tree.tar.gz"
}

# The newest version of a library's symbols that the programs need: VERSIONS glibc's GLIBC.
newest() {
  objdump -T "$tree/bin/tinsmith" "$tree"/lib/tinsmith/libLLVM* |
    grep -oP "\\b$1_\\K[0-9.]+" | sort -V | tail -1
}

make_debian_package() {
  local root=$dist/debian file depends
  rm -rf "$root"
  mkdir -p "$root/DEBIAN" "$root/usr"
  cp -R "$tree"/{bin,lib,share} "$root/usr/"
  gzip -9n "$root/usr/share/man/man1/tinsmith.1"
  mkdir -p "$root/usr/share/zsh/vendor-completions"
  mv "$root/usr/share/zsh/site-functions/_tinsmith" "$root/usr/share/zsh/vendor-completions/"
  rmdir "$root/usr/share/zsh/site-functions"
  {
    printf 'Files: *\nLicense: Apache-2.0\n\n'
    cat LICENSE
    for file in "$root"/usr/share/doc/tinsmith/licences/*; do
      printf '\n\n%s, linked into the programs\n\n' "$(basename "$file" .txt)"
      cat "$file"
    done
  } >"$root/usr/share/doc/tinsmith/copyright"
  rm -r "$root"/usr/share/doc/tinsmith/{LICENSE,licences}
  # The version of GCC that GLIBCXX_3.4.N came with is known to Debian's list of symbols only; the
  # least that is used there is far older than any system with this glibc.
  depends="libc6 (>= $(newest GLIBC)), libgcc-s1, libstdc++6"
  cat >"$root/DEBIAN/control" <<CONTROL
Package: tinsmith
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: The Tinsmith authors <tinsmith@localhost>
Installed-Size: $(du --summarize --block-size=1024 "$root/usr" | cut -f1)
Depends: $depends
Recommends: clang | gcc
Section: devel
Priority: optional
Description: run canisters of the Internet Computer as native code
 Compiles the Wasm of canisters to native code and runs it on this machine, with
 the answers and the instruction counts of the Internet Computer: for tests and
 benchmarks.
CONTROL
  chmod -R u=rwX,go=rX "$root"
  dpkg-deb --build --root-owner-group -Zxz "$root" \
    "$dist/tinsmith_${version}_$(dpkg --print-architecture).deb" >/dev/null
  rm -rf "$root"
}

make_tree
check_tree
[ "${1:-all}" = all ] || exit 0
make_archive
make_debian_package
du --human-readable --apparent-size "$tree/bin/tinsmith" "$tree/lib/tinsmith"/* \
  "$dist"/*.tar.gz "$dist"/*.deb
