import Bytes
import Candid
import Hashing
import JSON
import Subnet
import TestSupport
import Testing

/// Calls, and how they are answered.
@Suite(.enabled(if: TinsmithProgram.canRun, Comment(rawValue: TinsmithProgram.absence)))
struct MessageTests {
  private static let other: [UInt8] = [9, 9]

  @Test func countingGoesOn() throws {
    let client = try PocketICClient(ServerProgram())
    let canister = try client.createCanister(cycles: 3_000_000_000_000)
    #expect(canister.description == "lxzze-o7777-77777-aaaaa-cai")
    #expect(try client.cycles(of: canister) == 3_000_000_000_000)
    try client.install(WasmTools.parse(Canisters.counter), on: canister)
    #expect(try client.query(canister, "read") == .reply([0, 0, 0, 0]))
    #expect(try client.update(canister, "write") == .reply([1, 0, 0, 0]))
    #expect(try client.update(canister, "write") == .reply([2, 0, 0, 0]))
    #expect(try client.query(canister, "read") == .reply([2, 0, 0, 0]))
    #expect(try client.update(canister, "read") == .reply([2, 0, 0, 0]))
    let second = try client.createCanister()
    #expect(second.description == "lqy7q-dh777-77777-aaaaq-cai")
    // Cycles are paid for all that.
    #expect(try client.cycles(of: canister) < 3_000_000_000_000)
  }

  @Test(arguments: [
    ("reject_query", false, "CanisterReject", "CanisterRejectedMessage", "hello"),
    ("reject_update", true, "CanisterReject", "CanisterRejectedMessage", "hello"),
    ("trap_query", false, "CanisterError", "CanisterCalledTrap", "hello"),
    ("trap_update", true, "CanisterError", "CanisterCalledTrap", "hello"),
    ("reject_query", true, "CanisterReject", "CanisterRejectedMessage", "hello"),
    ("nothing", false, "CanisterError", "CanisterMethodNotFound", "has no query method 'nothing'"),
    ("nothing", true, "CanisterError", "CanisterMethodNotFound", "has no update method 'nothing'"),
  ])
  func rejectsHaveNames(
    method: String, isUpdate: Bool, rejectCode: String, errorCode: String, message: String
  ) throws {
    let client = try PocketICClient(ServerProgram())
    let canister = try client.installed(Canisters.counter)
    let outcome = try isUpdate ? client.update(canister, method) : client.query(canister, method)
    guard case .reject(let reject) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(reject.rejectCode == rejectCode && reject.errorCode == errorCode)
    #expect(reject.message.contains(message), "\(reject.message)")
    #expect(reject.isCertified == isUpdate)
  }

  @Test func canistersInspectMessagesFirst() throws {
    let client = try PocketICClient(ServerProgram())
    let canister = try client.installed(Canisters.doorkeeper)
    let expectations = [
      ("trap5", "CanisterTrapped", "unreachable"),
      ("skip", "CanisterRejectedMessage", "Canister rejected the message"),
    ]
    for (method, errorCode, message) in expectations {
      guard case .failure(let error) = try client.submit(canister, method) else {
        Issue.record("\(method) was taken in")
        continue
      }
      #expect(error.reject.errorCode == errorCode && !error.reject.isCertified)
      #expect(error.reject.message.contains(message))
    }
    #expect(try client.update(canister, "accept") == .reply([]))
  }

  @Test func whatIsNotThereIsToldBySentences() throws {
    let client = try PocketICClient(ServerProgram())
    let empty = try client.createCanister()
    func reject(_ outcome: PocketICClient.Outcome) throws -> PocketICClient.Reject {
      guard case .reject(let reject) = outcome else { throw PocketICClient.Unparsable(json: "") }
      return reject
    }
    for outcome in [try client.query(empty, "read"), try client.update(empty, "read")] {
      #expect(try reject(outcome).errorCode == "CanisterWasmModuleNotFound")
      #expect(try !reject(outcome).isCertified)
    }
    let absent = Principal(canisterIndex: empty.canisterIndex.map { $0 + 5 } ?? 0)
    for outcome in [try client.query(absent, "read"), try client.update(absent, "read")] {
      #expect(try reject(outcome).errorCode == "CanisterNotFound")
      #expect(try reject(outcome).message.contains("not found"))
    }
    #expect(try client.subnet(of: absent) == nil)
    for path in ["read/get_cycles", "read/get_controllers", "read/get_stable_memory"] {
      #expect(
        throws: PocketICClient.Refusal(
          status: 400, message: "CanisterNotFound(CanisterId(\(absent)))")
      ) { try client.post(path, PocketICClient.canister(absent)) }
    }
    #expect(
      throws: PocketICClient.Refusal(status: 400, message: "CanisterIsEmpty(CanisterId(\(empty)))")
    ) { try client.post("read/get_stable_memory", PocketICClient.canister(empty)) }
    let refusal = #expect(throws: PocketICClient.Refusal.self) {
      try client.query(.anonymous, "read")
    }
    #expect(refusal?.status == 400)
    #expect(
      refusal?.message
        == #"BadIngressMessage("Canister 2vxsx-fae does not belong to any subnet.")"#)
  }

  @Test func onlyControllersControl() throws {
    let client = try PocketICClient(ServerProgram())
    let canister = try client.createCanister()
    #expect(
      try client.post("read/get_controllers", PocketICClient.canister(canister))
        == .array([["principal_id": .string("BA==")]]))
    let error = #expect(throws: PocketICClient.RejectError.self) {
      try client.install(
        WasmTools.parse(Canisters.counter), on: canister, sender: Self.other)
    }
    #expect(error?.reject.errorCode == "CanisterInvalidController")
    #expect(
      error?.reject.message.hasPrefix("Only the controllers of the canister \(canister)") == true)
    try client.manage("stop_canister", canister)
    try client.manage("delete_canister", canister)
    #expect(try client.subnet(of: canister) == nil)
    let gone = #expect(throws: PocketICClient.RejectError.self) {
      try client.install(WasmTools.parse(Canisters.counter), on: canister)
    }
    #expect(gone?.reject.message.contains("not found") == true)
  }

  @Test func statusesAreForTheSender() throws {
    let client = try PocketICClient(ServerProgram())
    let canister = try client.installed(Canisters.counter)
    let message = try client.submit(canister, "write").get()
    #expect(try client.status(of: message) == nil)
    #expect(try client.status(of: message, caller: Self.other) == nil)
    try client.tick()
    #expect(try client.status(of: message) == .reply([1, 0, 0, 0]))
    #expect(try client.status(of: message, caller: [4]) == .reply([1, 0, 0, 0]))
    #expect(
      throws: PocketICClient.Refusal(
        status: 403, message: "The user tries to access Request ID not signed by the caller.")
    ) { try client.status(of: message, caller: Self.other) }
    for _ in 0..<2 { #expect(try client.answer(to: message) == .reply([1, 0, 0, 0])) }
    let trap = try client.submit(canister, "trap_update").get()
    try client.tick()
    guard case .reject(let reject) = try client.status(of: trap) else {
      Issue.record("no reject")
      return
    }
    #expect(reject.errorCode == "CanisterCalledTrap" && reject.isCertified)
    // Answers are forgotten five minutes later.
    try client.setTime(client.time + 301_000_000_000)
    try client.tick()
    #expect(try client.status(of: message) == nil)
  }

  @Test func messagesOfARoundSeeTheSameTime() throws {
    let client = try PocketICClient(ServerProgram())
    let canister = try client.installed(Canisters.counter)
    let messages = try (0..<2).map { _ in try client.submit(canister, "now_update").get() }
    let times = try messages.map { try client.answer(to: $0) }
    #expect(times[0] == times[1])
    #expect(try client.update(canister, "now_update") != times[0])
  }

  @Test func messagesHaveALimit() throws {
    let client = try PocketICClient(ServerProgram())
    let canister = try client.installed(Canisters.counter)
    let large = [UInt8](repeating: 0, count: 2 * 1024 * 1024 + 1)
    let refusal = #expect(throws: PocketICClient.Refusal.self) {
      try client.update(canister, "write", large)
    }
    #expect(refusal?.status == 400)
    let small = Array(large.prefix(2_000_000))
    #expect(try client.update(canister, "write", small) == .reply([1, 0, 0, 0]))
  }

  @Test func instancesDoNotSeeEachOther() async throws {
    let server = try ServerProgram()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for count in 1...8 {
        group.addTask {
          let client = try PocketICClient(server)
          let canister = try client.installed(Canisters.counter)
          for _ in 1..<count { _ = try client.update(canister, "write") }
          #expect(try client.update(canister, "write") == .reply([UInt8(count), 0, 0, 0]))
          try client.delete()
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func chunksMakeAModule() throws {
    let client = try PocketICClient(ServerProgram())
    var module = try WasmTools.parse(Canisters.counter)
    // A custom section of 1.5 MB.
    let size = 1_500_000
    module += [0] + LEB128.bytes(unsigned: UInt64(size + 2)) + [1, 0x78]
    module += [UInt8](repeating: 7, count: size)
    let canister = try client.createCanister()
    for store in [CandidValue.none, .option(.principal(canister))] {
      try client.manage("clear_chunk_store", canister)
      let chunks = stride(from: 0, to: module.count, by: 1_000_000).map {
        Array(module[$0..<min($0 + 1_000_000, module.count)])
      }
      let hashes = try chunks.map {
        try client.manage("upload_chunk", canister, ["chunk": .blob($0)])
      }
      #expect(try client.manage("stored_chunks", canister).elements.count == 2)
      try client.manage(
        "install_chunked_code",
        ManagementInterface.argument(
          [
            "mode": .variant("reinstall", .null), "target_canister": .principal(canister),
            "store_canister": store, "chunk_hashes_list": .vector(hashes),
            "wasm_module_hash": .blob(SHA256.hash(module)), "arg": .blob([]),
          ], of: "install_chunked_code"),
        effective: ["CanisterId": .string(Base64.encode(canister.bytes))])
      #expect(try client.update(canister, "write") == .reply([1, 0, 0, 0]))
    }
  }

  @Test func printsAreOnStandardErrorAtOnce() throws {
    let server = try ServerProgram()
    let client = try PocketICClient(server)
    let canister = try client.installed(Canisters.counter)
    _ = try client.update(canister, "print")
    let lines = server.errorText.split(separator: "\n")
    #expect(lines.count == 2)
    let time = "2021-05-06 19:17:10.00000000"
    #expect(lines.first?.hasPrefix(time) == true)
    #expect(lines.first?.hasSuffix(" UTC: [Canister \(canister)] hello") == true)
    #expect(lines.last?.hasSuffix(" UTC: [Canister \(canister)] hell") == true)
    let logs = try client.query(
      .management, "fetch_canister_logs",
      ManagementInterface.argument(
        ["canister_id": .principal(canister)], of: "fetch_canister_logs"),
      effective: ["CanisterId": .string(Base64.encode(canister.bytes))])
    guard case .reply(let bytes) = logs else {
      Issue.record("\(logs)")
      return
    }
    let records = try ManagementInterface.result(bytes, of: "fetch_canister_logs")
    #expect(
      records["canister_log_records"].elements.map { $0["content"].bytes }
        == [Array("hello".utf8), Array("hell".utf8)])
  }
}
