#!/usr/bin/env python3
"""Whether compiling a function of twice the size takes about twice the time.

For each family of functions that some pass of a compiler takes the square of the size for, and for
each level of optimisation: the processor time at three sizes. Exits with 1 where twice the size
takes more than 2.4 times as long, which two more tries have confirmed.
"""
import os
import resource
import subprocess
import sys
import tempfile

import tinsmith

WASM_TOOLS = tinsmith.ROOT / ".build/tools/bin/wasm-tools"
SIZES = (1000, 2000, 4000)
BOUND = 2.4
TRIES = 3


def method(code, locals_="", others=""):
    return f"""(module (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_arg_data_size" (func $size (result i32)))
      (memory 1) {others}
      (func (export "canister_update go") (local i32 {locals_})
        (local.set 0 (call $size)) {code} (call $reply)))"""


def repeat(count, line):
    return "\n".join(line(index) for index in range(count))


def place(index):
    return f"(i32.const {index * 4 % 60000})"


FAMILIES = {
    "stores in one block": lambda n: method(repeat(n, lambda i: (
        f"(i32.store {place(i)} (i32.add (i32.load {place(3 * i)}) (i32.load {place(7 * i)})))"))),
    "vectors in one block": lambda n: method(repeat(n, lambda i: (
        f"(v128.store {place(4 * i)} (i32x4.mul (v128.load {place(8 * i)}) (v128.load {place(i)})))"))),
    "sums of floats": lambda n: method(repeat(n, lambda i: (
        f"(local.set 1 (f64.add (local.get 1) (f64.mul (f64.load {place(2 * i)}) (local.get 1))))"))
        + "(f64.store (i32.const 0) (local.get 1))", "f64"),
    "comparisons with one value": lambda n: method(repeat(n, lambda i: (
        f"(if (i32.lt_u (local.get 0) (i32.const {i})) (then (i32.store {place(i)} (local.get 0))))"))),
    "branches to one block": lambda n: method("(block $out" + repeat(n, lambda i: (
        f"(if (i32.eq (i32.load {place(i)}) (local.get 0))"
        f"(then (local.set 1 (i32.const {i})) (br $out)))")) + ")"
        "(i32.store (i32.const 0) (local.get 1))", "i32"),
    "nested ifs": lambda n: method(repeat(n, lambda i: (
        f"(if (i32.load {place(i)}) (then (i32.store {place(i)} (i32.const 1))")) + "))" * n),
    "nested loops": lambda n: method(
        "(loop (local.set 0 (i32.add (local.get 0) (i32.const 1)))" * (n // 4)
        + "(br_if 0 (i32.lt_u (local.get 0) (i32.const 9))))" * (n // 4)),
    "loops in a row": lambda n: method(repeat(n, lambda i: (
        f"(loop (i32.store {place(i)} (local.get 0))"
        "(br_if 0 (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (call $size))))"))),
    "calls": lambda n: method(repeat(n, lambda i: f"(call $bump {place(i)})"), others=(
        "(func $bump (param i32) (i32.store (local.get 0) (i32.add (i32.const 1)"
        "(i32.load (local.get 0)))))")),
    "parameters": lambda n: method(
        ("(call $wide" + repeat(n // 4, lambda i: f"(i64.load {place(2 * i)})") + ")") * 50,
        others=f"(func $wide (param {'i64 ' * (n // 4)}) (call $reply)"
        f"(i64.store (i32.const 0) (local.get {n // 4 - 1})))"),
    "locals of a loop": lambda n: method(
        "(loop" + repeat(n, lambda i: (
            f"(local.set {i} (i64.add (local.get {i}) (i64.mul (local.get {(i + 7) % n})"
            f"(i64.load {place(2 * i)}))))"))
        + "(br_if 0 (i64.lt_u (local.get 0) (i64.const 9))))"
        + repeat(n, lambda i: f"(i64.store {place(2 * i)} (local.get {i}))"),
        "i64 " * n).replace("(local i32 i64", "(local i64 i64").replace(
            "(local.set 0 (call $size))", ""),
    "bulk operations": lambda n: method(repeat(n, lambda i: (
        "(drop (memory.grow (i32.const 0)))"
        f"(memory.copy {place(i)} {place(3 * i)} (local.get 0))"))),
    "a table of branches": lambda n: method(
        "(block " * n + "(br_table " + " ".join(map(str, range(n))) + " (local.get 0))"
        + repeat(n, lambda i: f") (i32.store {place(i)} (i32.const {i}))")),
    "empty functions": lambda n: method("", others="(func)" * n),
}


def compile_seconds(module, level):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [tinsmith.TINSMITH, "compile", module, f"-O{level}", "--emit", "object", "-o", module + ".o"],
        check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(family, level, folder):
    """The least times of some tries, of which more are made if they don't keep the bound."""
    modules = []
    for size in SIZES:
        module = os.path.join(folder, f"{size}.wasm")
        text = FAMILIES[family](size).encode()
        subprocess.run([WASM_TOOLS, "parse", "-", "-o", module], input=text, check=True)
        modules.append(module)
    times = [float("inf")] * len(SIZES)
    for _ in range(TRIES):
        times = [min(t, compile_seconds(m, level)) for t, m in zip(times, modules)]
        if is_linear(times):
            break
    return times


def is_linear(times):
    return all(after <= BOUND * before for before, after in zip(times, times[1:]))


def main():
    levels = sys.argv[1:] or ["0", "1", "2", "3"]
    steep = 0
    with tempfile.TemporaryDirectory() as folder:
        for family in FAMILIES:
            for level in levels:
                times = measure(family, level, folder)
                steep += not is_linear(times)
                row = "  ".join(f"{time:6.2f} s" for time in times)
                print(f"{family:28} -O{level} {row}{'' if is_linear(times) else '  steep'}", flush=True)
    sys.exit(1 if steep else 0)


if __name__ == "__main__":
    main()
