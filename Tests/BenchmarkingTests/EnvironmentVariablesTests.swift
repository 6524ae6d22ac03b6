import TestSupport
import Testing

@testable import Benchmarking

struct EnvironmentVariablesTests {
  @Test(arguments: [
    ("", [:]), ("A,1", ["A": "1"]), ("A,1\n B , 2,3 \n", ["A": "1", "B": "2,3"]),
    ("A,1\r\nB=,2\r\n", ["A": "1", "B=": "2"]),
  ])
  func variables(text: String, expected: [String: String]) throws {
    #expect(try EnvironmentVariables.parse(text, path: "env.csv") == expected)
  }

  @Test(arguments: [("name", "name"), ("A,1\n\nB,2", ""), ("A,1\nA,2", "A,2")])
  func linesThatAreNoVariables(text: String, line: String) {
    #expect(throws: BenchmarkingError.invalidVariable(path: "env.csv", line: line)) {
      try EnvironmentVariables.parse(text, path: "env.csv")
    }
  }

  @Test func missingFiles() {
    let reason = "No such file or directory"
    #expect(throws: BenchmarkingError.variablesNotRead(path: "/nowhere/e.csv", reason: reason)) {
      try EnvironmentVariables.read("/nowhere/e.csv")
    }
  }
}
