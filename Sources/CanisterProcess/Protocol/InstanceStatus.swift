/// The state of a canister between messages, as its process tells it; the content of its memories
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
    heapPages = try reader.integer()
    stablePages = try reader.integer()
    isInstalled = try reader.flag()
    version = try reader.integer()
    globalTimer = try reader.integer()
    certifiedData = try reader.bytes()
    globals = try reader.bytes()
  }
}
