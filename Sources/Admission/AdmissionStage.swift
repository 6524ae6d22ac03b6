/// The stages of admission that may take a while, after the module is there uncompressed.
package enum AdmissionStage: Sendable {
  case decoding, validating
  /// The rules for canisters.
  case checking
}
