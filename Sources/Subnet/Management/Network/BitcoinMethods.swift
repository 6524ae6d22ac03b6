import Candid

/// The methods that pass calls on to Bitcoin canisters, of which a network has none here
/// (Interface Specification, "The IC Bitcoin API").
enum BitcoinMethods {
  static let methods: [any ManagementMethod.Type] = [
    GetBalance.self, GetUTXOs.self, GetBlockHeaders.self, GetFeePercentiles.self,
    SendTransaction.self,
  ]

  private enum GetBalance: BitcoinMethod { static let name = "bitcoin_get_balance" }
  private enum GetUTXOs: BitcoinMethod { static let name = "bitcoin_get_utxos" }
  private enum GetBlockHeaders: BitcoinMethod { static let name = "bitcoin_get_block_headers" }
  private enum GetFeePercentiles: BitcoinMethod {
    static let name = "bitcoin_get_current_fee_percentiles"
  }
  private enum SendTransaction: BitcoinMethod { static let name = "bitcoin_send_transaction" }
}

/// A method that finds no Bitcoin canister.
private protocol BitcoinMethod: ManagementMethod {}

extension BitcoinMethod {
  static var ways: ManagementWays { .canisters }
  static var target: String? { nil }

  static func query(
    _ argument: CandidValue, of subnet: SubnetState
  ) throws(UserError) -> [CandidValue] {
    throw .noBitcoinCanisters
  }
}
