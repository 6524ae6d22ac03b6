import Candid
import CanisterProcess
import Foundation
import Subnet
import SubnetHost

/// New instances.
extension Instance {
  /// The instance that a client has requested; `number` is its own among all of the server.
  static func make(
    _ configuration: InstanceConfiguration, number: Int, _ environment: InstanceEnvironment
  ) async throws(ProtocolError) -> Instance {
    let folder = InstanceFolder(
      path: configuration.stateDirectory ?? "\(environment.scratchFolder)/\(number)",
      isKept: configuration.stateDirectory != nil)
    try folder.take()
    let (library, write) = (environment.codeLibrary, environment.write)
    let plan = try InstancePlan(configuration, folder, library)
    let network = SharedNetwork(
      launcher: environment.launcher, stateDirectory: folder.path, state: plan.states[0],
      others: Array(plan.states.dropFirst()), pool: environment.pool,
      directory: { folder.folder(ofSubnet: $0) },
      compiler: { try library.code(of: $0, for: folder, on: $1) },
      report: { write(Array("error: \($0)\n".utf8)) })
    let instance = Instance(network: network, topology: plan.topology, folder: folder)
    let freshCount = UInt64(plan.states.count - plan.resumedCount)
    let time = (configuration.initialTimeNanoseconds ?? plan.timeNanoseconds) &+ freshCount
    try await instance.use { subnet in
      subnet.showPrint = { write($0.line) }
      subnet.answerOutcall = { _ in .awaited }
      subnet.codeFinder = { try library.code(withHash: $0, in: folder) }
      try subnet.setTime(nanoseconds: time)
    }
    try await instance.save()
    return instance
  }
}
