"""Sends messages to a canister's executable itself, by the protocol of runtime/include/serve.def."""

import ctypes
import pathlib
import re
import struct
import subprocess
import time

# What neither side waits for the other with: responses may be somewhat longer than requests.
PIPE_BYTES = 1 << 15
PROTOCOL = pathlib.Path(__file__).resolve().parents[1] / "runtime/include/serve.def"


def rows():
    """The rows of the protocol's table, by their lists: `RT_ENTRY(install)` is one of ENTRY."""
    lists = {}
    for name, row in re.findall(r"^RT_([A-Z]+)\((.*)\)$", PROTOCOL.read_text(), re.MULTILINE):
        lists.setdefault(name, []).append(row.split(", "))
    return lists


ROWS = rows()
REQUEST, RESPONSE, ENTRY, RESULT = (
    {row[0]: number for number, row in enumerate(ROWS[name])}
    for name in ["REQUEST", "RESPONSE", "ENTRY", "RESULT"]
)


def sized(content):
    return struct.pack("<I", len(content)) + content


def field(kind, value):
    """A field of a request; None is zero or empty."""
    if kind in ("entry", "result", "flag", "u8"):
        return struct.pack("<B", value or 0)
    if kind in ("u32", "u64"):
        return struct.pack("<I" if kind == "u32" else "<Q", value or 0)
    if kind == "amount":
        return (value or 0).to_bytes(16, "little")
    if kind.startswith("list("):
        return struct.pack("<I", 0)
    return sized(value or b"")


def request(name, **values):
    """The frame of a request, with the fields that are given."""
    fields = ROWS.get(name.upper(), [])
    content = b"".join(field(kind, values.get(name)) for kind, name in fields)
    return sized(bytes([REQUEST[name]]) + content)


def execute(entry, method="", argument=b""):
    """The frame of an `execute` request."""
    return request(
        "execute",
        entry=ENTRY[entry],
        time_nanoseconds=time.time_ns(),
        caller=b"\x04",
        method=method.encode(),
        argument=argument,
    )


class Canister:
    """A process that serves; a context manager, which ends it."""

    def __init__(self, executable, state, prepare=None):
        words = [executable, "--serve", "--state", state, "--durability", "none"]
        self.process = subprocess.Popen(
            [str(word) for word in words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            preexec_fn=prepare,
        )
        version = int(ROWS["VERSION"][0][0])
        self.process.stdin.write(request("hello", version=version))
        self.process.stdin.flush()
        self.receive([RESPONSE["done"]])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()

    def send(self, frames, expected):
        """Sends requests, as many at once as pipes have room for, and checks that each has the
        expected result; the last response."""
        at_once = max(1, PIPE_BYTES // max(map(len, frames)))
        for start in range(0, len(frames), at_once):
            batch = frames[start : start + at_once]
            self.process.stdin.write(b"".join(batch))
            self.process.stdin.flush()
            for _ in batch:
                response = self.receive([RESPONSE["outcome"], RESULT[expected]])
        return response

    def processor_nanoseconds(self):
        """What the process has had of the processors: its clock's number is made of its own."""
        return time.clock_gettime_ns(~self.process.pid << 3 | 2)

    def receive(self, expected):
        """Reads a response, and checks how it begins."""
        head = self.process.stdout.read(4)
        response = self.process.stdout.read(*struct.unpack("<I", head)) if head else b""
        if response[: len(expected)] != bytes(expected):
            raise SystemExit(f"a message failed: {response!r}")
        return response


def refuse_pagemap_scan():
    """Makes the system look, to this process and its children, like Linux before 6.7."""
    no_new_privileges, set_seccomp, filter_mode = 38, 22, 2
    ioctl, pagemap_scan, not_a_terminal = 16, 0xC0606610, 25
    load, jump_if_equal, answer = 0x20, 0x15, 0x06
    allow, fail = 0x7FFF0000, 0x00050000
    program = [
        (load, 0, 0, 0),
        (jump_if_equal, 0, 3, ioctl),
        (load, 0, 0, 24),
        (jump_if_equal, 0, 1, pagemap_scan),
        (answer, 0, 0, fail | not_a_terminal),
        (answer, 0, 0, allow),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *line) for line in program))

    class Program(ctypes.Structure):
        _fields_ = [("count", ctypes.c_ushort), ("code", ctypes.c_void_p)]

    system = ctypes.CDLL(None, use_errno=True)
    filter_program = Program(len(program), ctypes.addressof(code))
    if (
        system.prctl(no_new_privileges, 1, 0, 0, 0) != 0
        or system.prctl(set_seccomp, filter_mode, ctypes.byref(filter_program), 0, 0) != 0
    ):
        raise OSError(ctypes.get_errno(), "PAGEMAP_SCAN can't be refused")
