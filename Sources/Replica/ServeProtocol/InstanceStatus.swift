/// The state of a canister between messages, as its process tells it.
package struct InstanceStatus: Equatable, Sendable {
  /// In pages of 64 KiB.
  package var heapPages: UInt64
  /// In pages of 64 KiB.
  package var stablePages: UInt64
  package var isInstalled: Bool
  package var version: UInt64
  package var globalTimer: UInt64
  package var certifiedData: [UInt8]
  package var heapHash: [UInt8]
  package var stableHash: [UInt8]
  package var globalsHash: [UInt8]

  package init(
    heapPages: UInt64, stablePages: UInt64, isInstalled: Bool, version: UInt64,
    globalTimer: UInt64, certifiedData: [UInt8], heapHash: [UInt8], stableHash: [UInt8],
    globalsHash: [UInt8]
  ) {
    self.heapPages = heapPages
    self.stablePages = stablePages
    self.isInstalled = isInstalled
    self.version = version
    self.globalTimer = globalTimer
    self.certifiedData = certifiedData
    self.heapHash = heapHash
    self.stableHash = stableHash
    self.globalsHash = globalsHash
  }

  init(from reader: inout WireReader) throws(WireError) {
    heapPages = try reader.integer()
    stablePages = try reader.integer()
    isInstalled = try reader.flag()
    version = try reader.integer()
    globalTimer = try reader.integer()
    certifiedData = try reader.bytes()
    heapHash = try reader.bytes()
    stableHash = try reader.bytes()
    globalsHash = try reader.bytes()
  }
}
