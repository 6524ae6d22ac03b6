import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct LoadCommandTests {
  private func refuse(_ bytes: [UInt8], saying sentence: String) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(bytes, to: "canister.o")
      let outcome = try tinsmith.run("load", "--trust", "canister.o", "methods")
      #expect(outcome.status == 1 && outcome.output.isEmpty)
      #expect(outcome.errorText.contains(sentence), "\(outcome.errorText)")
    }
  }

  private func object(ofCounter emission: String = "object") throws -> [UInt8] {
    var object: [UInt8] = []
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(Modules.counter), to: "counter.wasm")
      try tinsmith.run("compile", "counter.wasm", "--emit", emission, "-o", "counter")
      object = try tinsmith.read("counter")
    }
    return object
  }

  @Test func whatIsNoObjectIsRefused() throws {
    try refuse([UInt8]("nothing".utf8), saying: "canister.o is no object file; make one by ")
    try refuse([], saying: "canister.o is no object file")
    try refuse(try object(ofCounter: "exe"), saying: "canister.o is no object file")
  }

  @Test func whatIsCutShortIsRefused() throws {
    let object = try object()
    for size in [64, object.count / 2, object.count - 1] {
      try refuse(Array(object.prefix(size)), saying: "canister.o can't be loaded: ")
    }
  }

  @Test func nothingIsNeededToLinkWith() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      try tinsmith.write("install \(RunCommandTests.id) counter.wasm 0x\n", to: "script.drun")
      let nowhere = ["PATH": "/nowhere", "TINSMITH_RUNTIME": "/nowhere"]
      for options in [[], ["--loader", "memory"]] {
        let loaded = try tinsmith.run(["run", "script.drun"] + options, environment: nowhere)
        #expect(loaded.isSuccess, "\(loaded.errorText)")
        #expect(loaded.outputText == RunCommandTests.created + RunCommandTests.installed)
      }
      let linked = try tinsmith.run(
        "run", "script.drun", "--loader", "linked", environment: ["PATH": "/nowhere"])
      #expect(linked.status == 1 && linked.errorText.contains("there is no linker"))
    }
  }

  @Test func fileMustBeNamed() throws {
    try Tinsmith.inFolder { tinsmith in
      let outcome = try tinsmith.run("load")
      #expect(outcome.status != 0 && outcome.errorText.contains("The object file is missing"))
      #expect(try tinsmith.run("load", "absent.o").errorText.contains("absent.o: can't be read"))
    }
  }
}
