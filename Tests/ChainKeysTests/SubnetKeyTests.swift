import Bytes
import Testing

@testable import ChainKeys

/// Public keys of subnets, beside those of other implementations.
struct SubnetKeyTests {
  private static let prefix =
    "308182301d060d2b0601040182dc7c0503010201060c2b0601040182dc7c05030201036100"

  /// Made with the Python package `py_ecc`, and accepted by noble-curves.
  @Test func keyOfAScalar() {
    let scalar = Integer(
      hexadecimal: "0d049b3da885c65a08eddf0fe2a3aa89679c6dd2fe0ff5b7f89feb46285ce53b")
    let key = SubnetKey(scalar: scalar)
    #expect(
      key.publicKey.hexadecimal
        == "8134a42ec70327caaa26a821cdda1c4500fbee69ad528d384250f1902738846043909710e13bdc57"
        + "02dd7f703c933446184a5f740d1aaed9aa7a07e0782edb128324451956c527892f8df34e48f2aa58"
        + "c6263e87095ca2b17de0f83387933d35")
    #expect(key.derPublicKey.hexadecimal == Self.prefix + key.publicKey.hexadecimal)
    #expect(key.derPublicKey.count == 133)
  }

  /// The generator itself, as the draft "Pairing-Friendly Curves" has it.
  @Test func keyOfOne() {
    #expect(
      SubnetKey(scalar: Integer(1)).publicKey.hexadecimal
        == "93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57"
        + "e5ac7d055d042b7e024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d177"
        + "0bac0326a805bbefd48056c8c121bdb8")
  }

  /// Seeds lead to different keys, and each to the same one again.
  @Test func seedsDecide() {
    let keys = [[], [1], [2]].map { SubnetKey(seed: $0) }
    #expect(Set(keys.map(\.publicKey)).count == 3)
    #expect(SubnetKey(seed: [1]).publicKey == keys[1].publicKey)
    #expect(keys.allSatisfy { $0.selfAuthenticatingID.count == 29 })
    #expect(Set(keys.map(\.selfAuthenticatingID)).count == 3)
  }
}
