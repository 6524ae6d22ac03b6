import Foundation
import TestSupport
import Testing

/// Disks that are full or can't be written, in a namespace of mounts that the test has to itself.
@Suite(
  .enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)),
  .enabled(if: PrivateMounts.arePermitted, "unshare, setpriv and mounts are not permitted here"))
struct FullDiskTests {
  /// Counts in a global; `fill` writes 128 KiB of the heap, and grows stable memory by as much.
  static let filler = """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (import "ic0" "stable64_grow" (func $grow (param i64) (result i64)))
      (import "ic0" "stable64_write" (func $write (param i64 i64 i64)))
      (memory 3)
      (global $count (mut i32) (i32.const 0))
      (func $answer
        (i32.store (i32.const 131072) (global.get $count))
        (call $append (i32.const 131072) (i32.const 4))
        (call $reply))
      (func $increment (global.set $count (i32.add (global.get $count) (i32.const 1))))
      (func (export "canister_query count") (call $answer))
      (func (export "canister_update inc") (call $increment) (call $answer))
      (func (export "canister_update fill")
        (call $increment)
        (memory.fill (i32.const 0) (global.get $count) (i32.const 131072))
        (call $write
          (i64.mul (call $grow (i64.const 2)) (i64.const 65536)) (i64.const 0) (i64.const 131072))
        (call $answer))
      (@custom "icp:public candid:service" "service : { count : () -> () query; inc : () -> () }"))
    """

  /// Runs a script where the folder `disk` is a file system of its own, and returns its lines.
  func lines(_ script: String) throws -> [String] {
    var lines: [String] = []
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(Self.filler), to: "filler.wasm")
      try tinsmith.run("compile", "filler.wasm", "-o", "filler")
      let outcome = try PrivateMounts.run(script, tinsmith)
      #expect(outcome.status == 0, "\(outcome.errorText)")
      #expect(try tinsmith.leftovers().isEmpty)
      lines = outcome.outputText.split(separator: "\n").map(String.init)
    }
    return lines
  }

  /// The message that finds the disk full fails, and is as if it had never been; others go on.
  @Test func anExecutableFillsTheDisk() throws {
    let lines = try lines(
      """
      mount -t tmpfs -o size=2m none disk
      ./filler --state disk/state install
      for i in $(seq 40); do
        ./filler --state disk/state update fill >out 2>err; status=$?
        test $status = 0 || break
      done
      echo "status $status, $(cat err)"; wc -c <out
      same() { test "$(./filler --state disk/state query count | xxd -p)" = "$1" && echo same; }
      before=$(printf '%02x000000' $((i - 1)))
      same $before
      ./filler --state disk/state update inc | xxd -p | grep -c "^$(printf '%02x' $i)"
      ./filler --state disk/state update fill 2>err; echo "status $?"
      mount -o remount,size=8m disk
      same "$(printf '%02x000000' $i)"
      ./filler --state disk/state update fill >/dev/null && same "$(printf '%02x000000' $((i + 1)))"
      """)
    #expect(lines.first?.hasPrefix("status 2, error: disk/state") == true, "\(lines)")
    #expect(lines.first?.hasSuffix("No space left on device") == true, "\(lines)")
    #expect(lines.dropFirst() == ["0", "same", "1", "status 2", "same", "same"])
  }

  /// Where nothing at all can be written any more, the state can still be read.
  @Test func aDiskWithoutAFreeBlock() throws {
    let lines = try lines(
      """
      mount -t tmpfs -o size=2m none disk
      ./filler --state disk/state install
      ./filler --state disk/state update fill | xxd -p
      dd if=/dev/zero of=disk/ballast bs=4096 2>/dev/null
      ./filler --state disk/state query count | xxd -p
      ./filler --state disk/state update inc 2>&1; echo "status $?"
      rm disk/ballast
      ./filler --state disk/state update inc | xxd -p
      """)
    #expect(
      lines == [
        "01000000", "01000000",
        "error: disk/state: the journal can't be written: No space left on device", "status 2",
        "02000000",
      ])
  }

  /// What is on the way to a full disk is named, and no part of it is left.
  @Test func commandsOnAFullDisk() throws {
    let lines = try lines(
      """
      mount -t tmpfs -o size=1m none disk
      cp filler.wasm disk; dd if=/dev/zero of=disk/ballast bs=4096 2>/dev/null
      $TINSMITH compile filler.wasm -o disk/filler 2>&1; echo "status $?"
      $TINSMITH install disk/filler.wasm --state disk/.tinsmith 2>&1; echo "status $?"
      TMPDIR=$PWD/disk/ $TINSMITH compile filler.wasm -o again 2>&1; echo "status $?"
      find disk -type f | sort
      """)
    let full = "No space left on device"
    #expect(lines.first == "error: disk/filler: can't be written: \(full)")
    #expect(lines.filter { $0.hasPrefix("status") } == ["status 1", "status 1", "status 1"])
    #expect(lines.allSatisfy { !$0.hasPrefix("error") || $0.contains("disk/") })
    #expect(lines.suffix(2) == ["disk/ballast", "disk/filler.wasm"], "\(lines)")
  }

  @Test func aDiskThatCanOnlyBeRead() throws {
    let lines = try lines(
      """
      mount -t tmpfs none disk; cp filler.wasm disk
      $TINSMITH install disk/filler.wasm --state disk/.tinsmith
      ./filler --state disk/state install && ./filler --state disk/state update inc | xxd -p
      mount -o remount,ro disk
      for command in "./filler --state disk/state update inc" "./filler --state disk/new install" \\
        "$TINSMITH call disk/filler.wasm inc" "$TINSMITH state disk/filler.wasm --reset" \\
        "$TINSMITH compile filler.wasm -o disk/filler"; do
        $command >out 2>err; echo "$? $(wc -l <err) $(wc -c <out) $(grep -ci 'read.only' err)"
      done
      mount -o remount,rw disk
      ./filler --state disk/state query count | xxd -p
      $TINSMITH call disk/filler.wasm count --output hex
      """)
    #expect(
      lines == [
        "01000000", "2 1 0 1", "2 1 0 1", "1 1 0 1", "1 1 0 1", "1 1 0 1", "01000000", "00000000",
      ])
  }

  /// A user without permission to write changes nothing in the folder, and gets an error.
  @Test func aFolderOfSomebodyElse() throws {
    let lines = try lines(
      """
      chmod 755 . && mkdir -m 755 theirs && cp filler filler.wasm theirs
      ./filler --state theirs/state install && ./filler --state theirs/state update inc | xxd -p
      chmod -R a-w theirs; ls -lR --time-style=+ theirs >before
      # Root may do anything: unless it gives that up.
      as=$([ "$(id -u)" = 0 ] && echo "setpriv --bounding-set=-all --inh-caps=-all")
      for command in "./filler --state theirs/state update inc" \\
        "./filler --state theirs/new install" "$TINSMITH compile filler.wasm -o theirs/other" \\
        "$TINSMITH install theirs/filler.wasm --state theirs/.tinsmith"; do
        $as $command >out 2>err
        echo "$? $(wc -l <err) $(wc -c <out) $(grep -ci 'permission' err)"
      done
      ls -lR --time-style=+ theirs | cmp - before && echo unchanged
      chmod -R u+w theirs; ./filler --state theirs/state query count | xxd -p
      """)
    #expect(
      lines == [
        "01000000", "2 1 0 1", "2 1 0 1", "1 1 0 1", "1 1 0 1", "unchanged", "01000000",
      ])
  }
}

/// Scripts in a namespace of mounts of their own, which are gone with them.
enum PrivateMounts {
  static let arePermitted =
    (try? Subprocess.run(
      URL(filePath: "/usr/bin/unshare"),
      ["-rm", "sh", "-c", "mount -t tmpfs none /mnt && command -v setpriv xxd"]))?.isSuccess
    ?? false

  static func run(_ script: String, _ tinsmith: Tinsmith) throws -> Subprocess.Outcome {
    try Subprocess.run(
      URL(filePath: "/usr/bin/unshare"), ["-rm", "bash", "-c", "mkdir disk\n" + script],
      environment: tinsmith.environment.merging(["TINSMITH": Tinsmith.program.path]) { $1 },
      directory: tinsmith.folder)
  }
}
