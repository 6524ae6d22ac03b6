#!/usr/bin/env bash
# Makes a library of those parts of LLVM that the program calls, out of LLVM's archives. It is a third
# of the size of the system's own, and needs no other library but that of C++.
# Usage: scripts/llvm-library.sh FOLDER
set -euo pipefail
folder=${1:?usage: scripts/llvm-library.sh FOLDER}
cd "$(dirname "$0")/.."
config=$(pkg-config --variable=config llvm)
version=$("$config" --version)
# The name by which the program loads it.
name=libLLVM.so.${version%.*}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
clang -E -P -x c '-DLLVM_FUNCTION(name)=name' Sources/LLVMStubs/include/llvm_functions.def \
  >"$scratch/functions"
{
  echo '{ global:'
  sed 's/$/;/' "$scratch/functions"
  echo 'local: *; };'
} >"$scratch/map"
mapfile -t roots < <(sed 's/^/-Wl,--undefined=/' "$scratch/functions")
mapfile -t archives < <("$config" --link-static --libfiles native passes orcjit irreader | tr " " "\n")

mkdir -p "$folder"
clang -shared -fuse-ld=lld -o "$folder/$name" "-Wl,-soname,$name" -Wl,-O2 -Wl,--strip-all \
  -Wl,--gc-sections -Wl,--no-undefined "-Wl,--version-script=$scratch/map" \
  "${roots[@]}" "${archives[@]}" -lstdc++ -lm -l:libz.a -l:libzstd.a
