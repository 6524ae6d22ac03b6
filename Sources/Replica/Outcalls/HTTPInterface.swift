import Candid

/// The Candid messages of `http_request`.
struct HTTPInterface {
  private let table: TypeTable
  private let requestTypes: [CandidType]
  private let responseTypes: [CandidType]
  private let transformTypes: [CandidType]

  /// As the Interface Specification has it; `transform` is the method that a canister has for it.
  private static let text = """
    type header = record { name : text; value : text };
    type response = record { status : nat; headers : vec header; body : blob };
    type transform_argument = record { response : response; context : blob };
    service : {
      http_request : (record {
        url : text;
        max_response_bytes : opt nat64;
        method : variant { get; head; post; put; delete };
        headers : vec header;
        body : opt blob;
        transform : opt record {
          function : func (transform_argument) -> (response) query;
          context : blob;
        };
        is_replicated : opt bool;
      }) -> (response);
      transform : (transform_argument) -> (response) query;
    }
    """

  init() {
    do {
      let interface = try CandidInterface(
        parsing: CandidSource(name: "http_request", text: Self.text))
      table = interface.types
      requestTypes = interface.method(named: "http_request")?.type.arguments ?? []
      responseTypes = interface.method(named: "http_request")?.type.results ?? []
      transformTypes = interface.method(named: "transform")?.type.arguments ?? []
    } catch {
      preconditionFailure("the interface of http_request: \(error)")
    }
  }

  func request(decoding bytes: [UInt8]) throws(CandidDecodingError) -> HTTPRequest {
    let value = try CandidMessage(decoding: bytes).coerced(to: requestTypes, in: table)[0]
    let transform = value["transform"].content.map { transform in
      let (canister, method) = transform["function"].function
      return HTTPRequest.Transform(
        canister: canister, method: method, context: transform["context"].bytes)
    }
    return HTTPRequest(
      url: value["url"].string, method: Self.method(value["method"]),
      headers: value["headers"].elements.map {
        HTTPHeader(name: $0["name"].string, value: $0["value"].string)
      },
      body: value["body"].content?.bytes ?? [],
      maximumResponseBytes: value["max_response_bytes"].content?.number,
      transform: transform, isReplicated: value["is_replicated"].content != .bool(false))
  }

  private static func method(_ value: CandidValue) -> String {
    guard case .variant(let tag) = value else { return "" }
    return ["get", "head", "post", "put", "delete"]
      .first { FieldLabel(name: $0) == tag.label } ?? ""
  }

  func encode(_ response: HTTPResponse) -> [UInt8] {
    CandidMessage.encode([Self.value(response)], as: responseTypes, in: table)
  }

  /// What a transform query is called with.
  func transformArgument(_ response: HTTPResponse, context: [UInt8]) -> [UInt8] {
    let argument = Self.record([("response", Self.value(response)), ("context", .blob(context))])
    return CandidMessage.encode([argument], as: transformTypes, in: table)
  }

  private static func value(_ response: HTTPResponse) -> CandidValue {
    let headers = response.headers.map {
      record([("name", .text($0.name)), ("value", .text($0.value))])
    }
    return record([
      ("status", .nat(BigInteger(response.status))), ("headers", .vector(headers)),
      ("body", .blob(response.body)),
    ])
  }

  private static func record(_ fields: [(String, CandidValue)]) -> CandidValue {
    .record(
      fields.map { CandidValue.Field(FieldLabel(name: $0), $1) }
        .sorted { $0.label.id < $1.label.id })
  }
}

/// What is in a value whose type is known, so that nothing else can be.
extension CandidValue {
  fileprivate subscript(name: String) -> CandidValue {
    guard case .record(let fields) = self else { return .null }
    let label = FieldLabel(name: name)
    return fields.first { $0.label == label }?.value ?? .null
  }

  fileprivate var content: CandidValue? {
    if case .option(let value) = self { value } else { nil }
  }

  fileprivate var elements: [CandidValue] {
    if case .vector(let values) = self { values } else { [] }
  }

  fileprivate var string: String {
    if case .text(let text) = self { text } else { "" }
  }

  fileprivate var bytes: [UInt8] {
    if case .blob(let bytes) = self { bytes } else { [] }
  }

  fileprivate var number: UInt64? {
    if case .nat64(let number) = self { number } else { nil }
  }

  fileprivate var function: (Principal, String) {
    guard case .function(let canister, let method) = self else { return (.management, "") }
    return (canister, method)
  }
}
