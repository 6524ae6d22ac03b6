"""What `make bench` measures. To add a case, add a line to CASES."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Messages:
    """The last message of a script, sent `count` times, in each of the ways to do stable memory."""

    name: str
    script: str
    count: int
    rounds: int = 11


@dataclass(frozen=True)
class Kernel:
    """A computation of kernels/: as a program, and as a query of a canister in many engines."""

    name: str
    kernel: str
    rounds: int = 5


@dataclass(frozen=True)
class Canister:
    """The last message of a script, sent `count` times to the canister's process itself, and to
    other engines."""

    name: str
    script: str
    count: int
    rounds: int = 7


@dataclass(frozen=True)
class Accesses:
    """A message of canisters/accesses.c, which makes so many accesses: the time of one of them."""

    name: str
    method: str
    accesses: int
    count: int = 5
    rounds: int = 7


@dataclass(frozen=True)
class Message:
    """A message of canisters/messages.c; other engines can't take back what one that traps did."""

    name: str
    entry: str
    method: str
    argument: str = ""
    count: int = 500
    rounds: int = 7
    traps: bool = False


@dataclass(frozen=True)
class StableSizes:
    """A message that touches two pages, with little stable memory and with much: the whole round
    trip to the canister's process, with its transaction; `count` of them are sent at once."""

    name: str
    method: str
    has_pagemap_scan: bool
    count: int = 500
    rounds: int = 11


@dataclass(frozen=True)
class Commands:
    """Whole commands, timed from start to end; `{scratch}` is a folder for what they write."""

    name: str
    variants: dict[str, str]
    rounds: int = 11


@dataclass(frozen=True)
class Scale:
    """Many canisters on many subnets, all in one process of the host, with a process of their own
    for those that were used last; and how much memory all of it may take."""

    name: str
    subnets: int
    canisters: int
    processes: int
    maximum_bytes: int
    rounds: int = 3


SCALE_FIGURES = {
    "update": "callNanoseconds",
    "update, its process has to start": "restartNanoseconds",
    "update, each of all at once": "updateNanoseconds",
    "installation, each of all at once": "installNanoseconds",
}

COUNTER = ".build/examples/counter-c.wasm"
KV = ".build/examples/kv.wasm"
LEDGER = ".build/fixtures/ledger_canister.wasm"
WASM_TOOLS = ".build/tools/bin/wasm-tools"


def compiling(wasm):
    command = f".build/release/tinsmith compile {wasm} -o {{scratch}}/canister"
    return {"inline": command, "call": command + " --stable call"}


KERNELS = {
    "matrix": "product of matrices",
    "sieve": "sieve of primes",
    "hash": "SHA-256",
    "sort": "quicksort",
    "search": "search in a text",
    "list": "walk along a list",
    "bodies": "n bodies",
    "vectors": "SIMD product",
    "product": "128-bit products",
    "calls": "recursion",
    "dispatch": "calls through pointers",
    "copies": "copies of 16 B to 1 MiB",
    "table": "hash table",
    "tree": "B-tree",
    "modular": "2048-bit powers",
    "field": "arithmetic modulo 2^255 - 19",
    "parser": "JSON",
    "compress": "LZ77",
    "pattern": "regular expression",
    "machine": "interpreter loop",
    "blocks": "allocations",
    "waves": "Fourier transform",
    "words": "64-bit canister",
    "mix": "embedded mix",
}

# By size in bytes, how many accesses a message makes.
ACCESS_COUNTS = {1: 1 << 20, 8: 1 << 20, 64: 1 << 19, 4096: 1 << 13, 1048576: 1 << 6}

CASES = [
    *(Kernel(f"kernel: {words}", kernel) for kernel, words in KERNELS.items()),
    Canister("beside peers: counter inc", "counter_inc.drun", count=1000),
    Canister("beside peers: kv first insert_many(100_000)", "kv_fill.drun", count=1),
    Canister("beside peers: kv insert_many(1_000)", "kv_insert_many.drun", count=20),
    Canister("beside peers: kv get_many(1_000)", "kv_get_many.drun", count=50),
    Canister("beside peers: kv get", "kv_get.drun", count=1000),
    *(
        Accesses(f"stable memory: {what} {size} B, {order}", f"{what}_{order}_{size}", count)
        for size, count in ACCESS_COUNTS.items()
        for order in ("sequential", "random")
        for what in ("read", "write")
    ),
    Message("message: empty update", "ingress", "nothing"),
    Message("message: empty query", "query", "ask_nothing"),
    Message("message: echo of 1 KiB", "ingress", "echo", argument="2a" * 1024),
    Message("message: trap, taken back", "ingress", "trap", traps=True),
    Message("message: 500 pages of the heap", "ingress", "write_heap_500", count=50),
    Message("message: 1,000 pages of the heap", "ingress", "write_heap_1000", count=50),
    Message("message: 500 scattered stable pages", "ingress", "write_stable_500", count=50),
    Messages("counter: inc", "counter_inc.drun", count=200),
    Messages("kv: first insert_many(100_000)", "kv_fill.drun", count=1),
    Messages("kv: insert_many(1_000)", "kv_insert_many.drun", count=50),
    Messages("kv: get_many(1_000)", "kv_get_many.drun", count=50),
    Messages("kv: get", "kv_get.drun", count=200),
    Messages("ledger: icrc1_transfer", "ledger_transfer.drun", count=200),
    Messages("ledger: icrc1_balance_of", "ledger_balance_of.drun", count=200),
    StableSizes("stable memory of 100 GiB: update", "touch", True),
    StableSizes("stable memory of 100 GiB: query", "touch and forget", True),
    StableSizes("stable memory of 100 GiB: update, before Linux 6.7", "touch", False),
    StableSizes("stable memory of 100 GiB: query, before Linux 6.7", "touch and forget", False),
    Scale("2,000 canisters on 200 subnets", 200, 10, processes=256, maximum_bytes=1 << 30),
    Commands(
        "look through the ledger",
        {
            "tinsmith inspect": f".build/release/tinsmith inspect {LEDGER}",
            "wasm-tools validate": f"env RAYON_NUM_THREADS=1 {WASM_TOOLS} validate {LEDGER}",
        },
    ),
    Commands("compile kv", compiling(KV)),
    Commands("compile ledger", compiling(LEDGER), rounds=3),
]
