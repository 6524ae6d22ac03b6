import Candid
import JSON
import Subnet

/// What is known of a snapshot, as the file `metadata.json` of its folder has it.
extension JSONValue {
  /// The metadata of a snapshot, as the management canister answers.
  init(snapshotMetadata value: CandidValue) {
    let source =
      value["source"].variant(of: ["taken_from_canister", "metadata_upload"])?.name ?? ""
    self = [
      "source": .object([JSONMember(name: source, value: .null)]),
      "taken_at_timestamp": Self(nat64: value["taken_at_timestamp"]),
      "wasm_module_size": Self(nat64: value["wasm_module_size"]),
      "globals": .array(value["globals"].elements.map(Self.init(global:))),
      "wasm_memory_size": Self(nat64: value["wasm_memory_size"]),
      "stable_memory_size": Self(nat64: value["stable_memory_size"]),
      "wasm_chunk_store": .array(
        value["wasm_chunk_store"].elements.map { ["hash": Self(list: $0["hash"].bytes)] }),
      "canister_version": Self(nat64: value["canister_version"]),
      "certified_data": Self(list: value["certified_data"].bytes),
      "global_timer": value["global_timer"].content.map(Self.init(timer:)) ?? .null,
      "on_low_wasm_memory_hook_status": value["on_low_wasm_memory_hook_status"].content
        .flatMap { $0.variant(of: Self.hookNames)?.name }.map { .string($0) } ?? .null,
    ]
  }

  private static let hookNames = ["condition_not_satisfied", "ready", "executed"]

  private init(nat64 value: CandidValue) { self = .number(value.number ?? 0) }

  private init(list bytes: [UInt8]) { self = .array(bytes.map { .number($0) }) }

  private init(timer value: CandidValue) {
    let time = value.variant(of: ["active"])?.value.number
    self = time.map { ["active": .number($0)] } ?? .string("inactive")
  }

  private init(global value: CandidValue) {
    guard let (name, content) = value.variant(of: ["i32", "i64", "f32", "f64", "v128"]) else {
      self = .null
      return
    }
    let number: JSONValue =
      switch content {
      case .int32(let number): Self(signed: Int64(number))
      case .int64(let number): Self(signed: number)
      // JSON has no word for what is no number.
      case .float32(let number): number.isFinite ? .otherNumber("\(number)") : .null
      case .float64(let number): number.isFinite ? .otherNumber("\(number)") : .null
      case .nat(let number): number.exactly(as: UInt128.self).map { .integer($0) } ?? .null
      default: .null
      }
    self = .object([JSONMember(name: name, value: number)])
  }

  private init(signed number: Int64) {
    self = number < 0 ? .otherNumber("\(number)") : .integer(UInt128(number))
  }
}

extension JSONValue {
  /// The argument for the management canister to make a snapshot of the file's content.
  func snapshotFields() throws(ProtocolError) -> [String: CandidValue] {
    var fields: [String: CandidValue] = [:]
    for name in ["wasm_module_size", "wasm_memory_size", "stable_memory_size"] {
      fields[name] = .nat64(try smallNumber(name))
    }
    var globals: [CandidValue] = []
    for global in try elements("globals") { globals.append(try global.global()) }
    fields["globals"] = .vector(globals)
    fields["certified_data"] = .blob(try list("certified_data"))
    if let timer = optional("global_timer") {
      let value: CandidValue =
        timer["active"] == nil
        ? .variant("inactive", .null)
        : .variant("active", .nat64(try timer.smallNumber("active")))
      fields["global_timer"] = .option(value)
    }
    if optional("on_low_wasm_memory_hook_status") != nil {
      let name = try string("on_low_wasm_memory_hook_status")
      guard Self.hookNames.contains(name) else {
        throw .unknownValue(member: "on_low_wasm_memory_hook_status", value: name)
      }
      fields["on_low_wasm_memory_hook_status"] = .option(.variant(name, .null))
    }
    return fields
  }

  /// Bytes that are a list of numbers.
  func list(_ name: String) throws(ProtocolError) -> [UInt8] {
    var bytes: [UInt8] = []
    for element in try elements(name) {
      guard case .integer(let number) = element, let byte = UInt8(exactly: number) else {
        throw .otherKind(member: name, expected: "a list of bytes")
      }
      bytes.append(byte)
    }
    return bytes
  }

  private func global() throws(ProtocolError) -> CandidValue {
    guard case .object(let members) = self, members.count == 1 else {
      throw .otherKind(member: "globals", expected: "a list of objects with one member")
    }
    let (name, value) = (members[0].name, members[0].value)
    let text: String
    switch value {
    case .integer(let number): text = "\(number)"
    case .otherNumber(let number): text = number
    default: throw .otherKind(member: name, expected: "a number")
    }
    let global: CandidValue? =
      switch name {
      case "i32": Int32(text).map { .int32($0) }
      case "i64": Int64(text).map { .int64($0) }
      case "f32": Float(text).map { .float32($0) }
      case "f64": Double(text).map { .float64($0) }
      case "v128": UInt128(text).map { .nat(BigInteger($0)) }
      default: nil
      }
    guard let global else { throw .unknownValue(member: name, value: text) }
    return .variant(name, global)
  }
}
