package import Admission
package import Candid

/// The purpose of a subnet: test networks have those of the Internet Computer, and some more.
///
/// The order of the cases is the one in which a network gets its subnets.
package enum SubnetRole: String, Codable, CaseIterable, Sendable {
  /// The one that governs the others.
  case nns = "NNS"
  /// The one with the organizations that canisters belong to.
  case sns = "SNS"
  case internetIdentity = "II"
  /// The one whose canisters hold bitcoins and the like.
  case fiduciary = "Fiduciary"
  case bitcoin = "Bitcoin"
  case testThresholdKeys = "TestThresholdKeys"
  case system = "System"
  case application = "Application"
  case verifiedApplication = "VerifiedApplication"
  /// One that is rented as a whole: everything is free there.
  case cloudEngine = "CloudEngine"

  /// What canisters are allowed.
  package var kind: SubnetKind {
    switch self {
    case .nns, .internetIdentity, .bitcoin, .system: .system
    case .sns, .fiduciary, .testThresholdKeys, .application, .verifiedApplication, .cloudEngine:
      .application
    }
  }

  /// How many nodes the subnet has.
  package var nodeCount: UInt64 {
    switch self {
    case .nns: 40
    case .sns, .internetIdentity, .fiduciary: 34
    case .bitcoin, .testThresholdKeys, .system, .application, .verifiedApplication, .cloudEngine: 13
    }
  }

  /// The names of the keys by which the subnet signs for canisters.
  var keyNames: [String] {
    switch self {
    case .internetIdentity, .fiduciary: ["key_1"]
    case .testThresholdKeys: ["dfx_test_key", "test_key_1"]
    case .nns, .sns, .bitcoin, .system, .application, .verifiedApplication, .cloudEngine: []
    }
  }

  /// The ids that the Internet Computer's subnet of this role has.
  package var publicRanges: [CanisterRange] {
    switch self {
    case .nns: [CanisterRange(0...6), CanisterRange(8...0xF_FFFF)]
    case .internetIdentity: [CanisterRange(7...7), CanisterRange(0x210_0000...0x21F_FFFF)]
    case .bitcoin: [CanisterRange(0x1A0_0000...0x1AF_FFFF)]
    case .sns: [CanisterRange(0x200_0000...0x20F_FFFF)]
    case .fiduciary: [CanisterRange(0x230_0000...0x23F_FFFF)]
    case .testThresholdKeys: [CanisterRange(0x1D0_0000...0x1DF_FFFF)]
    case .system, .application, .verifiedApplication, .cloudEngine: []
    }
  }

  /// The id of the Internet Computer's subnet of this role; nil if there are none or many.
  package var publicID: Principal? { Self.publicIDs[self] }

  private static let publicIDs: [SubnetRole: Principal] = [
    .nns: "tdb26-jop6k-aogll-7ltgs-eruif-6kk7m-qpktf-gdiqx-mxtrf-vb5e6-eqe",
    .internetIdentity: "uzr34-akd3s-xrdag-3ql62-ocgoh-ld2ao-tamcv-54e7j-krwgb-2gm4z-oqe",
    .bitcoin: "w4rem-dv5e3-widiz-wbpea-kbttk-mnzfm-tzrc7-svcj3-kbxyb-zamch-hqe",
    .sns: "x33ed-h457x-bsgyx-oqxqf-6pzwv-wkhzr-rm2j3-npodi-purzm-n66cg-gae",
    .fiduciary: "pzp6e-ekpqk-3c5x7-2h6so-njoeq-mt45d-h3h6c-q3mxf-vpeq5-fk5o7-yae",
    .testThresholdKeys: "fuqsr-in2lc-zbcjj-ydmcw-pzq7h-4xm2z-pto4i-dcyee-5z4rz-x63ji-nae",
  ].compactMapValues { try? Principal(text: $0) }
}
