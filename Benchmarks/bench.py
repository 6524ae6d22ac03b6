#!/usr/bin/env python3
"""Measures the cases of cases.py side by side: a table here, all figures in .build/bench/.

The variants of a case take turns within one run, in an order that alternates, so that whatever
else the machine does falls on all of them alike. A figure is the median over the rounds; a ratio
is the median of the ratios within a round; the spread is that between the quartiles, in percent
of the median.
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
import serve
import tinsmith

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


KERNEL_RUNS = 3
KERNEL_METERING = {
    "tinsmith, not counting": "off",
    "tinsmith, counting": "exact",
    "tinsmith, counting in memory": "reference",
}


def kernel_samplers(case, scratch):
    """For the program and the canister, what gives the nanoseconds of a run of the kernel.

    All of them must come to the same number.
    """
    numbers = set()

    def median(results):
        numbers.update(number for number, _ in results)
        if len(numbers) != 1:
            raise SystemExit(f"{case.name}: not always the same number: {sorted(numbers)}")
        return statistics.median(nanoseconds for _, nanoseconds in results)

    def native():
        output = tinsmith.check([f".build/kernels/{case.kernel}", KERNEL_RUNS])
        return median([tuple(map(int, line.split())) for line in output.splitlines()])

    canister = "rwlgt-iiaaa-aaaaa-aaaaa-cai"
    script = pathlib.Path(scratch) / "kernel.drun"
    install = f"install {canister} .build/kernels/{case.kernel}.wasm 0x"
    lines = [install] + KERNEL_RUNS * [f"query {canister} run 0x"]
    script.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def sampler(metering):
        def sample():
            messages = tinsmith.run(script, "--metering", metering)[-KERNEL_RUNS:]
            failed = [m for m in messages if m["result"] != "reply"]
            if failed:
                raise SystemExit(f"{case.name}: {failed[0]}")
            # The reply is a nat64 in Candid: its last eight bytes.
            return median([
                (int.from_bytes(bytes.fromhex(m["hex"])[-8:], "little"), m["nanoseconds"])
                for m in messages
            ])

        return sample

    return {"native C": native} | {
        name: sampler(metering) for name, metering in KERNEL_METERING.items()
    }


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
    cases.StableSizes: stable_size_samplers,
    cases.Commands: command_samplers,
    cases.Scale: scale_samplers,
}


def measure(case, rounds):
    """Lists of samples by variant, taken in turns; one round before them warms caches up."""
    with tempfile.TemporaryDirectory() as scratch:
        samplers = SAMPLERS[type(case)](case, scratch)
        samples = {name: [] for name in samplers}
        for round_number in range(-1, rounds):
            order = list(samplers)
            for name in order if round_number % 2 else reversed(order):
                value = samplers[name]()
                if round_number >= 0:
                    samples[name].append(value)
    return samples


def spread_percent(values):
    low, _, high = statistics.quantiles(values, n=4)
    return 100 * (high - low) / statistics.median(values)


def summarize(case, samples):
    base = next(iter(samples))
    variants = {}
    for name, values in samples.items():
        ratios = [value / first for value, first in zip(values, samples[base])]
        variants[name] = {
            "median_nanoseconds": statistics.median(values),
            "spread_percent": spread_percent(values),
            "ratio": statistics.median(ratios),
            "samples_nanoseconds": values,
        }
    return {"case": case.name, "variants": variants}


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
            len(figures["samples_nanoseconds"]),
            f"± {figures['spread_percent'] / 2:.0f} %",
            f"{figures['ratio']:.2f}",
        ]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, help="samples of each variant at most")
    parser.add_argument("--only", default="", help="only cases whose name contains this")
    parser.add_argument("--output", type=pathlib.Path, default=RESULTS)
    arguments = parser.parse_args()
    if arguments.rounds is not None and arguments.rounds < 2:
        parser.error("--rounds: at least 2, for a spread")

    here = machine()
    print(f"{here['processor']}, {here['cores']} cores, {here['memory_gib']} GiB, {here['system']}")
    print(f"{here['tinsmith']}, LLVM {here['llvm']}, commit {here['commit']}")
    print(f"load before {here['load_before']:.2f}\n")

    summaries = []
    for case in cases.CASES:
        if arguments.only in case.name:
            print(f"measuring {case.name}", file=sys.stderr, flush=True)
            rounds = min(case.rounds, arguments.rounds or case.rounds)
            summaries.append(summarize(case, measure(case, rounds)))
    header = ["case", "variant", "median", "rounds", "spread", "ratio"]
    lines = [row for summary in summaries for row in rows(summary)]
    print("\n".join(tinsmith.table(header, lines, left=2)))

    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(json.dumps({"machine": here, "cases": summaries}, indent=2) + "\n")
    print(f"\nAll samples: {arguments.output}")


if __name__ == "__main__":
    main()
