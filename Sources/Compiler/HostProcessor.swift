import Foundation

/// The processor of this machine, as the cache of code tells it from others.
enum HostProcessor {
  /// Model and features: what decides which code LLVM makes for it.
  ///
  /// LLVM has its own words for them, but would have to be loaded to be asked.
  static let identity: String = {
    let file = open("/proc/cpuinfo", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    // Enough for the first processor; the others are like it.
    var bytes = [UInt8](repeating: 0, count: 16 << 10)
    let count = max(0, read(file, &bytes, bytes.count))
    return bytes[..<count].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .prefix { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
      .filter { line in names.contains { line.hasPrefix($0) } }.joined(separator: "\n")
  }()

  /// How lines that tell it begin, on x86-64 and on AArch64; others tell what changes all the time.
  private static let names = [
    "vendor_id", "cpu family", "model", "stepping", "flags", "Features", "CPU ",
  ]
}
