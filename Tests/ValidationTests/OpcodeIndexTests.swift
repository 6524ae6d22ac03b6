import Foundation
import TestSupport
import Testing
import Validation
import WebAssembly

/// The table of opcodes and the rules of validation agree with the specification's index of
/// instructions, which `opcodes.txt` holds.
struct OpcodeIndexTests {
  /// A line of the index.
  struct Entry: CustomTestStringConvertible {
    let prefix: UInt8
    let code: UInt32
    let mnemonic: String
    let immediates: [String]
    let type: String

    var testDescription: String { mnemonic }

    init?(_ line: Substring) {
      if line.hasPrefix("#") { return nil }
      // Columns are two blanks apart at least; within one there are single blanks.
      let columns = line.split(separator: "  ").map { $0.trimmingCharacters(in: .whitespaces) }
        .filter { !$0.isEmpty }
      guard columns.count == 4 else { return nil }
      let codes = columns[0].split(separator: " ").compactMap { UInt32($0, radix: 16) }
      guard let code = codes.last else { return nil }
      prefix = codes.count == 2 ? UInt8(codes[0]) : 0
      self.code = code
      mnemonic = columns[1]
      immediates = columns[2] == "-" ? [] : columns[2].split(separator: " ").map(String.init)
      type = columns[3]
    }
  }

  static let entries: [Entry] = {
    let url = PackageRoot.appending("Tests/ValidationTests/opcodes.txt")
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { Entry($0) }
  }()

  @Test func tableIsTheIndex() {
    func line(_ prefix: UInt8, _ code: UInt32, _ mnemonic: String) -> String {
      "\(prefix) \(code) \(mnemonic)"
    }
    let table = Set(Opcode.all.map { line($0.prefix, $0.code, $0.mnemonic) })
    let index = Set(Self.entries.map { line($0.prefix, $0.code, $0.mnemonic) })
    #expect(table.subtracting(index) == [])
    #expect(index.subtracting(table) == [])
    #expect(Self.entries.count == 459)
  }

  /// The entries with a type of their own: all but those of structured control and of branches.
  static let typed = entries.filter { !$0.type.contains("*") && $0.type != "-" }

  @Test(arguments: typed)
  func typeIsThatOfTheIndex(_ entry: Entry) throws {
    let (parameters, results) = try Self.types(entry)
    try accept(entry, parameters, results)
    for position in parameters.indices {
      var wrong = parameters
      wrong[position] = wrong[position] == 0x7D ? 0x7C : 0x7D
      // Only these take any number: then two operands differ, or the result does.
      refuse(entry, wrong, results)
    }
    for position in results.indices {
      var wrong = results
      wrong[position] = wrong[position] == 0x7D ? 0x7C : 0x7D
      refuse(entry, parameters, wrong)
    }
    refuse(entry, parameters, results + [0x7F])
    if !parameters.isEmpty { refuse(entry, Array(parameters.dropFirst()), results) }
  }

  private func accept(_ entry: Entry, _ parameters: [UInt8], _ results: [UInt8]) throws {
    let module = try Self.module(entry, parameters, results)
    _ = try Validator.validate(module)
  }

  private func refuse(_ entry: Entry, _ parameters: [UInt8], _ results: [UInt8]) {
    // Dropping an operand of another type is all right.
    if entry.mnemonic == "drop" && !parameters.isEmpty && results.isEmpty { return }
    let error = #expect(throws: ValidationError.self, "\(parameters) \(results)") {
      try Validator.validate(try Self.module(entry, parameters, results))
    }
    #expect(error?.message.hasPrefix("type mismatch") == true)
  }

  /// A function that takes the operands of the instruction and gives its results.
  ///
  /// The local after its parameters is an i64, as the global is.
  private static func module(
    _ entry: Entry, _ parameters: [UInt8], _ results: [UInt8]
  ) throws -> Module {
    var code: [UInt8] = []
    for index in parameters.indices { code += [0x20, UInt8(index)] }
    if entry.prefix != 0 { code.append(entry.prefix) }
    code += entry.prefix == 0 ? [UInt8(entry.code)] : BinaryModule.number(Int(entry.code))
    for immediate in entry.immediates { code += try bytes(immediate, of: entry, parameters) }
    let bytes = BinaryModule.function(
      parameters: parameters, results: results, locals: [[0x01, 0x7E]], code: code)
    return try ModuleDecoder().decode(bytes)
  }

  private struct Unknown: Error {
    let text: String
  }

  private static func bytes(
    _ immediate: String, of entry: Entry, _ parameters: [UInt8]
  ) throws -> [UInt8] {
    switch immediate {
    // The local behind the parameters; all other index spaces have one entry at least.
    case "x" where entry.mnemonic.hasPrefix("local."): [UInt8(parameters.count)]
    case "x", "y", "lane", "i32", "i64": [0x00]
    case "memarg": [0x00, 0x00]
    case "f32": [0x00, 0x00, 0x00, 0x00]
    case "f64": [UInt8](repeating: 0x00, count: 8)
    case "i128", "lane16": [UInt8](repeating: 0x00, count: 16)
    case "t": [0x01, 0x7E]
    case "ht": [0x70]
    default: throw Unknown(text: immediate)
    }
  }

  /// The type of an entry in bytes; `t` is the type of the local, the global or the table.
  private static func types(_ entry: Entry) throws -> (parameters: [UInt8], results: [UInt8]) {
    let sides = try entry.type.split(separator: " -> ").map { side throws in
      try side.dropFirst().dropLast().split(separator: " ").map { name throws -> UInt8 in
        switch name {
        case "i32", "at": return 0x7F
        case "i64": return 0x7E
        case "f32": return 0x7D
        case "f64": return 0x7C
        case "v128": return 0x7B
        case "reference": return 0x70
        case "t": return entry.mnemonic.hasPrefix("table.") ? 0x70 : 0x7E
        default: throw Unknown(text: String(name))
        }
      }
    }
    guard sides.count == 2 else { throw Unknown(text: entry.type) }
    return (sides[0], sides[1])
  }
}
