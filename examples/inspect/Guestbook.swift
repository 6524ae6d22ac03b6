// A guestbook with a doorkeeper: `canister_inspect_message` is asked before a message from outside
// costs the canister anything, and lets in what it calls `accept_message` for.
//
// It is no protection by itself: one node asks it, calls from other canisters pass it by, and so do
// queries. So the methods repeat all necessary checks.

// MARK: The parts of the System API that are used

@_extern(wasm, module: "ic0", name: "msg_arg_data_size")
@_extern(c)
func ic0_msg_arg_data_size() -> UInt32

@_extern(wasm, module: "ic0", name: "msg_caller_size")
@_extern(c)
func ic0_msg_caller_size() -> UInt32

@_extern(wasm, module: "ic0", name: "msg_caller_copy")
@_extern(c)
func ic0_msg_caller_copy(_ destination: UnsafeMutableRawPointer?, _ offset: UInt32, _ size: UInt32)

@_extern(wasm, module: "ic0", name: "msg_method_name_size")
@_extern(c)
func ic0_msg_method_name_size() -> UInt32

@_extern(wasm, module: "ic0", name: "msg_method_name_copy")
@_extern(c)
func ic0_msg_method_name_copy(
  _ destination: UnsafeMutableRawPointer?, _ offset: UInt32, _ size: UInt32)

@_extern(wasm, module: "ic0", name: "accept_message")
@_extern(c)
func ic0_accept_message()

@_extern(wasm, module: "ic0", name: "msg_reply_data_append")
@_extern(c)
func ic0_msg_reply_data_append(_ source: UnsafeRawPointer?, _ size: UInt32)

@_extern(wasm, module: "ic0", name: "msg_reply")
@_extern(c)
func ic0_msg_reply()

@_extern(wasm, module: "ic0", name: "trap")
@_extern(c)
func ic0_trap(_ text: UnsafeRawPointer, _ size: UInt32)

// MARK: What the doorkeeper looks at

/// The anonymous principal is the one byte 4 (Interface Specification, "Principals").
func callerIsAnonymous() -> Bool {
  guard ic0_msg_caller_size() == 1 else { return false }
  var byte: UInt8 = 0
  withUnsafeMutableBytes(of: &byte) { ic0_msg_caller_copy($0.baseAddress, 0, 1) }
  return byte == 4
}

/// Whether the message is for the method of this name, of at most eight bytes.
func methodIs(_ name: StaticString) -> Bool {
  let size = UInt32(name.utf8CodeUnitCount)
  guard ic0_msg_method_name_size() == size else { return false }
  var bytes: UInt64 = 0
  withUnsafeMutableBytes(of: &bytes) { ic0_msg_method_name_copy($0.baseAddress, 0, size) }
  return withUnsafeBytes(of: bytes) { bytes in
    (0..<Int(size)).allSatisfy { bytes[$0] == name.utf8Start[$0] }
  }
}

/// An argument longer than this is no argument of ours.
let maximumArgumentBytes: UInt32 = 64

@_expose(wasm, "canister_inspect_message")
@_cdecl("canister_inspect_message")
func inspectMessage() {
  if methodIs("sign") && !callerIsAnonymous() && ic0_msg_arg_data_size() <= maximumArgumentBytes {
    ic0_accept_message()
  }
}

// MARK: The canister

/// A canister executes one message at a time, on one thread.
nonisolated(unsafe) var signatureCount: UInt64 = 0

/// Replies with a `nat64` in Candid: magic, no type definitions, one value of type `nat64`.
func replyCount() {
  let header: StaticString = "DIDL\u{0}\u{1}\u{78}"
  ic0_msg_reply_data_append(header.utf8Start, UInt32(header.utf8CodeUnitCount))
  withUnsafeBytes(of: signatureCount) {
    ic0_msg_reply_data_append($0.baseAddress, UInt32($0.count))
  }
  ic0_msg_reply()
}

@_expose(wasm, "canister_update sign")
@_cdecl("sign")
func sign() {
  guard !callerIsAnonymous() else {
    let text: StaticString = "sign with a name"
    return ic0_trap(text.utf8Start, UInt32(text.utf8CodeUnitCount))
  }
  signatureCount += 1
  replyCount()
}

/// A method that can't be called from outside: `canister_inspect_message` does not accept it.
@_expose(wasm, "canister_update clear")
@_cdecl("clear")
func clear() {
  signatureCount = 0
  replyCount()
}

@_expose(wasm, "canister_query count")
@_cdecl("count")
func count() { replyCount() }
