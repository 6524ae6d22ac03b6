/// What a canister holds of its subnet, and pays for as time passes.
package struct Resources: Codable, Equatable, Sendable {
  /// What it uses of the subnet's memory.
  package var memoryBytes: UInt64 = 0
  /// What is set aside for it of the subnet's memory; it pays for the larger one.
  package var memoryAllocationBytes: UInt64 = 0
  /// What its calls set aside for their responses.
  package var messageMemoryBytes: UInt64 = 0
  /// Its part of a processor.
  package var computeAllocationPercent: UInt64 = 0

  package init() {}
}
