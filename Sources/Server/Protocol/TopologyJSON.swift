import Admission
import Candid
import JSON
import Subnet

/// The subnets of an instance, as clients get them.
extension JSONValue {
  init(_ topology: NetworkTopology) {
    let members = topology.subnets.sorted {
      $0.settings.id.bytes.lexicographicallyPrecedes($1.settings.id.bytes)
    }
    let configurations = members.map { member in
      JSONMember(
        name: member.settings.id.description,
        value: JSONValue(member))
    }
    self = [
      "subnet_configs": .object(configurations),
      "default_effective_canister_id": .canister(
        topology.defaultEffectiveCanister ?? .management),
    ]
  }

  private init(_ member: NetworkTopology.Member) {
    let settings = member.settings
    let ranges = (settings.ranges + [settings.allotment]).map { range -> JSONValue in
      [
        "start": .canister(Principal(canisterIndex: range.first)),
        "end": .canister(Principal(canisterIndex: range.last)),
      ]
    }
    let isForBenchmarks = settings.kind == .benchmarking || settings.instructionLimit != nil
    self = [
      "subnet_kind": .string(member.role.rawValue),
      "subnet_seed": .array(settings.seed.map { .number($0) }),
      "instruction_config": .string(isForBenchmarks ? "Benchmarking" : "Production"),
      "subnet_admins": settings.admins.map { .array($0.map { .principal($0) }) } ?? .null,
      "cost_schedule": .string(settings.costSchedule == .free ? "Free" : "Normal"),
      "canister_ranges": .array(ranges),
    ]
  }
}
