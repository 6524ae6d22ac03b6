/// The names of functions that compilers of Rust make out of paths.
///
/// There are two manglings, both understood by `demangled`; names of C, C++ and Swift are none.
/// What comes out is what `rustc-demangle` prints in its short form, without hashes, which is what
/// the Internet Computer shows. Names are not trusted: one that takes too long or too much room is
/// left as it is.
package enum RustSymbol {
  /// The path of a name; nil for a name that is not of Rust.
  package static func demangled(_ name: String) -> String? {
    let bytes = withoutOptimizerSuffix(Array(name.utf8))
    guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
    guard let (path, end) = LegacyRustSymbol.demangle(bytes) ?? RustSymbolV0.demangle(bytes) else {
      return nil
    }
    // LLVM appends words of its own after a point.
    let suffix = bytes[end...]
    guard suffix.isEmpty || suffix.first == UInt8(ascii: ".") else { return nil }
    guard suffix.allSatisfy({ 0x21...0x7E ~= $0 }) else { return nil }
    return path + String(decoding: suffix, as: UTF8.self)
  }

  /// A name without what LLVM adds to names of one object that another one uses: `.llvm.1A2B`.
  private static func withoutOptimizerSuffix(_ bytes: [UInt8]) -> [UInt8] {
    let marker = Array(".llvm.".utf8)
    guard bytes.count >= marker.count else { return bytes }
    for start in 0...(bytes.count - marker.count)
    where bytes[start...].starts(with: marker) {
      let isHash = bytes[(start + marker.count)...].allSatisfy {
        switch $0 {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "F"),
          UInt8(ascii: "@"):
          true
        default: false
        }
      }
      return isHash ? Array(bytes[..<start]) : bytes
    }
    return bytes
  }

  /// What is after one of the prefixes, and where it begins.
  static func start(of bytes: [UInt8], after prefixes: [String]) -> Int? {
    prefixes.first { bytes.starts(with: $0.utf8) && bytes.count > $0.utf8.count }?.utf8.count
  }
}
