import Canister
import Driver
import Replica
import Scripts

extension Engine {
  /// Makes code of a module's bytes, or tells why no canister may have it.
  func code(
    of bytes: [UInt8], on subnet: SubnetKind = .application, timer: PhaseTimer = PhaseTimer()
  ) throws -> Result<CanisterCode, DrunRunner.ModuleRefusal> {
    let module: CanisterModule
    do {
      module = try timer.admit(bytes, subnet: subnet)
    } catch {
      return .failure(DrunRunner.ModuleRefusal(code: error.icCode, reason: error.icMessage))
    }
    return .success(CanisterCode(module, program: try prepare(module)))
  }
}
