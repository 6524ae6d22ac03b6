import Instrumentation
import Interpreter
import TestSupport
import Testing
import Validation
import WasmEmission
import WebAssembly

/// A canister that was emitted, run by the interpreter as plain Wasm.
struct EmittedCanister {
  let instance: Instance
  private let store: Store

  init(_ text: String, metering: MeteringForm = .exact) throws {
    let module = try Self.emit(text, CodeOptions(metering: metering))
    let plain = Pipeline.instrument(
      try Validator.validate(module), options: .plain(metering: .off))
    store = Store()
    instance = try store.instantiate(plain)
  }

  /// The module, which other tools take as well.
  static func emit(_ text: String, _ options: CodeOptions) throws -> Module {
    let module = try ModuleDecoder().decode(try WasmTools.parse(text))
    let bytes = WasmWriter.emit(try Validator.validate(module), options: options)
    let outcome = try WasmTools.run(["validate", "--features", "all", "-"], input: bytes)
    #expect(outcome.errorText.isEmpty)
    return try ModuleDecoder().decode(bytes)
  }

  /// Runs the update method `run`; whether it ends in a trap.
  func runTraps() -> Bool {
    do {
      _ = try instance.invoke("canister_update run")
      return false
    } catch {
      return true
    }
  }

  func global(_ name: String) -> WasmValue? {
    guard case .global(let global) = instance.export(name) else { return nil }
    return global.pointee.value
  }

  func memory(_ name: String) -> [UInt8]? {
    guard case .memory(let memory) = instance.export(name) else { return nil }
    return memory.pointee.bytes
  }

  /// How many instructions were counted; nil if they are not.
  var usedInstructions: Int64? {
    guard case .i64(let left) = global("canister counter_instructions") else { return nil }
    return .max - Int64(bitPattern: left)
  }
}

/// Code that calls the stable-memory API.
enum StableCode {
  static func module(_ code: String, _ api: String) -> String {
    let type = type(of: api)
    return """
      (module
        (import "ic0" "\(api)_size" (func $size (result \(type))))
        (import "ic0" "\(api)_grow" (func $grow (param \(type)) (result \(type))))
        (import "ic0" "\(api)_read" (func $read (param \(type) \(type) \(type))))
        (import "ic0" "\(api)_write" (func $write (param \(type) \(type) \(type))))
        (memory 1)
        (global $g (export "seen") (mut i64) (i64.const 0))
        (func (export "canister_update run") \(code)))
      """
  }

  static func call(_ api: String, _ name: String, _ operands: Int64...) -> String {
    call(api, name, operands)
  }

  static func call(_ api: String, _ name: String, _ operands: [Int64]) -> String {
    let type = type(of: api)
    let constants = operands.map { "(\(type).const \($0))" }.joined(separator: " ")
    return "(call $\(name) \(constants))"
  }

  private static func type(of api: String) -> String { api == "stable" ? "i32" : "i64" }
}
