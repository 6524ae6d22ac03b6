internal import CanisterRuntime

/// The state of a canister between messages, as its process reports it; the content of its memories
/// lies in the files of its state.
package struct InstanceStatus: Equatable, Sendable {
  /// In pages of 64 KiB.
  package var heapPages: UInt64
  /// In pages of 64 KiB.
  package var stablePages: UInt64
  package var isInstalled: Bool
  package var version: UInt64
  package var globalTimer: UInt64
  package var certifiedData: [UInt8]
  /// Of each global that a snapshot lists: index, type, size and bytes.
  package var globals: [UInt8]

  package init(
    heapPages: UInt64, stablePages: UInt64, isInstalled: Bool, version: UInt64,
    globalTimer: UInt64, certifiedData: [UInt8], globals: [UInt8]
  ) {
    self.heapPages = heapPages
    self.stablePages = stablePages
    self.isInstalled = isInstalled
    self.version = version
    self.globalTimer = globalTimer
    self.certifiedData = certifiedData
    self.globals = globals
  }

  init(from reader: inout WireReader) throws(WireError) {
    self.init(
      heapPages: 0, stablePages: 0, isInstalled: false, version: 0, globalTimer: 0,
      certifiedData: [], globals: [])
    for field in rows(of: rt_status_field.self, count: rt_status_field_count) {
      switch field {
      case .heap_pages: heapPages = try reader.integer()
      case .stable_pages: stablePages = try reader.integer()
      case .is_installed: isInstalled = try reader.flag()
      case .version: version = try reader.integer()
      case .global_timer: globalTimer = try reader.integer()
      case .certified_data: certifiedData = try reader.bytes()
      case .globals: globals = try reader.bytes()
      }
    }
  }
}
