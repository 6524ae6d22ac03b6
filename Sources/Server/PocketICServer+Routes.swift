import Bytes
import JSON
import Subnet

/// What is where.
extension PocketICServer {
  /// Answers a request, however long that takes.
  package func answer(_ question: HTTPQuestion) async -> HTTPAnswer {
    do throws(ProtocolError) {
      return try await route(question)
    } catch {
      return HTTPAnswer(error)
    }
  }

  private func route(_ question: HTTPQuestion) async throws(ProtocolError) -> HTTPAnswer {
    let path = question.path
    switch (question.method, path.count) {
    case ("OPTIONS", _): return HTTPAnswer(status: 200)
    case ("GET", 1) where path[0] == "status": return HTTPAnswer(text: "")
    case ("GET", 1) where path[0] == "instances":
      return HTTPAnswer(.array(instances.statuses.map { .string($0) }))
    case ("POST", 1) where path[0] == "instances": return try await makeInstance(question)
    case ("DELETE", 2) where path[0] == "instances":
      try await instances.remove(path[1])?.end()
      return HTTPAnswer(status: 200)
    case ("POST", 1) where path[0] == "blobstore":
      let hash = try blobs.store(question.body, encoding: question.contentEncoding)
      return HTTPAnswer(text: hash)
    case ("GET", 2) where path[0] == "blobstore": return try blob(path[1])
    case ("GET", 1) where path[0] == "http_gateway": return HTTPAnswer(.array([]))
    case ("POST", 1) where path[0] == "http_gateway":
      let error = ProtocolError.notSupported("An HTTP gateway")
      return HTTPAnswer(status: 400, ["Error": ["message": .string(error.description)]])
    case (_, 3...) where path[0] == "instances":
      let instance = try instances[path[1]]
      return try await route(question, to: instance, path: path[2...].joined(separator: "/"))
    default: throw .notFound
    }
  }

  private func makeInstance(_ question: HTTPQuestion) async throws(ProtocolError) -> HTTPAnswer {
    do {
      let configuration = try InstanceConfiguration(JSONValue(body: question.body))
      let (number, instance) = try await instances.add {
        (number) throws(ProtocolError) in
        try await Instance.make(configuration, number: number, environment)
      }
      return HTTPAnswer(
        status: 201,
        [
          "Created": [
            "instance_id": .number(number), "topology": await instance.topologyJSON,
            "http_gateway_info": .null,
          ]
        ])
    } catch {
      return HTTPAnswer(status: 400, ["Error": ["message": .string(error.description)]])
    }
  }

  private func blob(_ name: String) throws(ProtocolError) -> HTTPAnswer {
    guard name.utf8.count == 64, name.allSatisfy({ $0.isHexDigit && $0.isASCII }) else {
      throw .badBlobID
    }
    guard let blob = blobs.blob(name.lowercased()) else { throw .notFound }
    var answer = HTTPAnswer(status: 200)
    answer.contentType = "application/octet-stream"
    answer.contentEncoding = blob.isCompressed ? "gzip" : nil
    answer.body = blob.bytes
    return answer
  }

  /// Requests of an instance.
  private func route(
    _ question: HTTPQuestion, to instance: Instance, path: String
  ) async throws(ProtocolError) -> HTTPAnswer {
    switch (question.method, path) {
    case ("GET", "read/get_time"):
      return HTTPAnswer(["nanos_since_epoch": .number(await instance.time())])
    case ("GET", "read/topology"), ("GET", "_/topology"):
      return HTTPAnswer(await instance.topologyJSON)
    case ("GET", "read/get_canister_http"):
      return HTTPAnswer(.array(try await instance.outcalls().map { JSONValue($0.0, of: $0.1) }))
    case ("GET", "_/dashboard"):
      return HTTPAnswer(text: await instance.dashboard, contentType: "text/html")
    case ("GET", "auto_progress"): return HTTPAnswer(.bool(false))
    case ("POST", "auto_progress"): throw .notSupported("Auto progress")
    case (_, _) where path.hasPrefix("api/"):
      throw .notSupported("The HTTP interface for agents")
    case ("POST", "stop_progress"): return HTTPAnswer(.null)
    case ("POST", _):
      guard let operation = InstanceOperation(rawValue: path) else { throw .notFound }
      let body = try JSONValue(body: question.body)
      let answer = try await perform(operation, body, on: instance)
      // Nothing is acknowledged that could get lost.
      if operation.changesState { try await instance.save() }
      return HTTPAnswer(answer)
    default: throw .notFound
    }
  }
}

/// The operations of an instance, by path.
enum InstanceOperation: String {
  case query = "read/query"
  case submit = "update/submit_ingress_message"
  case await = "update/await_ingress_message"
  case status = "read/ingress_status"
  case tick = "update/tick"
  case setTime = "update/set_time"
  case setCertifiedTime = "update/set_certified_time"
  case getCycles = "read/get_cycles"
  case addCycles = "update/add_cycles"
  case getStableMemory = "read/get_stable_memory"
  case setStableMemory = "update/set_stable_memory"
  case getSubnet = "read/get_subnet"
  case getControllers = "read/get_controllers"
  case publicKey = "read/pub_key"
  case mockOutcall = "update/mock_canister_http"
  case deleteSubnet = "update/delete_subnet"
  case downloadSnapshot = "update/canister_snapshot_download"
  case uploadSnapshot = "update/canister_snapshot_upload"

  /// Whether something of the instance may be other than before.
  var changesState: Bool { !rawValue.hasPrefix("read/") }
}
