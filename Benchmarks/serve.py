"""Sends messages to a canister's executable itself, by the protocol of runtime/README.md."""

import ctypes
import struct
import subprocess
import time

INSTALL, UPDATE, QUERY = 0, 4, 6
RESULT_OK, RESULT_REPLY = 0, 1


def sized(content):
    return struct.pack("<I", len(content)) + content


def execute(entry, method="", argument=b""):
    """The frame of an `execute` request."""
    caller = b"\x04"
    no_cycles_no_rejection = struct.pack("<QQI", 0, 0, 0) + sized(b"")
    no_callback = struct.pack("<QQQ", 0, 0, 0)
    no_certificate = sized(b"") + struct.pack("<Q", 0) + sized(b"") + sized(b"")
    return sized(
        struct.pack("<BBBQ", 1, entry, 0, time.time_ns())
        + sized(caller)
        + sized(method.encode())
        + sized(argument)
        + no_cycles_no_rejection
        + no_callback
        + no_certificate
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

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()

    def send(self, frames, expected):
        """Sends requests all at once, and checks that each has the expected result."""
        self.process.stdin.write(b"".join(frames))
        self.process.stdin.flush()
        for _ in frames:
            head = self.process.stdout.read(4)
            response = self.process.stdout.read(*struct.unpack("<I", head)) if head else b""
            if response[:2] != bytes([1, expected]):
                raise SystemExit(f"a message failed: {response!r}")


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
