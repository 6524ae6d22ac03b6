package import Admission
package import Candid
import Subnet
import SubnetHost

/// Calls of the management canister by users.
extension NetworkSession {
  /// Calls a method of the management canister; `argument` is written in Candid.
  ///
  /// The result is null if the method has none.
  @discardableResult
  package func manage(
    _ method: String, _ argument: String, on subnet: Principal? = nil
  ) throws -> CandidValue {
    let interface = ManagementInterface.interface
    let type = interface.method(named: method)?.type
    let bytes = try ArgumentText.encode(
      CandidSource(name: method, text: argument), as: type?.arguments ?? [], in: interface.types)
    let isQuery = interface.method(named: method)?.isQuery == true
    var call = Call(method: method, argument: bytes, isQuery: isQuery, runsTasks: !isQuery)
    call.subnet = subnet
    let reply = try self.call(call, on: .management)
    return try CandidMessage(decoding: reply)
      .coerced(to: type?.results ?? [], in: interface.types).first ?? .null
  }

  /// Calls a method of the management canister about a canister; `fields` are what the argument has
  /// besides its id, written in Candid.
  @discardableResult
  package func manage(
    _ method: String, of id: Principal, _ fields: [String] = []
  ) throws -> CandidValue {
    let all = ["canister_id = principal \"\(id)\""] + fields
    return try manage(method, "(record { \(all.joined(separator: "; ")) })")
  }

  /// The id of the canister that a user names, with or without code.
  package func id(of target: CanisterTarget) throws -> Principal {
    guard try open(naming: target), let id = record.id(of: target) else {
      throw WorkspaceError.notInstalled(target.text, names: record.names)
    }
    return id
  }

  /// Adds a subnet that has no canisters yet; its id.
  package func addSubnet(_ kind: SubnetKind) throws -> Principal {
    _ = try open()
    var settings = SubnetSettings(allotmentNumber: UInt64(record.network.subnets.count))
    settings.kind = kind
    try host.addSubnet(settings)
    try commit()
    return settings.id
  }

  /// Creates an empty canister with a name, on the first subnet unless another one is named;
  /// `fields` are written in Candid.
  package func create(
    _ name: String, _ fields: [String], on subnet: Principal? = nil
  ) throws -> Principal {
    _ = try open()
    if let subnet, record.network.subnets[subnet] == nil {
      throw WorkspaceError.noSubnet(subnet, ids: record.network.subnetIDs)
    }
    if record.names.contains(name) { throw WorkspaceError.nameTaken(name) }
    let result = try manage(
      "provisional_create_canister_with_cycles", "(record { \(fields.joined(separator: "; ")) })",
      on: subnet)
    let id = result["canister_id"].principal
    try label(id, name)
    return id
  }

  /// Lets the network's clock go ahead of the machine's by so much more.
  package func advance(nanoseconds: UInt64) throws {
    guard try open() else { throw WorkspaceError.noNetwork(folder.path) }
    let (lead, overflows) = record.clockLeadNanoseconds.addingReportingOverflow(nanoseconds)
    guard !overflows, lead < NetworkRecord.maximumClockLead else {
      throw WorkspaceError.timeTooLate
    }
    record.clockLeadNanoseconds = lead
    try host.setTime(nanoseconds: record.timeNanoseconds)
    try commit()
  }
}
