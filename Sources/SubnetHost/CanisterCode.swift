package import Admission
import CanisterProcess
package import Engines
package import Subnet

/// A canister's code, ready to run, and what the subnet must know of it.
package struct CanisterCode: Sendable {
  package var program: CanisterProgram
  package var description: CodeDescription
  /// What its module tells everybody, or its controllers.
  package var metadata: [MetadataSection]
  /// The bytes of the module as it was given; nil if only the program is known.
  package private(set) var module: [UInt8]?

  package init(
    program: CanisterProgram, description: CodeDescription, metadata: [MetadataSection] = [],
    module: [UInt8]? = nil
  ) {
    self.program = program
    self.description = description
    self.metadata = metadata
    self.module = module
  }

  /// The code of an admitted module that an engine has prepared.
  package init(_ module: CanisterModule, program: CanisterProgram) {
    self.init(CanisterDescription(module), program: program)
    self.module = module.bytes
  }

  /// The code of a canister with this description.
  package init(_ description: CanisterDescription, program: CanisterProgram) {
    self.init(
      program: program,
      description: CodeDescription(description, identity: description.moduleHash),
      metadata: description.metadata)
  }
}
