import Bytes
import Candid
import Foundation
import Hashing
import JSON
import TestSupport
import Testing

/// Blobs, and the stable memory that they become.
@Suite(.enabled(if: TinsmithProgram.canRun, Comment(rawValue: TinsmithProgram.absence)))
struct BlobTests {
  /// "Hello", as gzip compresses it.
  private static let compressed = Base64.decode("H4sIAAAAAAAAA/NIzcnJBwCCidH3BQAAAA==") ?? []

  @Test func blobsBecomeStableMemory() throws {
    let client = try PocketICClient(ServerProgram())
    let canister = try client.installed(Canisters.counter)
    for (bytes, encoding) in [(Array("Hello".utf8), nil), (Self.compressed, "gzip")] {
      let headers = encoding.map { ["Content-Encoding: \($0)"] } ?? []
      let stored = try client.raw("POST", "/blobstore/", bytes, headers: headers)
      #expect(stored.status == 200)
      let hash = String(decoding: stored.body, as: UTF8.self)
      #expect(hash == SHA256.hexadecimalHash(bytes))
      let found = try client.raw("GET", "/blobstore/\(hash)")
      #expect(found.body == bytes && found.headers["content-encoding"] == encoding)
      let id = Base64.encode([UInt8](hexadecimal: hash) ?? [])
      #expect(
        try client.post(
          "update/set_stable_memory",
          ["canister_id": .string(Base64.encode(canister.bytes)), "blob_id": .string(id)]) == .null)
      #expect(try client.query(canister, "stable") == .reply(Array("Hello".utf8)))
      let memory = try client.post("read/get_stable_memory", PocketICClient.canister(canister))
      guard case .string(let text) = memory["blob"] else { return }
      let whole = Base64.decode(text)
      #expect(whole?.count == 65536 && whole?.prefix(6) == [0x48, 0x65, 0x6C, 0x6C, 0x6F, 0])
    }
  }

  @Test func othersAreRefused() throws {
    let client = try PocketICClient(ServerProgram())
    let encoded = try client.raw("POST", "/blobstore", [1], headers: ["Content-Encoding: br"])
    #expect(encoded.status == 400 && encoded.body.starts(with: Array("Bad encoding: br".utf8)))
    #expect(try client.raw("GET", "/blobstore/nothing").status == 400)
    #expect(
      try client.raw("GET", "/blobstore/" + String(repeating: "0", count: 64)).status == 404)
    let canister = try client.installed(Canisters.counter)
    let broken = try client.raw(
      "POST", "/blobstore", Array(Self.compressed.dropLast(9)) + [UInt8](repeating: 0, count: 9),
      headers: ["Content-Encoding: gzip"])
    let id = [UInt8](hexadecimal: String(decoding: broken.body, as: UTF8.self)) ?? []
    #expect(throws: PocketICClient.Refusal(status: 400, message: "Decompression failed")) {
      try client.post(
        "update/set_stable_memory",
        [
          "canister_id": .string(Base64.encode(canister.bytes)),
          "blob_id": .string(Base64.encode(id)),
        ])
    }
  }
}
