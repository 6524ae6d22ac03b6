#!/usr/bin/env bash
# Builds and runs the tests of the runtime: as it is shipped, and with sanitizers.
# Arguments go to the test programs: part of a test's name. CONFIGURATIONS chooses what is run.
set -euo pipefail
cd "$(dirname "$0")/../.."

# The runtime needs clang; the one beside swiftc will do.
find_clang() {
  local swiftc
  if [[ -n "${CLANG:-}" ]]; then
    echo "$CLANG"
  elif swiftc=$(command -v swiftc); then
    echo "$(dirname "$(realpath "$swiftc")")/clang"
  else
    echo clang
  fi
}

clang=$(find_clang)
out=${RUNTIME_TEST_BUILD:-.build/runtime-tests}
tests=Tests/RuntimeTests
flags=(-std=c11 -g -fPIE -Wall -Wextra -Werror -Iruntime/include -Iruntime/src -I"$tests"
  -DRT_FAULT_INJECTION -DRT_JOURNAL_BYTES_MAX=2097152)
# Places that the address sanitizer leaves free.
moved=(-DRT_MEMORY_BASE=0x200000000000ull -DRT_STABLE_BASE=0x300000000000ull)
sanitizers=(-O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)

# build NAME FLAGS...: objects of the runtime and of the tests, and the programs.
build() {
  local directory=$out/$1 source object pids=() objects=()
  shift
  mkdir -p "$directory"
  for source in runtime/src/*/*.[cS] "$tests"/*.c; do
    object=$directory/$(basename "$source").o
    objects+=("$object")
    if [[ ! -f $object || $source -nt $object || -n $(find runtime "$tests" -newer "$object" \
      \( -name '*.h' -o -name '*.def' \) -print -quit) ]]; then
      "$clang" "${flags[@]}" "$@" -c "$source" -o "$object" &
      pids+=($!)
      if ((${#pids[@]} >= 4)); then
        wait "${pids[0]}"
        pids=("${pids[@]:1}")
      fi
    fi
  done
  for pid in "${pids[@]}"; do wait "$pid"; done
  local runtime=() cases=() fake=()
  for object in "${objects[@]}"; do
    case $(basename "$object") in
      main.c.o | fake_main.c.o | hostile_program.c.o) ;;
      test.c.o | harness.c.o | program.c.o | *_tests.c.o) cases+=("$object") ;;
      fake_canister.c.o | fault.c.o) fake+=("$object") ;;
      *) runtime+=("$object") ;;
    esac
  done
  local link=("$clang" -fuse-ld=lld -pie "$@")
  "${link[@]}" "${runtime[@]}" "${cases[@]}" "${fake[@]}" -o "$directory/tests"
  "$clang" "${flags[@]}" "$@" -DFAKE_OTHER -c "$tests/fake_main.c" -o "$directory/other_main.o2"
  "${link[@]}" "${runtime[@]}" "${fake[@]}" "$directory/fake_main.c.o" -o "$directory/fake"
  "${link[@]}" "${runtime[@]}" "${fake[@]}" "$directory/other_main.o2" -o "$directory/other"
  "${link[@]}" "$directory/hostile_program.c.o" -o "$directory/hostile"
}

for configuration in ${CONFIGURATIONS:-plain sanitized}; do
  echo "== $configuration"
  if [[ $configuration == plain ]]; then
    build plain -O2
  else
    build sanitized "${sanitizers[@]}" "${moved[@]}"
    export ASAN_OPTIONS=detect_leaks=0:allow_user_segv_handler=1:handle_segv=1
    # Too much memory is refused, as without the sanitizer.
    ASAN_OPTIONS+=:allocator_may_return_null=1
  fi
  # The sanitizer does not know the canister's stack, and says so at each trap.
  FAKE_CANISTERS=$out/$configuration "$out/$configuration/tests" "$@" \
    2> >(grep -v -e 'handle_no_return: stack' -e 'False positive error' -e 'issues/189' \
      -e 'failed to allocate' >&2 || true)
done
