import TestSupport
import WebAssembly

extension AccessWriter {
  /// What becomes of a value that was loaded, or of one that is stored.
  private enum Shape: CaseIterable {
    case returned, dropped, selected, selectedBetweenLoads, usedTwice
    case stored, storedInVain, storedBack, keptInGlobal
    case branchedOn, usedOnOneWay, neededLate, lostToATrap
    case summedInLoop, copiedInLoop, overwritten
  }

  /// Writes a function around a load and its first consumer.
  mutating func function(
    named name: String, _ load: MemoryAccess, _ consumer: Consumer
  ) -> AccessingFunction {
    locals = []
    let offset = chance(1, in: 3) ? random.pick([1, 5, 16]) : 0
    var access = load
    let shape = random.pick(Shape.allCases)
    let code: Expression?
    let statements: String
    if shape == .overwritten {
      access = random.pick(MemoryAccess.stores)
      (code, statements) = (nil, overwritten(access, offset: offset))
    } else {
      let loaded = loading(access, from: "$address", offset: offset)
      (statements, code) = self.code(shape, loaded, access, consumer, offset: offset)
    }
    let declared = locals.map { "(local \($0.name) \($0.type))" }.joined(separator: " ")
    return AccessingFunction(
      name: name,
      text: """
        (func $\(name) (export "\(name)") \(AccessingFunction.parameters)
          \(code.map { "(result \($0.type))" } ?? "") \(declared)
          \(statements)
          \(code?.text ?? ""))
        """,
      result: code?.type, sizeBytes: access.sizeBytes, offset: offset,
      reach: Self.reach(shape))
  }

  /// How many more bytes may be accessed if the first are in range.
  private static func reach(_ shape: Shape) -> Int {
    switch shape {
    case .summedInLoop, .copiedInLoop: 40 * maximumStep
    case .overwritten: 16
    default: 0
    }
  }

  private static let maximumStep = 16

  // Accesses ----------------------------------------------------------------------------------

  private mutating func loading(
    _ access: MemoryAccess, from address: String, offset: Int = 0
  ) -> Expression {
    let vector = access.laneCount > 0 ? " \(operand(.v128))" : ""
    return Expression(
      text: "(\(access.mnemonic) offset=\(offset)\(lane(of: access.laneCount)) "
        + "(local.get \(address))\(vector))",
      type: access.type)
  }

  /// Stores as many bytes as fit, but no more than so many.
  private mutating func storing(
    _ value: Expression, to address: String, offset: Int = 0, most: Int = 16
  ) -> String {
    let stores = MemoryAccess.stores.filter { $0.type == value.type && $0.sizeBytes <= most }
    let store = random.pick(stores)
    return "(\(store.mnemonic) offset=\(offset)\(lane(of: store.laneCount)) "
      + "(local.get \(address)) \(value.text))"
  }

  private mutating func local(_ name: String, _ type: ValueType) -> String {
    locals.append((name, type))
    return name
  }

  // Shapes ------------------------------------------------------------------------------------

  private mutating func code(
    _ shape: Shape, _ loaded: Expression, _ access: MemoryAccess, _ consumer: Consumer, offset: Int
  ) -> (statements: String, value: Expression?) {
    func used(_ writer: inout Self) -> Expression {
      writer.applyingMore(to: writer.applying(consumer, to: loaded))
    }
    switch shape {
    case .summedInLoop, .copiedInLoop: return loop(shape, loaded, consumer)
    case .branchedOn, .usedOnOneWay, .neededLate, .lostToATrap:
      return branches(shape, loaded, consumer)
    case .returned, .overwritten: return ("", used(&self))
    case .dropped: return ("(drop \(used(&self).text))", nil)
    case .selected:
      var value = used(&self)
      value.text = select(value.text, operand(value.type), type: value.type)
      return ("", value)
    case .selectedBetweenLoads:
      var value = used(&self)
      let other = value.text.replacing("(local.get $address)", with: "(local.get $other)")
      value.text = select(value.text, other, type: value.type)
      return ("", value)
    case .usedTwice:
      let name = local("$loaded", loaded.type)
      let both = "(local.tee \(name) \(loaded.text)) (local.get \(name))"
      let value = Expression(
        text: "(\(combination(loaded.type)) \(both))", type: loaded.type)
      return ("", applying(consumer, to: value))
    case .stored: return (storing(used(&self), to: "$other"), nil)
    case .storedInVain:
      let value = used(&self)
      let rest = Expression(text: constant(value.type), type: value.type)
      let full = MemoryAccess.stores.first { $0.type == value.type }?.mnemonic ?? ""
      return (
        "\(storing(value, to: "$other")) (\(full) (local.get $other) \(rest.text))", nil
      )
    case .storedBack:
      var value = used(&self)
      if value.type != loaded.type {
        value = Expression(
          text: "(\(combination(loaded.type)) \(loaded.text) \(operand(loaded.type)))",
          type: loaded.type)
      }
      let least = MemoryAccess.stores.filter { $0.type == value.type }.map(\.sizeBytes).min() ?? 0
      return (
        storing(value, to: "$address", offset: offset, most: max(access.sizeBytes, least)), nil
      )
    case .keptInGlobal:
      let value = used(&self)
      let again = chance(1, in: 2) ? "(global.set $\(value.type) \(constant(value.type)))" : ""
      return ("(global.set $\(value.type) \(value.text)) \(again)", nil)
    }
  }

  private mutating func branches(
    _ shape: Shape, _ loaded: Expression, _ consumer: Consumer
  ) -> (statements: String, value: Expression?) {
    let name = local("$loaded", loaded.type)
    let start = "(local.set \(name) \(loaded.text))"
    let value = applyingMore(
      to: applying(consumer, to: Expression(text: "(local.get \(name))", type: loaded.type)))
    switch shape {
    case .branchedOn:
      let branch = random.pick(["(br_if 0 ", "(br_table 0 0 0 ", "(br_table 0 1 0 "])
      return ("\(start) (block \(branch)\(condition(value))) (global.set $i32 (i32.const 1)))", nil)
    case .usedOnOneWay:
      let text =
        "(if (result \(value.type)) (local.get $flag) (then \(value.text)) "
        + "(else \(operand(value.type))))"
      return (start, Expression(text: text, type: value.type))
    case .neededLate:
      let early = "(if (local.get $flag) (then (return (i32.const 4))))"
      let late = "(if \(condition(value)) (then (return (i32.const 1))))"
      return ("\(start) \(early) \(late)", Expression(text: "(i32.const 2)", type: .i32))
    default:
      return ("\(start) (if (local.get $flag) (then (unreachable)))", value)
    }
  }

  private mutating func loop(
    _ shape: Shape, _ loaded: Expression, _ consumer: Consumer
  ) -> (statements: String, value: Expression?) {
    var value = applying(consumer, to: loaded)
    if chance(1, in: 2) {
      value.text = select(value.text, operand(value.type), type: value.type)
    }
    let count = local("$passes", .i32)
    let step = random.pick([0, 1, 4, 8, Self.maximumStep])
    let end = random.pick(["(local.get $count)", "(i32.const 8)", "(i32.const 40)"])
    var work: String
    var result: Expression?
    if shape == .summedInLoop {
      let sum = local("$sum", value.type)
      work = "(local.set \(sum) (\(combination(value.type)) (local.get \(sum)) \(value.text)))"
      result = Expression(text: "(local.get \(sum))", type: value.type)
    } else {
      work = storing(value, to: "$other")
    }
    if chance(1, in: 3) {
      let condition = random.pick([
        "(i32.lt_u (local.get \(count)) (i32.const 3))",
        "(i32.eqz (i32.and (local.get \(count)) (i32.const 1)))",
        "(i32.eqz (i32.load8_u (i32.add (local.get \(count)) (i32.const 2048))))",
      ])
      work = "(if \(condition) (then \(work)))"
    }
    return (
      """
      (loop \(work)
        (local.set $address (i32.add (local.get $address) (i32.const \(step))))
        (local.set $other (i32.add (local.get $other) (i32.const \(step))))
        (local.set \(count) (i32.add (local.get \(count)) (i32.const 1)))
        (br_if 0 (i32.lt_u (local.get \(count)) \(end))))
      """, result
    )
  }

  /// A store, and others that write some of the same bytes.
  private mutating func overwritten(_ access: MemoryAccess, offset: Int) -> String {
    let first =
      "(\(access.mnemonic) offset=\(offset)\(lane(of: access.laneCount)) (local.get $address) "
      + "\(operand(access.type)))"
    let others = (0..<random.pick([1, 1, 2])).map { _ in
      let type = random.pick(Self.types)
      let value = Expression(text: operand(type), type: type)
      return storing(value, to: "$address", offset: random.next(below: offset + 1))
        .replacing(
          "(local.get $address)",
          with: "(i32.sub (local.get $address) (i32.const \(random.pick([0, 1, 4, 8]))))")
    }
    return ([first] + others).joined(separator: " ")
  }
}
