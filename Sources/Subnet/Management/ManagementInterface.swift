package import Candid

/// The types of the management canister's methods, from their text.
package enum ManagementInterface {
  /// As the Interface Specification has it.
  private static let text = """
    type header = record { name : text; value : text };
    type response = record { status : nat; headers : vec header; body : blob };
    type transform_argument = record { response : response; context : blob };
    type by_id = record { canister_id : principal };
    type settings = record { controllers : opt vec principal };
    type log_record = record { idx : nat64; timestamp_nanos : nat64; content : blob };
    type upgrade_options = record {
      skip_pre_upgrade : opt bool;
      wasm_memory_persistence : opt variant { keep; replace };
    };
    service : {
      create_canister : (record { settings : opt settings }) -> (by_id);
      install_code : (record {
        mode : variant { install; reinstall; upgrade : opt upgrade_options };
        canister_id : principal;
        wasm_module : blob;
        arg : blob;
      }) -> ();
      start_canister : (by_id) -> ();
      stop_canister : (by_id) -> ();
      deposit_cycles : (by_id) -> ();
      raw_rand : () -> (blob);
      fetch_canister_logs : (by_id) -> (record { canister_log_records : vec log_record }) query;
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
      // The method that a canister has for its transformations.
      transform : (transform_argument) -> (response) query;
    }
    """

  /// All methods, with their types.
  package static let interface: CandidInterface = {
    do {
      return try CandidInterface(
        parsing: CandidSource(name: "management canister", text: text))
    } catch {
      preconditionFailure("the interface of the management canister: \(error)")
    }
  }()

  /// The argument of a method; null if it takes none.
  static func decode(
    _ bytes: [UInt8], for method: String
  ) throws(CandidDecodingError) -> CandidValue {
    let types = interface.method(named: method)?.type.arguments ?? []
    return try CandidMessage(decoding: bytes).coerced(to: types, in: interface.types).first ?? .null
  }

  /// The field `canister_id` of a method's argument; nil if the method has none, or if it can't be
  /// read.
  static func canisterID(in bytes: [UInt8], for method: String) -> Principal? {
    guard case .principal(let id) = (try? decode(bytes, for: method))?["canister_id"] else {
      return nil
    }
    return id
  }

  /// The results of a method, as bytes.
  package static func encode(_ results: [CandidValue], of method: String) -> [UInt8] {
    CandidMessage.encode(
      results, as: interface.method(named: method)?.type.results ?? [], in: interface.types)
  }

  /// The arguments of a method, as bytes.
  package static func encode(arguments: [CandidValue], of method: String) -> [UInt8] {
    CandidMessage.encode(
      arguments, as: interface.method(named: method)?.type.arguments ?? [], in: interface.types)
  }
}
