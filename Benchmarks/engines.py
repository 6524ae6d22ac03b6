"""A canister in all engines: in Tinsmith's forms, in its interpreter, and in those of others."""

import pathlib
import re
import statistics
import sys
import tempfile
import time

import peers
import serve
import tinsmith
from samples import Sample

ID = "rwlgt-iiaaa-aaaaa-aaaaa-cai"
KERNEL_RUNS = 3
# A reply of one nat64 in Candid, without the number.
NAT64_REPLY = bytes.fromhex("4449444c000178")
# What the last pages that changed in the heap cost at the end of an execution.
HEAP_PAGE_COST = 1000

# How Tinsmith compiles.
FORMS = {
    "tinsmith, not counting": ["--metering", "off"],
    "tinsmith": [],
    "tinsmith, --stable call": ["--stable", "call"],
}
PEERS = [peers.HOST, peers.REPLICA]
KERNEL_PEERS = [*PEERS, peers.WASM2C]

LINE = re.compile(r"(install|ingress|query) \S+ (\S+) 0x([0-9a-f]*)$")
ENTRIES = {"ingress": "update", "query": "query"}


def read(script):
    """The module that a script installs, and its messages: entry, method and argument."""
    module, messages = None, []
    for line in pathlib.Path(script).read_text(encoding="utf-8").splitlines():
        found = LINE.match(line)
        if not found:
            continue
        kind, what, argument = found.groups()
        if kind == "install":
            module = what
            messages.append(("install", "", argument))
        else:
            messages.append((ENTRIES[kind], what, argument))
    return module, messages


def samplers(script, count, scratch, others, is_repeatable=False):
    """By engine, what gives a sample of the script's last message, which is sent so many times; the
    slow interpreter gets it once, if it always answers the same."""
    module, messages = read(script)
    result = form_samplers(script, count, scratch)
    result["tinsmith, interpreter"] = interpreter_sampler(
        script, 1 if is_repeatable else count, scratch
    )
    exports = [
        ("canister_init" if entry == "install" else f"canister_{entry} {method}", argument, "1")
        for entry, method, argument in messages
    ]
    exports[-1] = (*exports[-1][:2], str(count))
    for peer in others:
        try:
            result[peer.name] = peer.sampler(module, exports, scratch)
        except peers.Missing as reason:
            print(f"without {peer.name}: {reason}", file=sys.stderr)
    return result


def form_samplers(script, count, scratch, expected="reply"):
    """The same by form of Tinsmith's code, with what the messages must come to."""
    module, messages = read(script)
    uses_stable = b"stable" in (tinsmith.ROOT / module).read_bytes()
    result = {}
    for name, options in FORMS.items():
        if uses_stable or "--stable" not in options:
            executable = pathlib.Path(scratch) / name
            tinsmith.check([tinsmith.TINSMITH, "compile", module, *options, "-o", executable])
            result[name] = form_sampler(executable, messages, count, scratch, expected)
    return result


def form_sampler(executable, messages, count, scratch, expected):
    frames = [serve.execute(entry, method, bytes.fromhex(arg)) for entry, method, arg in messages]

    def sample():
        with (
            tempfile.TemporaryDirectory(dir=scratch) as state,
            serve.Canister(executable, state) as canister,
        ):
            canister.send(frames[:1], "no_response")
            for frame in frames[1:-1]:
                canister.send([frame], expected)
            processor, wall = canister.processor_nanoseconds(), time.perf_counter_ns()
            response = canister.send(frames[-1:] * count, expected)
            wall = time.perf_counter_ns() - wall
            processor = canister.processor_nanoseconds() - processor
        begin = response.find(b"DIDL")
        answer = response[begin : begin + len(NAT64_REPLY) + 8]
        is_number = answer.startswith(NAT64_REPLY)
        return Sample(wall / count, processor / count, answer if is_number else None)

    return sample


def interpreter_sampler(script, count, scratch):
    """Always the same sample, as the interpreter is slow."""
    lines = pathlib.Path(script).read_text(encoding="utf-8").splitlines()
    repeated = pathlib.Path(scratch) / "repeated.drun"
    repeated.write_text("\n".join(lines + lines[-1:] * (count - 1)) + "\n", encoding="utf-8")
    samples = []

    def sample():
        if not samples:
            messages = tinsmith.run(repeated, "--engine", "interpreter")[-count:]
            message = messages[-1]
            if message["result"] != "reply":
                raise SystemExit(f"{script}: {message}")
            instructions = message["instructions"] - HEAP_PAGE_COST * message["heap_pages_changed"]
            answer = bytes.fromhex(message["hex"])
            is_number = answer.startswith(NAT64_REPLY)
            answer = answer if is_number else None
            wall = statistics.median(m["nanoseconds"] for m in messages)
            samples.append(Sample(wall, None, answer, instructions))
        return samples[0]

    return sample
