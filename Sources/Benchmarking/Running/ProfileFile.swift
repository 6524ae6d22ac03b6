import Foundation
package import Interpreter

/// A file of profiles, a line of JSON for each execution: the interpreter's process writes it, the
/// one that traces reads it.
package enum ProfileFile {
  private struct Line: Codable {
    let functions: [UInt32]
    let callers: [Int]
    let costs: [UInt64]
    let isComplete: Bool
  }

  /// Appends profiles to a file, which is opened now: a confined process can't do that later.
  package static func writer(
    to path: String
  ) throws(TracingError) -> (CallProfile) -> Void {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .notWritten(path, reason: String(cString: strerror(errno)))
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    return { profile in
      let line = Line(
        functions: profile.functions, callers: profile.callers, costs: profile.costs,
        isComplete: profile.isComplete)
      // The reader will report that the profile is missing.
      guard let data = try? JSONEncoder().encode(line) else { return }
      try? file.write(contentsOf: data + [UInt8(ascii: "\n")])
    }
  }

  /// The last profile in a file, if it is one.
  static func lastProfile(in path: String) -> CallProfile? {
    guard let data = FileManager.default.contents(atPath: path),
      let last = data.split(separator: UInt8(ascii: "\n")).last,
      let line = try? JSONDecoder().decode(Line.self, from: last),
      line.callers.count == line.functions.count, line.costs.count == line.functions.count,
      zip(line.callers, line.callers.indices).allSatisfy({ $0 < $1 && $0 >= -1 })
    else { return nil }
    var profile = CallProfile()
    profile.functions = line.functions
    profile.callers = line.callers
    profile.costs = line.costs
    profile.isComplete = line.isComplete
    return profile
  }
}
