// A clock that ticks: the system calls `canister_global_timer` once, when it is due, so each tick
// sets the timer for the next. An upgrade stops the timer; what is needed to start it again is kept
// in stable memory all the time, and so needs no hook before the upgrade.

// MARK: The parts of the System API that are used

@_extern(wasm, module: "ic0", name: "msg_arg_data_size")
@_extern(c)
func ic0_msg_arg_data_size() -> UInt32

@_extern(wasm, module: "ic0", name: "msg_arg_data_copy")
@_extern(c)
func ic0_msg_arg_data_copy(
  _ destination: UnsafeMutableRawPointer?, _ offset: UInt32, _ size: UInt32)

@_extern(wasm, module: "ic0", name: "msg_reply_data_append")
@_extern(c)
func ic0_msg_reply_data_append(_ source: UnsafeRawPointer?, _ size: UInt32)

@_extern(wasm, module: "ic0", name: "msg_reply")
@_extern(c)
func ic0_msg_reply()

@_extern(wasm, module: "ic0", name: "time")
@_extern(c)
func ic0_time() -> UInt64

@_extern(wasm, module: "ic0", name: "global_timer_set")
@_extern(c)
func ic0_global_timer_set(_ timeNanoseconds: UInt64) -> UInt64

@_extern(wasm, module: "ic0", name: "stable64_grow")
@_extern(c)
func ic0_stable64_grow(_ additionalPages: UInt64) -> UInt64

@_extern(wasm, module: "ic0", name: "stable64_read")
@_extern(c)
func ic0_stable64_read(_ destination: UInt64, _ offset: UInt64, _ size: UInt64)

@_extern(wasm, module: "ic0", name: "stable64_write")
@_extern(c)
func ic0_stable64_write(_ offset: UInt64, _ source: UInt64, _ size: UInt64)

@_extern(wasm, module: "ic0", name: "trap")
@_extern(c)
func ic0_trap(_ text: UnsafeRawPointer, _ size: UInt32)

/// The system does not come back from `ic0.trap`; C can't tell Swift so, hence the `fatalError`.
func trap(_ text: StaticString) -> Never {
  ic0_trap(text.utf8Start, UInt32(text.utf8CodeUnitCount))
  fatalError()
}

// MARK: State

/// All that the canister knows, as it lies at the start of stable memory.
struct Clock {
  /// Zero while the clock stands still.
  var intervalNanoseconds: UInt64 = 0
  var ticks: UInt64 = 0

  static func load() -> Clock {
    var clock = Clock()
    withUnsafeMutableBytes(of: &clock) {
      ic0_stable64_read(UInt64(UInt(bitPattern: $0.baseAddress)), 0, UInt64($0.count))
    }
    return clock
  }

  func save() {
    withUnsafeBytes(of: self) {
      ic0_stable64_write(0, UInt64(UInt(bitPattern: $0.baseAddress)), UInt64($0.count))
    }
  }

  /// Sets the timer for the next tick, or switches it off.
  func setTimer() {
    _ = ic0_global_timer_set(intervalNanoseconds == 0 ? 0 : ic0_time() &+ intervalNanoseconds)
  }
}

// MARK: Candid

/// `()`: magic, no type definitions, no values.
func replyNothing() {
  let bytes: StaticString = "DIDL\u{0}\u{0}"
  ic0_msg_reply_data_append(bytes.utf8Start, UInt32(bytes.utf8CodeUnitCount))
  ic0_msg_reply()
}

/// The one argument of type `nat64`: "DIDL", no type definitions, one value of type 0x78.
func takeNumber() -> UInt64 {
  guard ic0_msg_arg_data_size() == 15 else { trap("the argument must be a nat64") }
  var header: UInt64 = 0
  var value: UInt64 = 0
  withUnsafeMutableBytes(of: &header) { ic0_msg_arg_data_copy($0.baseAddress, 0, 7) }
  guard header == 0x78_01_00_4C_44_49_44 else { trap("the argument must be a nat64") }
  withUnsafeMutableBytes(of: &value) { ic0_msg_arg_data_copy($0.baseAddress, 7, 8) }
  return value
}

// MARK: The canister

@_expose(wasm, "canister_init")
@_cdecl("canister_init")
func initialize() {
  if ic0_stable64_grow(1) == .max { trap("no stable memory left") }
}

/// Ticks every so many seconds from now on; 0 stops the clock.
@_expose(wasm, "canister_update every")
@_cdecl("every")
func every() {
  let seconds = takeNumber()
  guard seconds <= .max / 1_000_000_000 else { trap("that is too far in the future") }
  var clock = Clock.load()
  clock.intervalNanoseconds = seconds * 1_000_000_000
  clock.save()
  clock.setTimer()
  replyNothing()
}

@_expose(wasm, "canister_query ticks")
@_cdecl("ticks")
func ticks() {
  let header: StaticString = "DIDL\u{0}\u{1}\u{78}"
  ic0_msg_reply_data_append(header.utf8Start, UInt32(header.utf8CodeUnitCount))
  withUnsafeBytes(of: Clock.load().ticks) {
    ic0_msg_reply_data_append($0.baseAddress, UInt32($0.count))
  }
  ic0_msg_reply()
}

@_expose(wasm, "canister_global_timer")
@_cdecl("canister_global_timer")
func tick() {
  var clock = Clock.load()
  clock.ticks += 1
  clock.save()
  clock.setTimer()
}

@_expose(wasm, "canister_post_upgrade")
@_cdecl("canister_post_upgrade")
func postUpgrade() { Clock.load().setTimer() }
