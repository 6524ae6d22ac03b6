#!/usr/bin/env python3
"""Measures the cases of cases.py side by side: a table here, all figures in .build/bench/.

The variants of a case take turns within one run, in an order that alternates, so that whatever
else the machine does falls on all of them alike. A figure is the median over the rounds, and
beside it the least; a ratio is the median of the ratios within a round; the spread is that between
the quartiles, in percent of the median. Times are of the processor where all variants tell them,
with those by the clock beside them.
"""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

import cases
import engines
import page
import peers
import samples
import serve
import tinsmith
from samples import Sample

HERE = pathlib.Path(__file__).resolve().parent
RESULTS = tinsmith.ROOT / ".build/bench/results.json"


def message_samplers(case, scratch):
    """For each way of doing stable memory, what gives the nanoseconds of the case's message."""
    lines = (HERE / "scripts" / case.script).read_text(encoding="utf-8").splitlines()
    script = pathlib.Path(scratch) / case.script
    script.write_text("\n".join(lines + lines[-1:] * (case.count - 1)) + "\n", encoding="utf-8")

    def sampler(options):
        def sample():
            messages = tinsmith.run(script, *options)[-case.count :]
            failed = [m for m in messages if m["result"] != "reply"]
            if failed:
                raise SystemExit(f"{case.name}: {failed[0]}")
            return statistics.median(m["nanoseconds"] for m in messages)

        return sample

    return {name: sampler(options) for name, options in tinsmith.STABLE_MODES.items()}


def command_samplers(case, scratch):
    """For each variant, what gives the nanoseconds that its command takes."""

    def sampler(command):
        words = command.format(scratch=scratch).split()

        def sample():
            begin = time.perf_counter_ns()
            tinsmith.check(words)
            return time.perf_counter_ns() - begin

        return sample

    return {name: sampler(command) for name, command in case.variants.items()}


def kernel_samplers(case, scratch):
    """For the program, and for the canister in each engine, what gives the sample of a run.

    All of them must come to the same number, which the reply is in Candid.
    """

    def native():
        lines = tinsmith.check([f".build/kernels/{case.kernel}", engines.KERNEL_RUNS]).splitlines()
        runs = [tuple(map(int, line.split())) for line in lines]
        answer = engines.NAT64_REPLY + runs[0][0].to_bytes(8, "little")
        wall, processor = (statistics.mean(run[i] for run in runs) for i in (1, 2))
        return Sample(wall, processor, answer)

    script = pathlib.Path(scratch) / "kernel.drun"
    module = f".build/kernels/{case.kernel}.wasm"
    script.write_text(
        f"install {engines.ID} {module} 0x\nquery {engines.ID} run 0x\n", encoding="utf-8"
    )
    others = engines.samplers(
        script, engines.KERNEL_RUNS, scratch, engines.KERNEL_PEERS, is_repeatable=True
    )
    return {"native C": native} | others


def canister_samplers(case, scratch):
    """For each engine that runs the canister of the script, what gives the sample of a message."""
    return engines.samplers(HERE / "scripts" / case.script, case.count, scratch, engines.PEERS)


def access_samplers(case, scratch):
    """For each engine, what gives the sample of an access of stable memory."""
    script = pathlib.Path(scratch) / "accesses.drun"
    lines = [f"install {engines.ID} .build/kernels/accesses.wasm 0x"]
    lines += 2 * [f"ingress {engines.ID} {case.method} 0x"]
    script.write_text("\n".join(lines) + "\n", encoding="utf-8")
    samplers = engines.samplers(script, case.count, scratch, engines.PEERS, is_repeatable=True)

    def of_one(sampler):
        return lambda: sampler().divided(case.accesses)

    return {name: of_one(sampler) for name, sampler in samplers.items()}


def one_message_samplers(case, scratch):
    """For each engine, what gives the sample of a message that does next to nothing."""
    script = pathlib.Path(scratch) / "messages.drun"
    lines = [f"install {engines.ID} .build/kernels/messages.wasm 0x"]
    lines += 2 * [f"{case.entry} {engines.ID} {case.method} 0x{case.argument}"]
    script.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if case.traps:
        return engines.form_samplers(script, case.count, scratch, "error")
    return engines.samplers(script, case.count, scratch, engines.PEERS)


def stable_size_samplers(case, scratch):
    """For each size of stable memory, what gives the nanoseconds of a message."""
    module, executable = f"{scratch}/touch.wasm", f"{scratch}/touch"
    tinsmith.check([cases.WASM_TOOLS, "parse", HERE / "touch.wat", "-o", module])
    tinsmith.check([tinsmith.TINSMITH, "compile", module, "-o", executable])
    entry = "update" if case.method == "touch" else "query"
    messages = [serve.execute(entry, case.method)] * case.count

    def sampler(pages):
        def sample():
            prepare = None if case.has_pagemap_scan else serve.refuse_pagemap_scan
            with (
                tempfile.TemporaryDirectory(dir=scratch) as state,
                serve.Canister(executable, state, prepare) as canister,
            ):
                argument = pages.to_bytes(8, "little")
                install = serve.execute("install", argument=argument)
                canister.send([install], "no_response")
                canister.send(messages[:50], "reply")
                begin = time.perf_counter_ns()
                canister.send(messages, "reply")
                return (time.perf_counter_ns() - begin) / case.count

        return sample

    return {"1 MiB": sampler(16), "100 GiB": sampler(100 << 14)}


def scale_samplers(case, scratch):
    """For each figure of a run with so many canisters, what gives it in nanoseconds.

    Whoever is first has the program run, and the others get what that run has left.
    """
    executable = f"{scratch}/counter"
    tinsmith.check([tinsmith.TINSMITH, "compile", cases.COUNTER, "-o", executable])
    command = [tinsmith.ROOT / ".build/release/Scale", executable, "inc"]
    counts = {"subnets": case.subnets, "canisters": case.canisters, "processes": case.processes}
    for option, count in counts.items():
        command += [f"--{option}", count]
    figures = {}

    def sampler(name):
        def sample():
            if name not in figures:
                figures.update(json.loads(tinsmith.check(command)))
                memory = figures["hostBytes"] + figures["processBytes"]
                if memory > case.maximum_bytes:
                    raise SystemExit(f"{case.name}: {memory >> 20} MiB")
                print(f"{case.name}: {memory >> 20} MiB", file=sys.stderr)
            return figures.pop(name)

        return sample

    return {words: sampler(name) for words, name in cases.SCALE_FIGURES.items()}


SAMPLERS = {
    cases.Messages: message_samplers,
    cases.Kernel: kernel_samplers,
    cases.Canister: canister_samplers,
    cases.Accesses: access_samplers,
    cases.Message: one_message_samplers,
    cases.StableSizes: stable_size_samplers,
    cases.Commands: command_samplers,
    cases.Scale: scale_samplers,
}


def measure(case, rounds):
    """Lists of samples by variant, taken in turns; one round before them warms caches up."""
    with tempfile.TemporaryDirectory() as scratch:
        samplers = SAMPLERS[type(case)](case, scratch)
        rows = {name: [] for name in samplers}
        for round_number in range(-1, rounds):
            order = list(samplers)
            for name in order if round_number % 2 else reversed(order):
                value = samplers[name]()
                if round_number >= 0:
                    rows[name].append(value if isinstance(value, Sample) else Sample(value))
    samples.check_agreement(case.name, rows)
    return rows


def machine():
    """What the figures depend on beside the code."""
    model = "unknown"
    memory_kib = 0
    for line in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
    for line in pathlib.Path("/proc/meminfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("MemTotal"):
            memory_kib = int(line.split()[1])

    environment = os.environ | {"PKG_CONFIG_PATH": f"{tinsmith.ROOT}/.build/pkgconfig"}

    def first_line(*command):
        try:
            output = subprocess.run(
                command,
                cwd=tinsmith.ROOT,
                env=environment,
                text=True,
                capture_output=True,
                check=False,
            )
            return (output.stdout.splitlines() or ["unknown"])[0]
        except OSError:
            return "unknown"

    return {
        "processor": model,
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(memory_kib / 2**20, 1),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "load_before": os.getloadavg()[0],
        "llvm": first_line("pkg-config", "--modversion", "llvm"),
        "tinsmith": first_line(str(tinsmith.TINSMITH), "--version"),
        "commit": first_line("git", "describe", "--always", "--dirty"),
    }


def rows(summary):
    for i, (name, figures) in enumerate(summary["variants"].items()):
        yield [
            "" if i else summary["case"],
            name,
            tinsmith.duration(figures["median_nanoseconds"]),
            tinsmith.duration(figures["minimum_nanoseconds"]),
            tinsmith.duration(figures["wall"]["median_nanoseconds"]),
            len(figures["samples_nanoseconds"]),
            f"± {figures['spread_percent'] / 2:.0f} %",
            f"{figures['ratio']:.2f}",
        ]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, help="samples of each variant at most")
    parser.add_argument("--only", default="", help="only cases whose name contains this")
    parser.add_argument("--output", type=pathlib.Path, default=RESULTS)
    parser.add_argument(
        "--baseline", type=pathlib.Path, help="results of an earlier run, to be no slower than"
    )
    parser.add_argument("--without-peers", action="store_true", help="only Tinsmith and native C")
    arguments = parser.parse_args()
    if arguments.rounds is not None and arguments.rounds < 2:
        parser.error("--rounds: at least 2, for a spread")
    baseline = arguments.baseline and json.loads(arguments.baseline.read_text(encoding="utf-8"))
    if arguments.without_peers:
        engines.PEERS.clear()
        engines.KERNEL_PEERS.clear()

    here = machine()
    print(f"{here['processor']}, {here['cores']} cores, {here['memory_gib']} GiB, {here['system']}")
    print(f"{here['tinsmith']}, LLVM {here['llvm']}, commit {here['commit']}")
    print(f"load before {here['load_before']:.2f}\n")

    summaries = []
    for case in cases.CASES:
        if arguments.only in case.name:
            print(f"measuring {case.name}", file=sys.stderr, flush=True)
            rounds = min(case.rounds, arguments.rounds or case.rounds)
            summaries.append(samples.summarize(case.name, measure(case, rounds)))
    header = ["case", "variant", "median", "least", "wall", "rounds", "spread", "ratio"]
    lines = [row for summary in summaries for row in rows(summary)]
    print("\n".join(tinsmith.table(header, lines, left=2)))
    for variant, (mean, count) in samples.geometric_means(summaries, "kernel: ").items():
        print(f"geometric mean of {count} kernels, {variant}: {mean:.2f} times native C")
    for name, reason in peers.ABSENT.items():
        print(f"without {name}: {reason}")

    results = {"machine": here, "cases": summaries}
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(f"\nAll samples: {arguments.output}")
    if arguments.output.suffix == ".json":
        chart = arguments.output.with_suffix(".html")
        chart.write_text(page.render(results), encoding="utf-8")
        print(f"Charts: {chart}")
    slower = [*samples.regressions(summaries, baseline)] if baseline else []
    if slower:
        sys.exit("\n".join(["", *slower]))


if __name__ == "__main__":
    main()
