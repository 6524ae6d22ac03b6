import Bytes
import Candid
import CanisterProcess
import Foundation
import Subnet
import SubnetHost

/// With which subnets an instance begins.
struct InstancePlan {
  private(set) var topology = NetworkTopology()
  /// The states of the subnets, in the order of the topology.
  private(set) var states: [SubnetState] = []
  /// How often the states of their canisters had been committed.
  private var generations: [Principal: UInt64] = [:]
  /// How many of them were somewhere before.
  private(set) var resumedCount = 0
  /// Folders that are to be copied, and where to.
  private var copies: [(source: String, settings: SubnetSettings)] = []

  /// The subnets of the configuration, and those that are in the folder already.
  init(
    _ configuration: InstanceConfiguration, _ folder: InstanceFolder, _ library: CodeLibrary
  ) throws(ProtocolError) {
    if folder.isKept, let saved = try folder.savedInstance() {
      try resume(saved, in: folder, evenIfIncomplete: configuration.takesIncompleteState)
    }
    let isNew = states.isEmpty
    for specification in configuration.subnets {
      guard let path = specification.statePath else { continue }
      try copy(path, as: specification.role)
    }
    for specification in configuration.subnets where specification.statePath == nil {
      let settings = topology.add(
        specification.role, hasPublicNNSID: configuration.hasPublicNNSID
      ) { specification.apply(to: &$0) }
      states.append(SubnetState(settings))
    }
    guard !states.isEmpty else { throw .noSubnets }
    if isNew { topology.chooseDefault() }
    for state in states { folder.note(state.settings) }
    try performCopies(in: folder)
    for index in states.indices { try states[index].correct(by: generations, in: folder, library) }
  }

  /// The default time at which the instance begins.
  var timeNanoseconds: UInt64 {
    let isResumed = resumedCount > 0
    let latest = states.prefix(resumedCount).map(\.timeNanoseconds).max() ?? 0
    // What was somewhere before takes a round to be left, and one to be taken up.
    return max(latest, InstanceConfiguration.firstTimeNanoseconds) + (isResumed ? 2 : 0)
  }

  private mutating func resume(
    _ saved: SavedInstance, in folder: InstanceFolder, evenIfIncomplete: Bool
  ) throws(ProtocolError) {
    topology = saved.topology
    for member in saved.topology.subnets {
      let path = folder.folder(of: member.settings)
      guard saved.isComplete || evenIfIncomplete else {
        throw .incompleteState(seed: member.settings.seed.hexadecimal)
      }
      guard let subnet = try InstanceFolder.savedSubnet(in: path),
        subnet.state.settings == member.settings
      else { throw .stateNotTaken(path: path, reason: "there is no state of a subnet") }
      take(subnet)
    }
  }

  private mutating func copy(_ path: String, as role: SubnetRole) throws(ProtocolError) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
    else { throw .notAState(path: path) }
    guard let content = try? FileManager.default.contentsOfDirectory(atPath: path),
      !content.isEmpty
    else { throw .emptyState(path: path) }
    guard let subnet = try InstanceFolder.savedSubnet(in: path) else {
      throw .notAState(path: path)
    }
    guard topology.adopt(role, subnet.state.settings) else {
      throw .stateNotTaken(path: path, reason: "another subnet has ids of this one")
    }
    take(subnet)
    copies.append((path, subnet.state.settings))
  }

  private mutating func take(_ subnet: SavedSubnet) {
    states.append(subnet.state)
    resumedCount += 1
    generations.merge(subnet.generations) { first, _ in first }
  }

  private func performCopies(in folder: InstanceFolder) throws(ProtocolError) {
    for (source, settings) in copies {
      let target = folder.folder(of: settings)
      guard !FileManager.default.fileExists(atPath: target) else {
        throw .stateNotTaken(path: target, reason: "the folder is there already")
      }
      do {
        try SparseCopy.copyFolder(source, to: target)
      } catch {
        throw .trouble("\(error)")
      }
    }
  }
}

extension SubnetState {
  /// Lets the states of canisters decide.
  ///
  /// They may have messages that were not noted before the instance ended. Then nobody knows how
  /// far others have come, and they are dropped.
  fileprivate mutating func correct(
    by generations: [Principal: UInt64], in folder: InstanceFolder, _ library: CodeLibrary
  ) throws(ProtocolError) {
    var isBehind = false
    for (id, canister) in canisters {
      let files = StateFolder(path: "\(folder.folder(of: settings))/\(id)")
      files.putBackAfterInterruption()
      guard let state = try? files.committed(), state.generation != generations[id] else {
        continue
      }
      // A message has the version that was there before it.
      var earlier = canister
      earlier.version = 0
      var corrected: CanisterState
      do {
        corrected = try earlier.corrected(by: state) { hash in
          try library.code(withHash: hash, in: folder).description
        }
      } catch {
        throw .stateNotTaken(path: files.path, reason: "\(error)")
      }
      corrected.version = max(canister.version, corrected.version + 1)
      _ = apply(.adopt(id, corrected))
      isBehind = true
    }
    if isBehind { dropCalls() }
  }
}
