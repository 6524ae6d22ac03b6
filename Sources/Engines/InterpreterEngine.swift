package import Admission
import Files
import Hashing
package import Instrumentation
import Symbols

/// The engine that interprets canisters: each in a process of this very program, which finds the
/// module in the cache.
package struct InterpreterEngine: Engine {
  private let options: CodeOptions
  private let profilesPath: String?

  /// `profilesPath` names a file to which each execution adds who called whom.
  package init(options: CodeOptions, profilesPath: String? = nil) {
    self.options = options
    self.profilesPath = profilesPath
  }

  /// The subcommand with which this program is a canister.
  package static let commandName = "interpret"

  package func prepare(_ canister: CanisterModule) throws -> CanisterProgram {
    let path = try ProgramCache().path(for: "\(canister.hash).wasm") {
      (path) throws(FileError) in try OutputFile.write(canister.bytes, to: path)
    }
    let namesPath = try namesPath(of: canister)
    return CanisterProgram(
      executablePath: Executables.own,
      arguments: [
        Self.commandName, "--code", options.json, "--subnet", canister.subnet.rawValue,
      ] + (profilesPath.map { ["--profiles", $0] } ?? [])
        + (namesPath.map { ["--swift-names", $0] } ?? []) + [path],
      files: CanisterProgram.ReachableFiles(
        read: [path] + (namesPath.map { [$0] } ?? []), written: profilesPath.map { [$0] } ?? []))
  }

  /// The file with the names of Swift, which the process could not look up; nil if there are none.
  private func namesPath(of canister: CanisterModule) throws(FileError) -> String? {
    if canister.mangledSwiftNames.isEmpty { return nil }
    let key = SHA256.hexadecimalHash(
      Array("\(canister.hash)\n\(Executables.stamp(Executables.own))".utf8))
    return try ProgramCache().path(for: "\(key).names") {
      (path) throws(FileError) in
      try OutputFile.write(SwiftNames(of: canister).lines, to: path)
    }
  }
}
