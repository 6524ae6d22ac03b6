import Foundation

/// The machine that something was measured on.
package struct Machine: Sendable {
  package let description: String

  package init(description: String) { self.description = description }

  /// The one that this process runs on: its processor, how many of them, and the system.
  package static var current: Machine {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let model = lines.split(separator: "\n").first { $0.hasPrefix("model name") }
      .flatMap { $0.split(separator: ":").last }?.trimmingCharacters(in: .whitespaces)
    let count = ProcessInfo.processInfo.activeProcessorCount
    var names = utsname()
    uname(&names)
    let release = withUnsafeBytes(of: &names.release) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return Machine(
      description: "\(count) × \(model ?? "processor of an unknown model"), Linux \(release)")
  }
}
