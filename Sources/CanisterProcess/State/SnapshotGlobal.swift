/// A global of a canister in the list that every snapshot has, such as `{"i64": -5}`.
///
/// JSON has no NaN and no infinities, and a snapshot may have any value there at all: then there is
/// none.
package struct SnapshotGlobal: Equatable, Sendable {
  package let type: GlobalType
  /// Little-endian.
  package let bytes: [UInt8]

  package init(type: GlobalType, bytes: [UInt8]) {
    self.type = type
    self.bytes = bytes
  }
}

extension SnapshotGlobal: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: GlobalType.self)
    guard let type = container.allKeys.first, container.allKeys.count == 1 else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a global has one value"))
    }
    self.type = type
    switch type {
    case .i32: bytes = Self.bytes(of: try container.decode(Int32.self, forKey: type).littleEndian)
    case .i64: bytes = Self.bytes(of: try container.decode(Int64.self, forKey: type).littleEndian)
    case .f32:
      bytes = Self.bytes(of: try container.decode(Float.self, forKey: type).bitPattern.littleEndian)
    case .f64:
      bytes = Self.bytes(
        of: try container.decode(Double.self, forKey: type).bitPattern.littleEndian)
    case .v128: bytes = Self.bytes(of: try container.decode(Vector.self, forKey: type).value)
    }
  }

  /// Encodes the number by its type; null for what JSON has no number for.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: GlobalType.self)
    switch type {
    case .i32: try container.encode(number(as: Int32.self), forKey: type)
    case .i64: try container.encode(number(as: Int64.self), forKey: type)
    case .f32:
      try container.encode(Self.finite(Float(bitPattern: number(as: UInt32.self))), forKey: type)
    case .f64:
      try container.encode(Self.finite(Double(bitPattern: number(as: UInt64.self))), forKey: type)
    case .v128: try container.encode(Vector(value: number(as: UInt128.self)), forKey: type)
    }
  }

  private static func finite<Value: FloatingPoint>(_ value: Value) -> Value? {
    value.isFinite ? value : nil
  }

  private func number<Value: FixedWidthInteger>(as type: Value.Type) -> Value {
    bytes.reversed().reduce(0) { $0 << 8 | Value(truncatingIfNeeded: $1) }
  }

  private static func bytes<Value: FixedWidthInteger>(of value: Value) -> [UInt8] {
    withUnsafeBytes(of: value) { Array($0) }
  }
}

/// A number of 128 bits in a snapshot: in words of 32 bits, the lowest first, without zeros at the
/// end; others write it in decimal, in quotes or not.
private struct Vector: Codable {
  let value: UInt128

  init(value: UInt128) { self.value = value }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let words = try? container.decode([UInt32].self), words.count <= 4 {
      value = words.reversed().reduce(0) { $0 << 32 | UInt128($1) }
    } else if let text = try? container.decode(String.self) {
      guard text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
        let value = UInt128(text)
      else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "not decimal")
      }
      self.value = value
    } else {
      value = try container.decode(UInt128.self)
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    let words = (0..<4).map { UInt32(truncatingIfNeeded: value >> (32 * $0)) }
    let count = words.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
    try container.encode(Array(words.prefix(count)))
  }
}
