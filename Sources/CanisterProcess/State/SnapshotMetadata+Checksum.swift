/// A checksum that shows whether a snapshot of this program was changed.
extension SnapshotMetadata {
  /// The checksum of all but what others change when they hand the snapshot on: the canister's
  /// version, the time, and the module's size beside it.
  var checksum: UInt64 {
    var bytes: [UInt8] = [own?.isInstalled == true ? 1 : 0, own?.keepsHeap == true ? 1 : 0]
    let hook = hookStatus.flatMap { HookStatus.allCases.firstIndex(of: $0) }
    for number in [
      own?.generation ?? 0, own?.addressBytes ?? 0, heapSizeBytes, stableMemorySizeBytes, 0,
      globalTimer, 0, 0, UInt64(hook ?? HookStatus.allCases.count),
    ] {
      bytes += Self.littleEndian(number)
    }
    let globals = (own?.globals ?? []).flatMap(\.encoded)
    let module = Array((own?.module ?? "").utf8)
    for part in [module, certifiedData, globals, Array(chunkHashes.joined())] {
      bytes += Self.littleEndian(UInt32(part.count)) + part
    }
    return bytes.reduce(0) { sum, byte in
      let product = (sum ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
      return product ^ product >> 29
    }
  }

  private static func littleEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}
