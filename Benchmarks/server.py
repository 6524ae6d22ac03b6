#!/usr/bin/env python3
"""Measures what a client of `tinsmith serve` waits for: a table here, figures in .build/bench/.

All requests go over one connection that stays open. `empty` is a request that the server answers
without doing anything: what HTTP and the client take. A figure is the median.
"""

import base64
import http.client
import json
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TINSMITH = ROOT / ".build/release/tinsmith"
COUNTER = ROOT / ".build/fixtures/counter.wasm"
RESULTS = ROOT / ".build/bench/server.json"

CALLS = 2000
INSTANCES = 200
CONFIGURATION = {"subnet_config_set": {"application": [{"state_config": "New"}]}}


class Client:
    """A connection to a server, and an instance of its."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.instance = None

    def request(self, method, path, body=None):
        data = None if body is None else json.dumps(body)
        self.connection.request(method, path, data, {"Content-Type": "application/json"})
        response = self.connection.getresponse()
        answer = response.read()
        if response.status not in (200, 201):
            raise SystemExit(f"{method} {path}: {response.status} {answer.decode()}")
        return json.loads(answer) if answer else None

    def create(self):
        created = self.request("POST", "/instances", CONFIGURATION)["Created"]
        self.instance = created["instance_id"]

    def delete(self):
        self.request("DELETE", f"/instances/{self.instance}")

    def post(self, path, body):
        return self.request("POST", f"/instances/{self.instance}/{path}", body)

    def call(self, canister, method, payload=b"", effective="None"):
        return {
            "sender": "BA==",
            "canister_id": base64.b64encode(canister).decode(),
            "effective_principal": effective,
            "method": method,
            "payload": base64.b64encode(payload).decode(),
        }

    def update(self, canister, method, payload=b"", effective="None"):
        submitted = self.post(
            "update/submit_ingress_message", self.call(canister, method, payload, effective)
        )
        return ok(self.post("update/await_ingress_message", ok(submitted)))

    def query(self, canister, method):
        return ok(self.post("read/query", self.call(canister, method)))


def ok(answer):
    if "Ok" not in answer:
        raise SystemExit(answer)
    return answer["Ok"]


def leb128(number):
    digits = bytearray()
    while number > 0x7F:
        digits.append(number & 0x7F | 0x80)
        number >>= 7
    digits.append(number)
    return bytes(digits)


def field_hash(name):
    value = 0
    for byte in name.encode():
        value = (value * 223 + byte) % (1 << 32)
    return leb128(value)


def installation(canister, module):
    """The argument of `install_code`, in Candid."""
    fields = {
        "wasm_module": (b"\x02", leb128(len(module)) + module),
        "canister_id": (b"\x68", b"\x01" + leb128(len(canister)) + canister),
        "arg": (b"\x02", leb128(0)),
        "mode": (b"\x01", b"\x00"),
    }
    order = sorted(
        fields, key=lambda name: sum(b << 7 * i for i, b in enumerate(
            byte & 0x7F for byte in field_hash(name))))
    record = b"\x6c\x04" + b"".join(field_hash(name) + fields[name][0] for name in order)
    variant = b"\x6b\x01" + field_hash("install") + b"\x7f"
    vector = b"\x6d\x7b"
    values = b"".join(fields[name][1] for name in order)
    return b"DIDL\x03" + record + variant + vector + b"\x01\x00" + values


def install_counter(client):
    reply = client.update(b"", "provisional_create_canister_with_cycles", b"DIDL\x01\x6c\x00\x01\x00")
    canister = base64.b64decode(reply)[-10:]
    effective = {"CanisterId": base64.b64encode(canister).decode()}
    client.update(b"", "install_code", installation(canister, COUNTER.read_bytes()), effective)
    return canister


def median_microseconds(count, body):
    times = []
    for _ in range(count):
        begin = time.perf_counter_ns()
        body()
        times.append(time.perf_counter_ns() - begin)
    return statistics.median(times) / 1000


def measure(port):
    client = Client(port)
    client.create()
    canister = install_counter(client)
    figures = {}
    for _ in range(2):
        figures["empty"] = median_microseconds(CALLS, lambda: client.request("GET", "/status"))
        figures["query"] = median_microseconds(CALLS, lambda: client.query(canister, "read"))
        figures["update"] = median_microseconds(CALLS, lambda: client.update(canister, "write"))

    def instance():
        client.create()
        client.delete()

    client.delete()
    figures["instance"] = median_microseconds(INSTANCES, instance)
    return figures


SUITE = ROOT / ".build/fixtures/pocket-ic"
SUITE_FILES = (
    "tests/pocket_ic_test.py",
    "examples/counter_canister/counter_canister_test.py",
    "examples/ledger_canister/ledger_canister_test.py",
)


def suite_seconds(folder, cache, *options):
    """How long the tests of PocketIC's client in Python take, each file in a process of its own."""
    script = folder / "pocket-ic"
    words = [TINSMITH, "serve", "--ttl", "5", *options, "--script", script]
    subprocess.run(words, check=True)
    environment = os.environ | {
        "POCKET_IC_BIN": str(script),
        "POCKET_IC_MUTE_SERVER": "1",
        "TINSMITH_CACHE": str(cache),
    }
    begin = time.perf_counter()
    for file in SUITE_FILES:
        subprocess.run(
            [ROOT / ".build/tools/bin/python3", "-m", "unittest", file],
            cwd=SUITE,
            env=environment,
            check=True,
            capture_output=True,
        )
    return time.perf_counter() - begin


def measure_suite():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        cache = folder / "cache"
        return {
            "suite_cold": suite_seconds(folder, cache),
            "suite_warm": suite_seconds(folder, cache),
            "suite_interpreted": suite_seconds(folder, cache, "--engine", "interpreter"),
        }


def main():
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "port"
        server = subprocess.Popen([TINSMITH, "serve", "--port-file", file])
        try:
            while not file.exists() or not file.read_text().endswith("\n"):
                time.sleep(0.01)
            figures = measure(int(file.read_text()))
        finally:
            server.terminate()
            server.wait()
    names = {
        "empty": "a request that does nothing",
        "query": "a query",
        "update": "an update: submitted, and awaited",
        "instance": "an instance, made and deleted",
    }
    print("\nrequests of a client in Python, over loopback")
    for name, text in names.items():
        print(f"  {text:<40}{figures[name]:10.0f} µs")
    suite = measure_suite() if SUITE.exists() else {}
    names = {
        "suite_cold": "natively, with nothing compiled before",
        "suite_warm": "natively, with all compiled before",
        "suite_interpreted": "interpreted",
    }
    print("\nthe 24 tests of PocketIC's client in Python")
    for name, seconds in suite.items():
        print(f"  {names[name]:<40}{seconds:10.1f} s")
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps({"microseconds": figures, "seconds": suite}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
