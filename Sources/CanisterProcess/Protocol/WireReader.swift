package import Candid

/// Reads the content of a frame of the serve protocol (`runtime/include/serve.def`).
///
/// The other side runs untrusted code, so nothing is taken for granted. Lengths are compared with
/// what the frame holds before memory is reserved for them.
package struct WireReader {
  private let frame: [UInt8]
  private(set) var offset = 0

  package init(_ frame: [UInt8]) { self.frame = frame }

  private var remainingBytes: Int { frame.count - offset }

  /// An integer in little-endian order.
  package mutating func integer<T: FixedWidthInteger & UnsignedInteger>(
    as type: T.Type = T.self
  ) throws(WireError) -> T {
    let size = T.bitWidth / 8
    guard size <= remainingBytes else {
      throw WireError(.truncated(needed: size, left: remainingBytes), at: offset)
    }
    var value: T = 0
    for byte in frame[offset..<offset + size].reversed() { value = value << 8 | T(byte) }
    offset += size
    return value
  }

  /// A length and so many bytes.
  package mutating func bytes() throws(WireError) -> [UInt8] {
    let start = offset
    let size = Int(try integer(as: UInt32.self))
    guard size <= remainingBytes else {
      throw WireError(.truncated(needed: size, left: remainingBytes), at: start)
    }
    defer { offset += size }
    return Array(frame[offset..<offset + size])
  }

  /// Bytes that must be UTF-8.
  package mutating func text() throws(WireError) -> String {
    let start = offset
    guard let text = String(validating: try bytes(), as: UTF8.self) else {
      throw WireError(.invalidUTF8, at: start)
    }
    return text
  }

  /// The bytes of a principal.
  package mutating func principal() throws(WireError) -> Principal {
    let start = offset
    let bytes = try bytes()
    guard let principal = Principal(bytes: bytes) else {
      throw WireError(
        .tooManyBytes(bytes.count, of: "principal", maximum: Principal.maximumSizeBytes),
        at: start)
    }
    return principal
  }

  /// A byte that is 0 or 1.
  package mutating func flag() throws(WireError) -> Bool {
    switch try integer(as: UInt8.self) {
    case 0: return false
    case 1: return true
    case let other: throw WireError(.unknownValue(other, of: "flag"), at: offset - 1)
    }
  }

  /// A byte that is the number of a row.
  mutating func row<Row: RawRepresentable<UInt8>>(
    count: Int, named name: String
  ) throws(WireError) -> Row {
    let number = try integer(as: UInt8.self)
    guard number < count, let row = Row(rawValue: number) else {
      throw WireError(.unknownValue(number, of: name), at: offset - 1)
    }
    return row
  }

  /// A count and so many elements, of which each takes at least `minimumSizeBytes`.
  package mutating func list<Element>(
    minimumSizeBytes: Int, _ element: (inout WireReader) throws(WireError) -> Element
  ) throws(WireError) -> [Element] {
    let start = offset
    let count = Int(try integer(as: UInt32.self))
    guard count <= remainingBytes / minimumSizeBytes else {
      throw WireError(
        .truncated(needed: count * minimumSizeBytes, left: remainingBytes), at: start)
    }
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for _ in 0..<count { elements.append(try element(&self)) }
    return elements
  }

  /// The frame must end here.
  package func end() throws(WireError) {
    guard remainingBytes == 0 else { throw WireError(.trailing(remainingBytes), at: offset) }
  }
}
