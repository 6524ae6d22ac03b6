// The counter of `counter-c`, in Embedded Swift: a heap variable that moves through stable memory
// while an upgrade happens. The Swift toolchain alone builds it.

// MARK: The parts of the System API that are used

@_extern(wasm, module: "ic0", name: "msg_reply_data_append")
@_extern(c)
func ic0_msg_reply_data_append(_ source: UnsafeRawPointer?, _ size: UInt32)

@_extern(wasm, module: "ic0", name: "msg_reply")
@_extern(c)
func ic0_msg_reply()

@_extern(wasm, module: "ic0", name: "stable64_size")
@_extern(c)
func ic0_stable64_size() -> UInt64

@_extern(wasm, module: "ic0", name: "stable64_grow")
@_extern(c)
func ic0_stable64_grow(_ additionalPages: UInt64) -> UInt64

@_extern(wasm, module: "ic0", name: "stable64_read")
@_extern(c)
func ic0_stable64_read(_ destination: UInt64, _ offset: UInt64, _ size: UInt64)

@_extern(wasm, module: "ic0", name: "stable64_write")
@_extern(c)
func ic0_stable64_write(_ offset: UInt64, _ source: UInt64, _ size: UInt64)

@_extern(wasm, module: "ic0", name: "debug_print")
@_extern(c)
func ic0_debug_print(_ text: UnsafeRawPointer, _ size: UInt32)

@_extern(wasm, module: "ic0", name: "trap")
@_extern(c)
func ic0_trap(_ text: UnsafeRawPointer, _ size: UInt32)

func debugPrint(_ text: StaticString) {
  ic0_debug_print(text.utf8Start, UInt32(text.utf8CodeUnitCount))
}

/// The system does not come back from `ic0.trap`; C can't tell Swift so, hence the `fatalError`.
func trap(_ text: StaticString) -> Never {
  ic0_trap(text.utf8Start, UInt32(text.utf8CodeUnitCount))
  fatalError()
}

/// Replies with a `nat64` in Candid: magic, no type definitions, one value of type `nat64`.
func reply(_ value: UInt64) {
  let header: StaticString = "DIDL\u{0}\u{1}\u{78}"
  ic0_msg_reply_data_append(header.utf8Start, UInt32(header.utf8CodeUnitCount))
  withUnsafeBytes(of: value.littleEndian) {
    ic0_msg_reply_data_append($0.baseAddress, UInt32($0.count))
  }
  ic0_msg_reply()
}

// MARK: The canister

/// A canister executes one message at a time, on one thread.
nonisolated(unsafe) var counter: UInt64 = 0

@_expose(wasm, "canister_update inc")
@_cdecl("inc")
func inc() {
  counter += 1
  reply(counter)
}

@_expose(wasm, "canister_query get")
@_cdecl("get")
func get() {
  reply(counter)
}

/// A query may change the counter, too; what it changes is dropped at its end.
@_expose(wasm, "canister_query peek_next")
@_cdecl("peek_next")
func peekNext() {
  counter += 1
  reply(counter)
}

/// A message that traps leaves no trace, so the counter stays as it was.
@_expose(wasm, "canister_update inc_and_trap")
@_cdecl("inc_and_trap")
func incAndTrap() {
  counter += 1
  debugPrint("counted, but not for long")
  trap("on purpose")
}

@_expose(wasm, "canister_pre_upgrade")
@_cdecl("canister_pre_upgrade")
func preUpgrade() {
  if ic0_stable64_size() == 0 && ic0_stable64_grow(1) == .max {
    trap("no stable memory left")
  }
  withUnsafeBytes(of: counter) {
    ic0_stable64_write(0, UInt64(UInt(bitPattern: $0.baseAddress)), UInt64($0.count))
  }
}

@_expose(wasm, "canister_post_upgrade")
@_cdecl("canister_post_upgrade")
func postUpgrade() {
  withUnsafeMutableBytes(of: &counter) {
    ic0_stable64_read(UInt64(UInt(bitPattern: $0.baseAddress)), 0, UInt64($0.count))
  }
}
