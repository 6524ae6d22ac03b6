import Bytes
import Candid
import JSON
import Subnet

/// The requests to an instance, in JSON.
extension PocketICServer {
  func perform(
    _ operation: InstanceOperation, _ body: JSONValue, on instance: Instance
  ) async throws(ProtocolError) -> JSONValue {
    switch operation {
    case .query:
      return JSONValue(try await instance.query(InstanceCall(body)), isCertified: false)
    case .submit:
      switch try await instance.submit(InstanceCall(body)) {
      case .refused(let result): return JSONValue(result, isCertified: false)
      case .accepted(let number, let subnet):
        return [
          "Ok": [
            "effective_principal": ["SubnetId": .bytes(subnet.bytes)], "message_id": number.id,
          ]
        ]
      }
    case .await:
      let (number, subnet) = try await message(body, of: instance)
      return JSONValue(try await instance.answer(to: number, on: subnet), isCertified: true)
    case .status:
      let (number, subnet) = try await message(body.required("raw_message_id"), of: instance)
      let caller = try body.optional("raw_caller")?.principal("principal_id", else: .badSender)
      let result = try await instance.status(of: number, on: subnet, for: caller)
      return result.map { JSONValue($0, isCertified: true) } ?? .null
    case .tick:
      if body.optional("blockmakers") != nil { throw .notSupported("Choosing block makers") }
      try await instance.tick()
    case .setTime:
      try await instance.setTime(nanoseconds: body.smallNumber("nanos_since_epoch"))
    case .setCertifiedTime:
      try await instance.setCertifiedTime(nanoseconds: body.smallNumber("nanos_since_epoch"))
    case .getCycles:
      return ["cycles": .integer(try await instance.cycles(of: body.canister()))]
    case .addCycles:
      let cycles = try body.number("amount")
      return ["cycles": .integer(try await instance.addCycles(cycles, to: body.canister()))]
    case .getStableMemory:
      return ["blob": .bytes(try await instance.stableMemory(of: body.canister()))]
    case .setStableMemory:
      let hash = try body.bytes("blob_id").hexadecimal
      guard let blob = blobs.blob(hash) else { throw .badBlobID }
      try await instance.setStableMemory(of: body.canister(), to: blob.content())
    case .getSubnet:
      let subnet = try await instance.subnet(having: body.canister())
      return subnet.map { ["subnet_id": .bytes($0.bytes)] } ?? .null
    case .getControllers:
      return .array(try await instance.controllers(of: body.canister()).map { .principal($0) })
    case .publicKey:
      let id = try body.principal("subnet_id", else: .badSubnetID)
      return .array(try await instance.publicKey(of: id).map { .number($0) })
    case .mockOutcall: try await instance.answer(OutcallMock(body))
    case .downloadSnapshot: try await instance.download(SnapshotTransfer(body))
    case .uploadSnapshot:
      return ["snapshot_id": .bytes(try await instance.upload(SnapshotTransfer(body)))]
    case .deleteSubnet:
      try await instance.deleteSubnet(body.principal("subnet_id", else: .badSubnetID))
    }
    return .null
  }

  /// The message that a request names, and its subnet.
  private func message(
    _ json: JSONValue, of instance: Instance
  ) async throws(ProtocolError) -> (MessageNumber, Principal) {
    let number = try MessageNumber(id: json.string("message_id"))
    let destination = try InstanceCall.Destination(json.required("effective_principal"))
    return (number, try await instance.subnet(destination))
  }
}
