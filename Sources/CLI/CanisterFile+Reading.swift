import Admission
import Workspace

extension CanisterFile {
  /// Reads a file that the user names; a module must be within the limits of the subnet.
  init(reading path: String, on subnet: SubnetKind = .application) throws {
    try self.init(try ModuleFile.read(path), path: path, on: subnet)
  }
}
