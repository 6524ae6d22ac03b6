#!/usr/bin/env python3
"""Shows two canisters as native programs: what they answer, and how long each message takes.

Each script of examples/ runs a few times with stable memory inline and with `--stable call`, in
turns; the figures are medians.
"""

import statistics
import tempfile
import time

import tinsmith

ROUNDS = 5
EXAMPLES = {
    "ledger": (".build/fixtures/ledger_canister.wasm", "examples/ledger/ledger.drun"),
    "kv": (".build/examples/kv.wasm", "examples/kv/kv.drun"),
}


def compile_both_ways(name, wasm):
    for mode, options in tinsmith.STABLE_MODES.items():
        with tempfile.TemporaryDirectory() as scratch:
            begin = time.perf_counter_ns()
            tinsmith.check([tinsmith.TINSMITH, "compile", wasm, "-o", f"{scratch}/{name}", *options])
            took = tinsmith.duration(time.perf_counter_ns() - begin)
        print(f"compiled {wasm} with stable memory {mode} in {took}", flush=True)


def message_times(script):
    """The messages of the last run, and for each the nanoseconds in both ways."""

    def executed(message):
        return message["kind"] != "create"  # which no code of the canister takes part in

    times = {mode: [] for mode in tinsmith.STABLE_MODES}
    for _ in range(ROUNDS):
        for mode, options in tinsmith.STABLE_MODES.items():
            messages = [*filter(executed, tinsmith.run(script, *options))]
            times[mode].append([message["nanoseconds"] for message in messages])
    medians = {
        mode: [statistics.median(column) for column in zip(*runs)] for mode, runs in times.items()
    }
    return messages, medians["inline"], medians["call"]


def answer(message):
    """What a message came to, in a few words."""
    if message["result"] == "reply":
        return f"reply of {len(message['hex']) // 2} bytes"
    return f"{message['result']} {message.get('code', '')}".strip()


def show(script):
    print(f"\n{script}\n")
    rows = []
    for message, inline, call in zip(*message_times(script)):
        what = f"{message['kind']} {message['method']}".strip()
        ratio = f"{call / inline:.1f}"
        rows.append(
            [what, answer(message), tinsmith.duration(inline), tinsmith.duration(call), ratio]
        )
    header = ["message", "answer", "inline", "call", "call/inline"]
    print("\n".join(tinsmith.table(header, rows, left=2)), flush=True)


def main():
    for name, (wasm, _) in EXAMPLES.items():
        compile_both_ways(name, wasm)
    for _, script in EXAMPLES.values():
        show(script)
    print(
        "\ninline: stable memory is read and written by loads and stores in the compiled code."
        "\ncall:   the same canister, calling the runtime for each access (--stable call)."
    )


if __name__ == "__main__":
    main()
