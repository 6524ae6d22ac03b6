import Files
import Foundation

/// The demangler of Swift's runtime, in a process of its own.
///
/// Short names can stand for texts of any length, which take as much time and memory, and what a
/// hostile name makes of a mistake must harm nobody. So `tinsmith demangle` has limits and is
/// confined before the first name. It answers one after the other: the name at which it ends, and
/// those behind, stay as they are.
package enum SwiftDemangler {
  /// The subcommand with which this program is that process.
  package static let commandName = "demangle"

  /// In bytes; what is beyond is not read, or not answered.
  private static let (longestInput, longestOutput, longestResult) = (16 << 20, 32 << 20, 4096)
  /// A text without end takes this memory in less than a second: how far it gets does not depend
  /// on the machine.
  private static let (mostMemoryBytes, mostSeconds) = (96 << 20, 2)

  // MARK: The process that asks

  /// A line for each name that is understood: the name, a tab, and what it stands for.
  static func lines(for names: [String]) -> [UInt8] {
    guard let input = temporaryFile(), let output = temporaryFile() else { return [] }
    do {
      try input.write(contentsOf: Data(names.joined(separator: "\n").utf8))
      try input.seek(toOffset: 0)
      run(input: input.fileDescriptor, output: output.fileDescriptor)
      try output.seek(toOffset: 0)
      let lines = try output.read(upToCount: longestOutput) ?? Data()
      // The last line may lack its end.
      return Array(lines[..<(lines.lastIndex(of: newline).map { $0 + 1 } ?? 0)])
    } catch {
      return []
    }
  }

  /// A file without a name: unlike a pipe, it takes all that is written before anybody reads.
  private static func temporaryFile() -> FileHandle? {
    guard let file = tmpfile() else { return nil }
    defer { fclose(file) }
    return FileHandle(
      fileDescriptor: fcntl(fileno(file), F_DUPFD_CLOEXEC, 0), closeOnDealloc: true)
  }

  /// Runs the process to its end, whichever that is, if it can be started.
  ///
  /// Not by Foundation, which would leave a thread behind: this process may be confined next.
  private static func run(input: Int32, output: Int32) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    let forLibraries = ProcessInfo.processInfo.environment.filter { $0.key.hasPrefix("LD_") }
    let words = cStrings([Executables.own, commandName])
    let variables = cStrings(forLibraries.map { "\($0)=\($1)" } + ["SWIFT_BACKTRACE=enable=no"])
    defer { for string in words + variables { free(string) } }
    var process: pid_t = 0
    guard posix_spawn(&process, Executables.own, &actions, nil, words, variables) == 0 else {
      return
    }
    while waitpid(process, nil, 0) < 0 && errno == EINTR {}
  }

  /// Strings as C has lists of them: a null pointer comes last.
  private static func cStrings(_ strings: [String]) -> [UnsafeMutablePointer<CChar>?] {
    strings.map { strdup($0) } + [nil]
  }

  // MARK: The process that answers

  /// Answers the names on standard input, a line each; whether it could be confined.
  package static func answer() -> Bool {
    // To read, Foundation asks the system for more than a confined process may.
    let input = (try? FileHandle.standardInput.read(upToCount: longestInput)) ?? Data()
    guard limit(RLIMIT_CPU, to: mostSeconds), limit(RLIMIT_DATA, to: mostMemoryBytes),
      limit(RLIMIT_FSIZE, to: longestOutput), Confinement.enter()
    else { return false }
    for name in input.split(separator: newline) {
      guard let result = demangled(Array(name)) else { continue }
      let line = Data(name) + Data([UInt8(ascii: "\t")] + result + [newline])
      guard (try? FileHandle.standardOutput.write(contentsOf: line)) != nil else { break }
    }
    return true
  }

  private static let newline = UInt8(ascii: "\n")

  private static func limit(_ resource: __rlimit_resource, to most: Int) -> Bool {
    var limit = rlimit(rlim_cur: rlim_t(most), rlim_max: rlim_t(most))
    return setrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0
  }

  /// What a name stands for; nil if that is unknown, or not to be shown in a line.
  private static func demangled(_ name: [UInt8]) -> [UInt8]? {
    guard let text = swiftBacktraceDemangle(name, name.count, nil, nil) else { return nil }
    defer { free(text) }
    let length = strlen(text)
    guard length <= longestResult else { return nil }
    let bytes = Array(UnsafeRawBufferPointer(start: text, count: length))
    return bytes != name && bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F } ? bytes : nil
  }
}

/// What the backtraces of Swift's runtime print, without a header: memory of `malloc`, or null.
@_silgen_name("_swift_backtrace_demangle")
private func swiftBacktraceDemangle(
  _ name: UnsafePointer<UInt8>, _ nameSize: Int, _ buffer: UnsafeMutablePointer<CChar>?,
  _ bufferSize: UnsafeMutablePointer<Int>?
) -> UnsafeMutablePointer<CChar>?
