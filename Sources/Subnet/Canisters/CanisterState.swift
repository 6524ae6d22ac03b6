import Bytes
package import Candid
package import Executions

/// The state of a canister between messages, beside its memories.
package struct CanisterState: Codable, Equatable, Sendable {
  package var controllers: [Principal]
  package var cycleBalance: UInt128
  /// Cycles that are set aside for storage, beside the balance.
  package var reservedCycles: UInt128 = 0
  /// Until when the canister has paid for what it holds; nil if it begins with the next round.
  package var lastChargeNanoseconds: UInt64?
  package var status = RunningStatus.running
  package var settings = CanisterSettings() {
    didSet { noteHeap(pages: heapPages) }
  }
  /// The sizes of the memories, in pages of 64 KiB.
  package private(set) var heapPages: UInt64 = 0
  package var stablePages: UInt64 = 0
  /// What the canister wants certified, of at most 32 bytes.
  package var certifiedData: [UInt8] = []
  package var lowMemory = LowMemory.none
  package var log = CanisterLog()
  var history = CanisterHistory()
  /// The hashes of the chunks of modules that were uploaded, in their order.
  var chunks: [[UInt8]] = []
  /// The oldest first.
  package internal(set) var snapshots: [CanisterSnapshot] = []
  /// How many snapshots there ever were.
  var snapshotCount: UInt64 = 0
  /// For what the canister has consumed cycles so far.
  var consumedCycles: [CyclesUse: UInt128] = [:]
  package internal(set) var queryStatistics = QueryStatistics()
  /// How often its code, settings or state were changed.
  package var version: UInt64 = 0
  /// When the global timer is due; nil if it is off.
  package var globalTimer: UInt64?
  /// Nil while the canister is empty.
  package var code: CodeDescription?

  package init(controllers: [Principal], cycleBalance: UInt128) {
    self.controllers = controllers
    self.cycleBalance = cycleBalance
  }

  static let pageBytes: UInt64 = 65536
  static let chunkBytes: UInt64 = 1 << 20

  /// The same in bytes.
  mutating func noteHeap(bytes: UInt64) { noteHeap(pages: bytes / Self.pageBytes) }

  /// Notes the size of the heap: when little is left of it, the canister's hook runs once.
  package mutating func noteHeap(pages: UInt64) {
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

  /// Adds to what queries have used.
  mutating func count(_ statistics: QueryStatistics) {
    queryStatistics = queryStatistics + statistics
  }

  /// Whether the heap is nearly used up, and whether the canister's hook has run.
  package enum LowMemory: String, Codable, Sendable {
    case none, untold, told
  }

  /// Whether this principal may see what the canister printed, and where it trapped.
  ///
  /// The system asks on its own behalf as the management canister.
  func showsLog(to caller: Principal) -> Bool {
    caller == .management || settings.logVisibility.includes(caller, controllers: controllers)
  }

  /// The SHA-256 of the module; nil while the canister is empty.
  package var moduleHash: [UInt8]? { code.flatMap(\.moduleHash) }

  /// Takes cycles in, up to the largest balance; what is lost.
  mutating func deposit(_ cycles: UInt128) -> UInt128 {
    let deposited = min(cycles, .max - cycleBalance)
    cycleBalance += deposited
    return cycles - deposited
  }
}
