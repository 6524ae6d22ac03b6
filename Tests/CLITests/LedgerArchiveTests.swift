import Foundation
import TestSupport
import Testing

/// The ledger of `make deps` makes a canister for its old blocks by itself, with code that it
/// carries, and pays for it.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct LedgerArchiveTests {
  /// The anonymous user has tokens; three blocks go to the archive when there are five.
  private static let argument = """
    (variant { Init = record {
      token_name = "Tin"; token_symbol = "TIN"; transfer_fee = 10_000 : nat; metadata = vec {};
      minting_account = record { owner = principal "j7zkb-u2njf-hfirk-s" };
      initial_balances = vec {
        record { record { owner = principal "2vxsx-fae" }; 1_000_000_000 : nat }
      };
      archive_options = record {
        num_blocks_to_archive = 3 : nat64; trigger_threshold = 5 : nat64;
        controller_id = principal "2pmz5-c2b";
        cycles_for_archive_creation = opt (10_000_000_000_000 : nat64);
      };
    } })
    """

  @Test(.enabled(if: Fixtures.isAvailable(Fixtures.ledger), Comment(rawValue: Fixtures.absence)))
  func oldBlocksMoveToACanisterThatTheLedgerMakes() throws {
    try Tinsmith.inFolder { tinsmith in
      func output(_ arguments: String...) throws -> String {
        let outcome = try tinsmith.run(arguments + ["--engine", "interpreter"])
        #expect(outcome.status == 0, "\(arguments): \(outcome.errorText)")
        return outcome.outputText
      }
      try tinsmith.write(try #require(Fixtures.bytes(Fixtures.ledger)), to: "ledger.wasm")
      _ = try output("install", "ledger.wasm", Self.argument)
      for amount in 1...5 {
        let transfer =
          "(record { to = record { owner = principal \"2pmz5-c2b\" }; amount = \(amount) : nat })"
        #expect(try output("call", "ledger", "icrc1_transfer", transfer).contains("Ok = \(amount)"))
      }
      let archive = "lxzze-o7777-77777-aaaaa-cai"
      #expect(try tinsmith.run("network", "status").outputText.contains("\(archive)  -  "))
      let blocks = try output(
        "call", archive, "get_transactions",
        "(record { start = 0 : nat; length = 10 : nat })")
      #expect(blocks.split(separator: "kind = ").count == 4)
      let account = "(record { owner = principal \"2pmz5-c2b\" })"
      #expect(try output("call", "ledger", "icrc1_balance_of", account) == "(15 : nat)\n")
      #expect(try tinsmith.leftovers().isEmpty)
    }
  }
}
