import Admission
import Candid
import CanisterProcess
import Engines
import Executions
import Hashing
import Subnet

/// What the subnets ask for, performed.
extension LocalNetwork {
  /// What came of effects.
  struct Performance {
    /// What the network is told, in the order of the effects.
    var answers: [NetworkInput] = []
    /// The first trouble.
    private(set) var trouble: SubnetError?

    /// Notes what could not be performed, and what the network is told of it.
    mutating func note(_ error: SubnetError, answer: NetworkInput?) {
      trouble = trouble ?? error
      if let answer { answers.append(answer) }
    }
  }

  /// Performs effects in their order; executions that follow each other are performed side by side.
  func perform(_ effects: [NetworkEffect]) -> Performance {
    var performance = Performance()
    var batch = ExecutionBatch()
    for effect in effects {
      let subnet = effect.subnet
      switch effect.effect {
      case .execute(let number, let id, let configuration, let execution):
        do {
          let canister = try hosted(id, of: subnet)
          if !batch.hasRoom(for: canister) { finish(&batch, &performance) }
          batch.add(execution, configuration, on: canister, of: subnet, as: number)
        } catch {
          finish(&batch, &performance)
          performance.note(
            error, answer: .subnet(subnet, .executed(number, .lost(reason: "\(error)"))))
        }
      case .answer(let number, let result):
        if awaited.contains(number) { answers[number] = result }
      case .roundEnded(let failures):
        if activity != nil { roundFailures += failures }
      // The network delivers it itself.
      case .send: break
      case .install, .compile, .read, .snapshot, .store, .makeSnapshot, .drop, .askOutcall,
        .uninstall, .settle:
        finish(&batch, &performance)
        do {
          if let answer = try perform(effect.effect, of: subnet) {
            performance.answers.append(.subnet(subnet, answer))
          }
        } catch {
          let answer = Self.answer(to: effect.effect, after: error)
          performance.note(error, answer: answer.map { .subnet(subnet, $0) })
        }
      }
    }
    finish(&batch, &performance)
    return performance
  }

  private func finish(_ batch: inout ExecutionBatch, _ performance: inout Performance) {
    for answer in batch.run(sideBySide: executesSideBySide) {
      let result: ExecutionResult
      switch answer.outcome {
      case .success(let outcome):
        note(outcome, of: answer.canister, on: answer.subnet)
        result = .ended(outcome)
      case .failure(let error):
        performance.note(error, answer: nil)
        result = .lost(reason: "\(error)")
      }
      performance.answers.append(.subnet(answer.subnet, .executed(answer.number, result)))
    }
    batch = ExecutionBatch()
  }

  /// Performs an effect that stands alone, and returns the answer to it, if it has one.
  private func perform(_ effect: Effect, of subnet: Principal) throws(SubnetError) -> Input? {
    switch effect {
    case .install(let number, let change):
      return .installed(number, try perform(change, of: subnet))
    case .compile(let number, let module): return .compiled(number, try compile(module, of: subnet))
    case .read(let number, let stored): return .read(number, try read(stored, of: subnet))
    case .snapshot(let number, let task): return .snapshot(number, try perform(task, of: subnet))
    case .store(let bytes, let stored): try store(bytes, at: stored, of: subnet)
    case .makeSnapshot(let id, let content): try makeSnapshot(id, content, of: subnet)
    case .drop(let item): drop(item, of: subnet)
    case .askOutcall(let number, let request):
      return .outcallAnswered(number, answerOutcall?(request) ?? outcalls.answer(to: request))
    case .uninstall(let canister): try canisters.use(canister).empty()
    case .settle(let canister, let changes): try canisters.use(canister).settle(changes)
    case .execute, .answer, .send, .roundEnded: break
    }
    return nil
  }

  /// A canister with the code that it has.
  func hosted(_ id: Principal, of subnet: Principal) throws(SubnetError) -> HostedCanister {
    guard let identity = network.subnets[subnet]?.canisters[id]?.code?.identity else {
      throw .noCode(id)
    }
    let canister = try canisters.use(id)
    try canister.resume(identity) { () throws(SubnetError) in try program(identity) }
    return canister
  }

  func program(_ identity: String) throws(SubnetError) -> CanisterProgram {
    if let program = programs[identity] { return program }
    guard let codeFinder else { throw .unknownCode(identity) }
    do {
      let code = try codeFinder(identity)
      provide(code)
      return code.program
    } catch {
      throw .notCompiled(reason: "\(error)")
    }
  }

  /// What the subnet is told of an effect that could not be performed.
  private static func answer(to effect: Effect, after error: SubnetError) -> Input? {
    switch effect {
    case .install(let number, _): .installed(number, .lost(reason: "\(error)"))
    case .compile(let number, _): .compiled(number, .refused(code: 521, reason: "\(error)"))
    case .read(let number, _): .read(number, nil)
    case .snapshot(let number, _): .snapshot(number, .lost(reason: "\(error)"))
    case .execute, .store, .makeSnapshot, .drop, .askOutcall, .uninstall, .settle, .answer, .send,
      .roundEnded:
      nil
    }
  }

  private func perform(
    _ change: CodeChange, of subnet: Principal
  ) throws(SubnetError) -> CodeChangeResult {
    guard let program = programs[change.code.identity] else {
      throw .unknownCode(change.code.identity)
    }
    let id = change.canister
    // Code that is left without an execution need not be there.
    let canister = try change.preUpgrade == nil ? canisters.use(id) : hosted(id, of: subnet)
    let result = try canister.perform(change, to: program)
    if case .ended(let preUpgrade, let first) = result {
      for case let outcome? in [preUpgrade, first] { note(outcome, of: canister, on: subnet) }
    }
    return result
  }

  private func compile(
    _ module: ModuleSource, of subnet: Principal
  ) throws(SubnetError) -> CompilationResult {
    switch module {
    case .bytes(let bytes): return try compile(bytes, of: subnet)
    case .chunks(let hashes, let wanted):
      var bytes: [UInt8] = []
      for hash in hashes { bytes += try chunk(hash, of: subnet) }
      let hash = SHA256.hash(bytes)
      return hash == wanted
        ? try compile(bytes, of: subnet) : .otherModule(hash: hash, wanted: wanted)
    }
  }

  func compile(
    _ module: [UInt8], of subnet: Principal
  ) throws(SubnetError) -> CompilationResult {
    guard let compiler else {
      return .refused(code: 505, reason: "Canisters can't install code here.")
    }
    do {
      let kind = network.subnets[subnet]?.settings.kind ?? .application
      let code = try compiler(module, kind)
      keep(code)
      return .compiled(code.description)
    } catch let error as AdmissionError {
      return .refused(code: error.icCode, reason: error.icMessage)
    } catch {
      throw .notCompiled(reason: "\(error)")
    }
  }

  /// Compiles code that inputs will name.
  func provide(_ module: [UInt8], identity: String) throws {
    guard let compiler else { return }
    var code = try compiler(module, state.settings.kind)
    code.description.identity = identity
    keep(code)
  }

  /// Keeps code that canisters have, or may get.
  func keep(_ code: CanisterCode) {
    programs[code.description.identity] = code.program
    metadata[code.description.identity] = code.metadata
    modules[code.description.identity] = code.module
  }

  private func read(
    _ stored: StoredBytes, of subnet: Principal
  ) throws(SubnetError) -> [UInt8]? {
    switch stored {
    case .metadata(let code, let name):
      // Code that an earlier host has left is found first.
      if metadata[code] == nil { _ = try program(code) }
      return metadata[code]?.first { $0.name == name }?.bytes
    case .chunk(let hash): return try chunk(hash, of: subnet)
    case .snapshot(let id, let part, let offset, let size):
      return try snapshotBytes(id, of: subnet, part, offset: offset, size: size)
    }
  }

  /// Counts what an execution has done for the message at hand.
  private func note(_ outcome: Outcome, of canister: HostedCanister, on subnet: Principal) {
    let time = network.subnets[subnet]?.timeNanoseconds ?? 0
    activity?.add(outcome, canister: canister.id, timeNanoseconds: time)
    if let tier = canister.tier { activity?.tiers.insert(tier) }
    guard let showPrint else { return }
    for content in outcome.debugPrints {
      showPrint(DebugPrint(timeNanoseconds: time, canister: canister.id, content: content))
    }
  }
}
