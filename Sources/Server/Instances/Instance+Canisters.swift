import Candid
import CanisterProcess
import Foundation
import Subnet
import SubnetHost

/// Looking at canisters and changing them, as only the owner of a test network can.
extension Instance {
  /// The balance of a canister.
  func cycles(of id: Principal) async throws(ProtocolError) -> UInt128 {
    try await state(of: id).cycleBalance
  }

  /// Gives a canister cycles out of nothing; its balance then.
  func addCycles(_ cycles: UInt128, to id: Principal) async throws(ProtocolError) -> UInt128 {
    var state = try await state(of: id)
    state.cycleBalance += min(cycles, .max - state.cycleBalance)
    let changed = state
    try await use { try $0.adopt(id, changed) }
    return changed.cycleBalance
  }

  /// The controllers of a canister.
  func controllers(of id: Principal) async throws(ProtocolError) -> [Principal] {
    try await state(of: id).controllers
  }

  /// The subnet that has a canister; nil if none does.
  func subnet(having id: Principal) async throws(ProtocolError) -> Principal? {
    try await use { $0.hasCanister(id) ? $0.network.subnet(of: id) : nil }
  }

  /// The stable memory of a canister, in whole pages.
  func stableMemory(of id: Principal) async throws(ProtocolError) -> [UInt8] {
    let state = try await stateWithCode(of: id)
    guard state.stablePages * StateFolder.pageBytes <= Self.maximumStableBytes else {
      throw .notSupported("Reading more than \(Self.maximumStableBytes) bytes of stable memory")
    }
    return try await use { try $0.stableMemory(of: id) }
  }

  private static let maximumStableBytes: UInt64 = 1 << 30

  /// Replaces the stable memory of a canister.
  func setStableMemory(of id: Principal, to bytes: [UInt8]) async throws(ProtocolError) {
    _ = try await stateWithCode(of: id)
    let path = "\(folder.folder(ofSubnet: id))/stable-memory-\(id)"
    defer { unlink(path) }
    try await use { subnet in
      try OwnFile.write(Data(bytes), to: path)
      try subnet.loadStableMemory(from: path, into: id)
    }
  }

  private func state(of id: Principal) async throws(ProtocolError) -> CanisterState {
    guard let state = try await use({ $0.canister(id) }) else { throw .canisterNotFound(id) }
    return state
  }

  private func stateWithCode(of id: Principal) async throws(ProtocolError) -> CanisterState {
    let state = try await state(of: id)
    guard state.code != nil else { throw .canisterIsEmpty(id) }
    return state
  }
}
