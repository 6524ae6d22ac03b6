import Bytes
internal import CanisterRuntime
import Executions

/// A global of a canister's state, with all its bytes.
struct StateGlobal: Equatable, Sendable {
  /// Nil if it is from another program's snapshot, which only has the order.
  let index: UInt32?
  let type: GlobalType
  /// Little-endian, as many as the type has.
  let bytes: [UInt8]
}

/// As this program alone writes it: `{"index": 0, "type": 127, "bytes": "f9ffffff"}`.
extension StateGlobal: Codable {
  private enum Keys: CodingKey { case index, type, bytes }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    let index = try container.decode(UInt32.self, forKey: .index)
    let code = try container.decode(UInt8.self, forKey: .type)
    bytes = try container.decode([UInt8].self, forKey: .bytes)
    guard index < StateGlobal.unknownIndex, let type = GlobalType(code: code),
      bytes.count == type.sizeBytes
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .bytes, in: container, debugDescription: "not as many bytes as the type has")
    }
    (self.index, self.type) = (index, type)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(index, forKey: .index)
    try container.encode(type.code, forKey: .type)
    try container.encode(bytes, forKey: .bytes)
  }
}

/// As the runtime lists them: of each its head, and its bytes.
extension StateGlobal {
  /// The index of a global that has none.
  private static let unknownIndex = UInt32.max

  /// The globals in a list, which the runtime has checked.
  static func globals(in bytes: [UInt8]) -> [StateGlobal] {
    var globals: [StateGlobal] = []
    var offset = 0
    while offset < bytes.count {
      let head = bytes[offset...].withUnsafeBytes { $0.loadUnaligned(as: rt_global_head.self) }
      offset += MemoryLayout<rt_global_head>.size
      guard let type = GlobalType(code: head.value_type) else {
        preconditionFailure("the runtime has checked the types")
      }
      globals.append(
        StateGlobal(
          index: head.index == unknownIndex ? nil : head.index, type: type,
          bytes: Array(bytes[offset..<offset + type.sizeBytes])))
      offset += type.sizeBytes
    }
    return globals
  }

  /// The global as an element of such a list.
  var encoded: [UInt8] {
    let head = rt_global_head(
      index: index ?? Self.unknownIndex, value_type: type.code, size: UInt8(type.sizeBytes))
    return withUnsafeBytes(of: head) { Array($0) } + bytes
  }
}

/// The type of a global, by its name in snapshots.
package enum GlobalType: String, CaseIterable, CodingKey, Sendable {
  case i32, i64, f32, f64, v128

  /// The type's code in Wasm's binary format.
  var code: UInt8 {
    switch self {
    case .i32: 0x7F
    case .i64: 0x7E
    case .f32: 0x7D
    case .f64: 0x7C
    case .v128: 0x7B
    }
  }

  var sizeBytes: Int {
    switch self {
    case .i32, .f32: 4
    case .i64, .f64: 8
    case .v128: 16
    }
  }

  /// The type with this code.
  init?(code: UInt8) {
    guard let type = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = type
  }
}
