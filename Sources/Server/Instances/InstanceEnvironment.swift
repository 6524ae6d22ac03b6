package import CanisterProcess
package import Engines
import Foundation
import Subnet
package import SubnetHost

/// What all instances share.
package struct InstanceEnvironment: Sendable {
  package let launcher: any CanisterLauncher
  package let pool: ProcessPool
  let codeLibrary: CodeLibrary
  /// Where instances have their canisters' states that need not be kept.
  package let scratchFolder: String
  /// Writes lines that people and programs read: what canisters print, and trouble.
  package let write: @Sendable ([UInt8]) -> Void

  package init(
    launcher: any CanisterLauncher, pool: ProcessPool, engine: any Engine, scratchFolder: String,
    write: @escaping @Sendable ([UInt8]) -> Void
  ) {
    self.launcher = launcher
    self.pool = pool
    codeLibrary = CodeLibrary(engine: engine)
    self.scratchFolder = scratchFolder
    self.write = write
  }
}
