import Candid
import Foundation
import Testing

@testable import Subnet

/// Invariants for all behaviour of canisters, users and machines.
struct SimulatorTests {
  @Test(arguments: UInt64(0)..<100)
  func invariantsHold(seed: UInt64) throws {
    let subnetCount = 1 + seed % 3
    var simulator = Simulator(seed: seed, subnetCount: subnetCount, canisterCount: 6 / subnetCount)
    for _ in 0..<600 {
      simulator.step()
      let (conservesCycles, answersOnce) = (simulator.conservesCycles, simulator.answersOnce)
      try #require(conservesCycles && answersOnce)
    }
    simulator.finish()
    let (isQuiet, conservesCycles) = (simulator.isQuiet, simulator.conservesCycles)
    #expect(isQuiet && conservesCycles)
    let (unanswered, answersOnce) = (simulator.unansweredCount, simulator.answersOnce)
    #expect(unanswered == 0 && answersOnce)
    let (answered, hasChangesAside) = (simulator.answerCounts.count, simulator.hasChangesAside)
    #expect(answered > 80 && !hasChangesAside)
  }

  /// The same inputs lead to the same state, even if it is stored and read in between.
  @Test(arguments: UInt64(0)..<10)
  func inputsReplay(seed: UInt64) throws {
    var simulator = Simulator(seed: seed, subnetCount: 1 + seed % 3, canisterCount: 2)
    for _ in 0..<200 { simulator.step() }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var replayed = NetworkState()
    for (index, input) in simulator.inputs.enumerated() {
      _ = replayed.apply(input)
      if index % 50 == 0 {
        let stored = try encoder.encode(replayed)
        let read = try JSONDecoder().decode(NetworkState.self, from: stored)
        let isEqual = read == replayed
        #expect(isEqual)
        #expect(try encoder.encode(read) == stored)
        replayed = read
      }
    }
    let isEqual = replayed == simulator.state
    #expect(isEqual)
    #expect(try encoder.encode(replayed) == encoder.encode(simulator.state))
  }
}
