import Admission
import Candid
package import CanisterProcess
import Engines
import Files
import Foundation
import Subnet
import SubnetHost

/// One command's exclusive use of a network; the processes of those
/// canisters that have something to do run as long.
///
/// The session is the one that changes what is known of the network. A message changes states,
/// which the runtime commits, and then the record (`commit`). A process may have ended in between:
/// so opening a network trusts the states, and corrects the record by them (`open`).
package final class NetworkSession {
  package let folder: NetworkFolder
  let options: SessionOptions
  let delegate: any SessionDelegate
  private let group: ProcessGroup
  /// Held from when the network is opened, as long as the session.
  private let lock: NetworkLock
  /// What is known of the network.
  package internal(set) var record = NetworkRecord()
  /// The record as its file has it.
  private var writtenRecord: NetworkRecord?
  private var openHost: LocalNetwork?
  /// Code that was read, by its identity.
  private var files: [String: CanisterFile] = [:]

  private init(
    _ folder: NetworkFolder, _ options: SessionOptions, _ delegate: any SessionDelegate,
    _ group: ProcessGroup
  ) {
    self.folder = folder
    self.options = options
    self.delegate = delegate
    self.group = group
    lock = NetworkLock(folder.path)
  }

  /// Calls the body with a session, and ends the canisters' processes after it.
  package static func with(
    _ folder: NetworkFolder, _ options: SessionOptions, _ delegate: any SessionDelegate,
    group: ProcessGroup, body: (NetworkSession) throws -> Void
  ) throws {
    let session = NetworkSession(folder, options, delegate, group)
    // The lock is given up when the processes have ended.
    defer { withExtendedLifetime(session) { session.end() } }
    try body(session)
  }

  /// Ends the canisters' processes, whose states need not be read again if the record has all.
  private func end() {
    guard let openHost else { return }
    openHost.end(completesState: true)
    record.note(openHost.network)
    if let writtenRecord, !record.hasChanged(since: writtenRecord) { folder.forgetUses() }
  }

  /// The host of a network that has been opened.
  var host: LocalNetwork {
    guard let openHost else { preconditionFailure("the network was not opened") }
    return openHost
  }

  /// Waits until no other command uses the network; false if there is none.
  package func takeLock() throws -> Bool {
    repeat {
      if options.makesNetwork { try folder.make() }
      // Nothing is written to a folder that is not known to be a network's.
      guard options.makesNetwork || folder.hasNetwork else { return false }
    } while try !lock.take(
      waiting: options.waitSeconds, tell: { delegate.note(.waiting(for: $0)) })
    return true
  }

  /// Takes the network up, or makes a new one if the session may; false if there is none.
  package func open(naming target: CanisterTarget? = nil) throws -> Bool {
    if openHost != nil { return true }
    try folder.refuseLinks()
    if !folder.hasNetwork { try folder.refuseEarlierVersion(target?.name) }
    guard try takeLock() else { return false }
    if let found = try folder.record() {
      (record, writtenRecord) = (found, found)
      for id in try folder.usedCanisters() { folder.state(of: id).putBackAfterInterruption() }
      var corrected = found
      try corrected.correct(by: folder, naming: target) { try describe(moduleHash: $0) }
      record = corrected
    }
    let host = LocalNetwork(
      launcher: ProcessLauncher(group: group), stateDirectory: folder.states.path,
      state: record.firstSubnet, others: record.otherSubnets)
    openHost = host
    host.willUse = { [folder] (id) throws(StateError) in try folder.noteUse(of: id) }
    host.sender = options.sender
    host.compiler = { [unowned self] in try compile($0, on: $1) }
    host.codeFinder = { [unowned self] in try code(file($0)) }
    try host.setTime(nanoseconds: record.timeNanoseconds)
    try commit()
    return true
  }

  /// Brings the record's file up to date, in one step; the states have been committed before.
  func commit() throws {
    // What a command leaves out comes again with the next one.
    try setSystemTasks(true)
    record.note(host.network)
    if let writtenRecord, !record.hasChanged(since: writtenRecord) { return }
    try folder.write(record)
    if record.codes != writtenRecord?.codes { folder.dropCopies(but: record.codes) }
    writtenRecord = record
  }

  /// The canister that a user names, with its code, which must be there.
  package func installed(_ target: CanisterTarget) throws -> InstalledCanister {
    guard try open(naming: target), let id = record.id(of: target) else {
      throw WorkspaceError.notInstalled(target.text, names: record.names)
    }
    guard let code = record.network.canister(id)?.code else {
      throw WorkspaceError.withoutCode(target.text)
    }
    let label = record.labels[id]
    let isFile = FileManager.default.fileExists(atPath: target.text)
    let path = isFile ? target.text : label?.codePath ?? target.text
    let file = try prepare(code.identity, of: id, path: path)
    try check(file)
    if isFile, namesOtherModule(target.text, than: file) {
      delegate.note(.otherModule(path: target.text))
    }
    return InstalledCanister(id: id, file: file, interfacePath: label?.interfacePath)
  }

  /// Makes sure that a canister's code is there and may be run, and that its state can be read.
  @discardableResult
  func prepare(_ identity: String, of id: Principal, path: String? = nil) throws -> CanisterFile {
    if !options.repairs { _ = try folder.state(of: id).committed() }
    let file = try file(identity, path: path)
    host.provide(try code(file))
    return file
  }

  /// Options about code are for modules.
  func check(_ file: CanisterFile) throws(WorkspaceError) {
    if file.isExecutable && options.choosesEngine { throw .executableHasItsOwnCode(file.path) }
  }

  /// Whether the file that the user names has other code by now than what is installed.
  private func namesOtherModule(_ path: String, than installed: CanisterFile) -> Bool {
    guard !path.hasSuffix(".wat"), let bytes = try? InputFile.read(path),
      bytes != installed.bytes, let file = try? CanisterFile(bytes, path: path)
    else { return false }
    return file.description.moduleHash != installed.description.moduleHash
  }

  /// Shows what a message did.
  func note(_ report: MessageReport) { delegate.show(report.activity) }
}

/// Code of canisters.
extension NetworkSession {
  /// Code for a canister, compiled unless that was done before.
  func code(_ file: CanisterFile) throws -> CanisterCode {
    var code = try file.code(trusts: options.trustsCode, delegate)
    // An executable that is run directly has the state without the network's lock.
    let waiting = ["--wait", "\(options.waitSeconds)"]
    code.program = code.program.adding(waiting + (options.repairs ? ["--repair"] : []))
    return code
  }

  /// The copy of the code with this identity.
  private func file(_ identity: String, path: String? = nil) throws -> CanisterFile {
    if let file = files[identity] { return file }
    let file = try folder.code(
      identity, path: path ?? CanisterFile.copyName(identity) ?? identity,
      on: record.codeKind)
    files[identity] = file
    return file
  }

  /// The code of a module that a canister wants to install.
  private func compile(_ bytes: [UInt8], on subnet: SubnetKind) throws -> CanisterCode {
    let module = try CanisterModule.admit(bytes, subnet: subnet)
    let description = CanisterDescription(module)
    let file = CanisterFile(module, path: "module 0x\(description.moduleHash)")
    try folder.keep(file)
    return try code(file)
  }

  /// What the subnet must know of the module that a state belongs to, which the record does not
  /// know yet.
  func describe(moduleHash: String) throws -> CodeDescription {
    guard let identity = folder.identity(moduleHash: moduleHash) else {
      throw WorkspaceError.stateOfOtherModule(folder.path, hash: moduleHash)
    }
    return try file(identity).codeDescription
  }
}
