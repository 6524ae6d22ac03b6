import Foundation
import WebAssembly

// The JSON as it is written, and what becomes of it.

struct RawScript: Decodable {
  var commands: [RawCommand]
}

/// All that commands can have; `type` says which of it there is.
struct RawCommand: Decodable {
  var type: String
  var line: Int
  var name: String?
  var filename: String?
  var binaryFilename: String?
  var moduleType: String?
  var text: String?
  var `as`: String?
  var instance: String?
  var module: String?
  var action: RawAction?
  var expected: [RawValue]?

  enum CodingKeys: String, CodingKey {
    case type, line, name, filename, text, `as`, instance, module, action, expected
    case binaryFilename = "binary_filename"
    case moduleType = "module_type"
  }
}

struct RawAction: Decodable {
  var type: String
  var module: String?
  var field: String
  var args: [RawValue]?
}

struct RawValue: Decodable {
  var type: String
  var laneType: String?
  var value: RawNumber?
  var values: [RawValue]?

  enum CodingKeys: String, CodingKey {
    case type, value, values
    case laneType = "lane_type"
  }
}

/// A number, or the lanes of a vector, in decimal digits or words.
enum RawNumber: Decodable {
  case one(String)
  case lanes([String])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      self = .one(text)
    } else {
      self = .lanes(try container.decode([String].self))
    }
  }
}

/// A script has something unknown.
package enum WastError: Error {
  case unknownCommand(String)
  case incompleteCommand(String, line: Int)
  case malformedNumber(String)
}

extension WastError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownCommand(let type): "unknown command \(type)"
    case .incompleteCommand(let type, let line): "incomplete command \(type) in line \(line)"
    case .malformedNumber(let text): "malformed number \(text)"
    }
  }
}

extension RawCommand {
  func kind(in folder: URL) throws -> WastScript.Kind {
    switch type {
    case "module": .module(name: name, try source(in: folder))
    case "module_definition": .definition(name: name, try source(in: folder))
    case "module_instance": .instance(name: instance, definition: module)
    case "register": .register(name: name, as: try required(self.as))
    case "action": .action(try required(action).action())
    case "assert_return":
      .assertReturn(
        try required(action).action(), try (expected ?? []).map { try $0.pattern() })
    case "assert_trap": .assertTrap(try required(action).action(), message: try required(text))
    case "assert_exhaustion":
      .assertExhaustion(try required(action).action(), message: try required(text))
    case "assert_exception": .assertException(try required(action).action())
    case "assert_malformed":
      .assertMalformed(try source(in: folder), message: try required(text))
    case "assert_invalid": .assertInvalid(try source(in: folder), message: try required(text))
    case "assert_unlinkable":
      .assertUnlinkable(try source(in: folder), message: try required(text))
    case "assert_uninstantiable":
      .assertUninstantiable(try source(in: folder), message: try required(text))
    default: throw WastError.unknownCommand(type)
    }
  }

  private func required<Part>(_ part: Part?) throws -> Part {
    guard let part else { throw WastError.incompleteCommand(type, line: line) }
    return part
  }

  private func source(in folder: URL) throws -> WastScript.ModuleSource {
    let binary = moduleType == "text" ? binaryFilename : try required(filename)
    guard let binary else { return .text }
    return .binary([UInt8](try Data(contentsOf: folder.appending(path: binary))))
  }
}

extension RawAction {
  func action() throws -> WastScript.Action {
    switch type {
    case "invoke":
      WastScript.Action(
        instance: module, export: field, kind: .invoke(try (args ?? []).map { try $0.argument() }))
    case "get": WastScript.Action(instance: module, export: field, kind: .get)
    default: throw WastError.unknownCommand(type)
    }
  }
}

extension RawValue {
  func argument() throws -> SpecValue {
    guard let valueType else { return .unsupported(type) }
    switch (valueType, value) {
    case (.funcref, .one("null")), (.externref, .one("null")): return .null(valueType)
    case (.externref, .one(let text)): return .external(UInt32(try Self.bits(text, width: 32)))
    case (.v128, .lanes(let texts)):
      let width = try laneWidth
      return .number(
        .v128, V128(lanes: try texts.map { try Self.bits($0, width: width) }, width: width))
    case (.i32, .one(let text)), (.f32, .one(let text)), (.i64, .one(let text)),
      (.f64, .one(let text)):
      let bits = try Self.bits(text, width: Int(valueType.sizeBytes) * 8)
      return .number(valueType, V128(low: bits, high: 0))
    default: throw WastError.malformedNumber("of type \(type)")
    }
  }

  func pattern() throws -> ValuePattern {
    if type == "either" { return .either(try (values ?? []).map { try $0.pattern() }) }
    if type == "refnull" { return .null(nil) }
    guard let valueType else { return .unsupported(type) }
    switch (valueType, value) {
    case (.funcref, nil), (.externref, nil): return .reference(valueType)
    case (.funcref, .one("null")), (.externref, .one("null")): return .null(valueType)
    case (.externref, .one(let text)): return .external(UInt32(try Self.bits(text, width: 32)))
    case (.v128, .lanes(let texts)):
      let width = try laneWidth
      return .lanes(.v128, width: width, try texts.map { try Self.lane($0, width: width) })
    case (.i32, .one(let text)), (.f32, .one(let text)), (.i64, .one(let text)),
      (.f64, .one(let text)):
      let width = Int(valueType.sizeBytes) * 8
      return .lanes(valueType, width: width, [try Self.lane(text, width: width)])
    default: throw WastError.malformedNumber("of type \(type)")
    }
  }

  private var valueType: ValueType? { ValueType.allCases.first { $0.description == type } }

  private var laneWidth: Int {
    get throws {
      guard let laneType, let width = Int(laneType.dropFirst()) else {
        throw WastError.malformedNumber("of lanes")
      }
      return width
    }
  }

  private static func lane(_ text: String, width: Int) throws -> LanePattern {
    switch text {
    case "nan:canonical": .canonicalNaN
    case "nan:arithmetic": .arithmeticNaN
    default: .bits(try bits(text, width: width))
    }
  }

  /// The bits of a number with or without a sign.
  private static func bits(_ text: String, width: Int) throws -> UInt64 {
    let bits = UInt64(text) ?? Int64(text).map { UInt64(bitPattern: $0) }
    guard let bits else { throw WastError.malformedNumber(text) }
    return width == 64 ? bits : bits & (1 << UInt64(width) - 1)
  }
}
