import Admission
import Files
import Hashing
import ObjectFiles

/// The cached descriptions of modules that were admitted before: commands that send messages need
/// no more of them, and reading them takes longer than most messages.
enum AdmittedModules {
  /// The description of a module that subnets of this kind admit; nil if that is not known.
  static func description(of hash: String, on subnet: SubnetKind) -> CanisterDescription? {
    guard let path = ProgramCache().existingPath(for: key(hash, subnet)),
      let bytes = try? InputFile.read(path),
      let note = try? CanisterExecutable(content: bytes), note.description.moduleHash == hash
    else { return nil }
    return note.description
  }

  /// Notes that subnets of this kind admit a module; if that can't be kept, it is read again.
  static func note(_ description: CanisterDescription, on subnet: SubnetKind) {
    _ = try? ProgramCache().path(for: key(description.moduleHash, subnet)) {
      (path) throws(FileError) in
      let content = CanisterExecutable.content(description, compiler: "", compilation: [:])
      try OutputFile.write(content, to: path)
    }
  }

  /// Other versions of this program may have other rules.
  private static func key(_ hash: String, _ subnet: SubnetKind) -> String {
    let parts = [hash, subnet.rawValue, Executables.stamp(Executables.own)]
    return SHA256.hexadecimalHash(Array(parts.joined(separator: "\n").utf8)) + ".json"
  }
}
