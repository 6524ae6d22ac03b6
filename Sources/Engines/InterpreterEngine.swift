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
    let path = try ProgramCache().path(for: Self.moduleKey(canister.hash)) {
      (path) throws(FileError) in try OutputFile.write(canister.bytes, to: path)
    }
    let namesPath = try ProgramCache().path(for: Self.namesKey(canister.hash)) {
      (path) throws(FileError) in
      try OutputFile.write(SwiftNames(of: canister).lines, to: path)
    }
    return program(path, namesPath: namesPath, subnet: canister.subnet)
  }

  package func preparedProgram(hash: String, subnet: SubnetKind) -> CanisterProgram? {
    guard let path = ProgramCache().existingPath(for: Self.moduleKey(hash)),
      let namesPath = ProgramCache().existingPath(for: Self.namesKey(hash))
    else { return nil }
    return program(path, namesPath: namesPath, subnet: subnet)
  }

  /// The path of a module that was prepared; nil if it is not there any more.
  package func modulePath(of hash: String) -> String? {
    ProgramCache().existingPath(for: Self.moduleKey(hash))
  }

  private func program(
    _ path: String, namesPath: String, subnet: SubnetKind
  ) -> CanisterProgram {
    CanisterProgram(
      executablePath: Executables.own,
      arguments: [
        Self.commandName, "--code", options.json, "--subnet", subnet.rawValue,
        "--swift-names", namesPath,
      ] + (profilesPath.map { ["--profiles", $0] } ?? []) + [path],
      tier: .interpreter,
      files: CanisterProgram.ReachableFiles(
        read: [path, namesPath], written: profilesPath.map { [$0] } ?? []))
  }

  private static func moduleKey(_ hash: String) -> String { "\(hash).wasm" }

  /// That of the file with the names of Swift, which the process could not look up.
  private static func namesKey(_ hash: String) -> String {
    let stamp = Executables.stamp(Executables.own)
    return SHA256.hexadecimalHash(Array("\(hash)\n\(stamp)".utf8)) + ".names"
  }
}
