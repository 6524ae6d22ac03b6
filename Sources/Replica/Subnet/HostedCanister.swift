import Executions
import CanisterProcess
import Candid

/// A canister of the subnet: what stays of it between messages.
final class HostedCanister {
  let id: Principal
  var controllers: [Principal]
  var cycleBalance: UInt128
  var status = RunningStatus.running
  var settings = CanisterSettings() {
    didSet { noteHeap(pages: heapPages) }
  }
  private var heapPages: UInt64 = 0
  var lowMemory = LowMemory.none
  var log = CanisterLog()
  var version: UInt64 = 0
  /// When the global timer is due; nil if it is off.
  var globalTimer: UInt64?
  /// Nil while the canister is empty.
  var installation: Installation?

  init(id: Principal, controllers: [Principal], cycleBalance: UInt128) {
    self.id = id
    self.controllers = controllers
    self.cycleBalance = cycleBalance
  }

  /// Notes how large the heap has become: when little is left of it, the canister is told once.
  func noteHeap(pages: UInt64) {
    heapPages = pages
    let limit = settings.wasmMemoryLimitBytes ?? 1 << 32
    let (used, overflows) = pages.multipliedReportingOverflow(by: 65536)
    let left = overflows || used > limit ? 0 : limit - used
    if left >= settings.wasmMemoryThresholdBytes {
      lowMemory = .none
    } else if lowMemory == .none {
      lowMemory = .untold
    }
  }

  /// Whether the heap is nearly used up, and whether the canister was told.
  enum LowMemory {
    case none, untold, told
  }

  /// Whether somebody may see what the canister printed, and where it trapped.
  ///
  /// The system asks on its own behalf as the management canister.
  func showsLog(to caller: Principal) -> Bool {
    controllers.contains(caller) || caller == .management
  }

  /// Takes cycles in; a balance can't overflow.
  func deposit(_ cycles: UInt128) {
    let (sum, overflows) = cycleBalance.addingReportingOverflow(cycles)
    cycleBalance = overflows ? .max : sum
  }
}

/// The code of a canister and the process that runs it.
final class Installation {
  let code: CanisterCode
  let process: RunningCanister

  init(code: CanisterCode, process: RunningCanister) {
    self.code = code
    self.process = process
  }
}
