/// A frame of the serve protocol that is not well-formed.
package struct WireError: Error, Equatable, Sendable {
  package let kind: Kind
  /// Where in the frame.
  package let offsetBytes: Int

  /// What is wrong.
  package enum Kind: Equatable, Sendable {
    case truncated(needed: Int, left: Int)
    case trailing(Int)
    case invalidUTF8
    case unknownValue(UInt8, of: String)
    case tooManyBytes(Int, of: String, maximum: Int)
  }

  package init(_ kind: Kind, at offsetBytes: Int) {
    self.kind = kind
    self.offsetBytes = offsetBytes
  }
}

extension WireError: CustomStringConvertible {
  package var description: String {
    let problem =
      switch kind {
      case .truncated(let needed, let left): "\(needed) bytes announced, \(left) left"
      case .trailing(let count): "\(count) bytes too many"
      case .invalidUTF8: "text is not in UTF-8"
      case .unknownValue(let value, let name): "unknown \(name) \(value)"
      case .tooManyBytes(let count, let name, let maximum):
        "\(name) of \(count) bytes, more than \(maximum)"
      }
    return "malformed frame, offset \(offsetBytes): \(problem)"
  }
}
