import Bytes
import Candid
import Crypto
import Testing

@testable import ChainKeys

/// Public keys as PocketIC's are published, and signatures that others accept.
struct ChainKeyTests {
  private static func derived(
    _ algorithm: ChainKey.Algorithm, _ name: String, _ words: [String]
  ) throws -> ChainKey {
    let canister = try Principal(text: "uzt4z-lp777-77774-qaabq-cai")
    let path = (["Test", "Derivation", "For", "PocketIC"] + words + [name]).map { Array($0.utf8) }
    return ChainKey(algorithm, named: name).derived(by: [canister.bytes] + path)
  }

  @Test(arguments: [
    ("key_1", "03bca84b5629dc70a37cadb5b3cda0bfc35abc5658f1d9bf8335b10199785a3836"),
    ("test_key_1", "022ff35c84bd4cf899707789cfe5db76ce4a650563e678c53e8b128cb4bf4c3763"),
    ("dfx_test_key", "03f005cf69911ae75f622ce0a621ccddba1a30ea1f6c3d67dd56acbbddb88a9374"),
  ])
  func keysOfECDSA(name: String, publicKey: String) throws {
    let key = try Self.derived(.ecdsaSecp256k1, name, ["ECDSA", "secp256k1"])
    #expect(key.publicKey.hexadecimal == publicKey)
  }

  @Test(arguments: [
    ("key_1", "024f77f16549f46e56ef2d33223487dddce3ca4fab7368e2b2cb5c03286d59756a"),
    ("test_key_1", "029b3356b7f6070eb611f88a9a0ea1071131269ed4a6765ce8809796d048aafb33"),
    ("dfx_test_key", "02cf1cf363bf09db82d48a8e18a58abbc7d95a9c9e85167a6cc5dea5d81cac2904"),
  ])
  func keysOfBIP340(name: String, publicKey: String) throws {
    let key = try Self.derived(.bip340Secp256k1, name, ["Bip340secp256k1"])
    #expect(key.publicKey.hexadecimal == publicKey)
  }

  @Test(arguments: [
    ("key_1", "41a958daab5eded78e32e06be097ff85563a0d71230114bf52cfb7d633110393"),
    ("test_key_1", "6a0d9ea275f24797b451a42b824bda2a8576d35c73de08417092cbe0128849dc"),
    ("dfx_test_key", "3e9346f7c29d9c3a651309edbf92afbe1ac2eb6c02f2d384f6c105a5b6e8c75f"),
  ])
  func keysOfEd25519(name: String, publicKey: String) throws {
    let key = try Self.derived(.ed25519, name, ["Ed25519"])
    #expect(key.publicKey.hexadecimal == publicKey)
  }

  /// swift-crypto verifies what is signed here.
  @Test func signaturesOfEd25519() throws {
    let key = ChainKey(.ed25519, named: "key_1").derived(by: [[1, 2], []])
    let verifier = try Curve25519.Signing.PublicKey(rawRepresentation: key.publicKey)
    for message in [[], [UInt8](repeating: 7, count: 1000)] {
      let signature = key.ed25519Signature(of: message)
      #expect(verifier.isValidSignature(signature, for: message))
      #expect(!verifier.isValidSignature(signature, for: message + [0]))
    }
  }

  /// RFC 6979 has no example for this curve; these are widely used ones, such as Bitcoin Core's.
  @Test(arguments: [
    (
      "0000000000000000000000000000000000000000000000000000000000000001", "Satoshi Nakamoto",
      "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"
        + "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5"
    ),
    (
      "0000000000000000000000000000000000000000000000000000000000000001",
      "All those moments will be lost in time, like tears in rain. Time to die...",
      "8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b"
        + "547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21"
    ),
    (
      "f8b8af8ce3c7cca5e300d33939540c10d45ce001b8f252bfbc57ba0342904181", "Alan Turing",
      "7063ae83e7f62bbb171798131b4a0564b956930092b33b07b395615d9ec7e15c"
        + "58dfcc1e00a35e1572f366ffe34ba0fc47db1e7189759b9fb233c5b05ab388ea"
    ),
  ])
  func signaturesOfECDSA(secret: String, message: String, signature: String) throws {
    let scalar = try #require([UInt8](hexadecimal: secret))
    let key = ChainKey(.ecdsaSecp256k1, scalar: scalar, chainCode: [])
    let hash = Array(SHA256.hash(data: Array(message.utf8)))
    #expect(key.ecdsaSignature(ofHash: hash).hexadecimal == signature)
  }

  /// The examples of BIP 340 whose random bytes are 0.
  @Test(arguments: [
    (
      "0000000000000000000000000000000000000000000000000000000000000003",
      "0000000000000000000000000000000000000000000000000000000000000000",
      "e907831f80848d1069a5371b402410364bdf1c5f8307b0084c55f1ce2dca8215"
        + "25f66a4a85ea8b71e482a74f382d2ce5ebeee8fdb2172f477df4900d310536c0"
    )
  ])
  func signaturesOfBIP340(secret: String, message: String, signature: String) throws {
    let scalar = try #require([UInt8](hexadecimal: secret))
    let key = ChainKey(.bip340Secp256k1, scalar: scalar, chainCode: [])
    let bytes = try #require([UInt8](hexadecimal: message))
    #expect(key.bip340Signature(of: bytes).hexadecimal == signature)
  }

  /// The example of BIP 341 (wallet test vectors, key path spending) of a key without scripts.
  @Test func keysThatAreTweaked() throws {
    let scalar = try #require(
      [UInt8](
        hexadecimal: "6b973d88838f27366ed61c9ad6367663045cb456e28335c109e30717ae0c6baa"))
    let message = try #require(
      [UInt8](
        hexadecimal: "2514a6272f85cfa0f45eb907fcb0d121b808ed37c6ea160a5a9046ed5526d555"))
    let key = ChainKey(.bip340Secp256k1, scalar: scalar, chainCode: [])
    let tweaked = ChainKey(
      .bip340Secp256k1,
      scalar: try #require(
        [UInt8](
          hexadecimal: "2405b971772ad26915c8dcdf10f238753a9b837e5f8e6a86fd7c0cce5b7296d9")),
      chainCode: [])
    #expect(
      key.bip340Signature(of: message, merkleRoot: []) == tweaked.bip340Signature(of: message))
  }
}
