// Types and lifetimes (RFC 2603, "Type Mangling").
extension RustSymbolV0 {
  mutating func type() throws(Failure) {
    try nested { symbol throws(Failure) in
      let tag = try symbol.next()
      if let basic = Self.basicType(tag) { return try symbol.show(basic) }
      switch tag {
      case UInt8(ascii: "R"): try symbol.referenceType("")
      case UInt8(ascii: "Q"): try symbol.referenceType("mut ")
      case UInt8(ascii: "P"): try symbol.wrapped("*const ", "")
      case UInt8(ascii: "O"): try symbol.wrapped("*mut ", "")
      case UInt8(ascii: "S"): try symbol.wrapped("[", "]")
      case UInt8(ascii: "A"):
        try symbol.wrapped("[", "; ")
        try symbol.constant(inValue: true)
        try symbol.show("]")
      case UInt8(ascii: "T"):
        try symbol.show("(")
        let count = try symbol.list { symbol throws(Failure) in try symbol.type() }
        try symbol.show(count == 1 ? ",)" : ")")
      case UInt8(ascii: "F"):
        try symbol.inBinder { symbol throws(Failure) in try symbol.functionType() }
      case UInt8(ascii: "D"): try symbol.traitObject()
      case UInt8(ascii: "B"):
        try symbol.reference { symbol throws(Failure) in try symbol.type() }
      default:
        symbol.stepBack()
        try symbol.path(inValue: false)
      }
    }
  }

  private static func basicType(_ tag: UInt8) -> String? {
    switch tag {
    case UInt8(ascii: "a"): "i8"
    case UInt8(ascii: "b"): "bool"
    case UInt8(ascii: "c"): "char"
    case UInt8(ascii: "d"): "f64"
    case UInt8(ascii: "e"): "str"
    case UInt8(ascii: "f"): "f32"
    case UInt8(ascii: "h"): "u8"
    case UInt8(ascii: "i"): "isize"
    case UInt8(ascii: "j"): "usize"
    case UInt8(ascii: "l"): "i32"
    case UInt8(ascii: "m"): "u32"
    case UInt8(ascii: "n"): "i128"
    case UInt8(ascii: "o"): "u128"
    case UInt8(ascii: "p"): "_"
    case UInt8(ascii: "s"): "i16"
    case UInt8(ascii: "t"): "u16"
    case UInt8(ascii: "u"): "()"
    case UInt8(ascii: "v"): "..."
    case UInt8(ascii: "x"): "i64"
    case UInt8(ascii: "y"): "u64"
    case UInt8(ascii: "z"): "!"
    default: nil
    }
  }

  private mutating func wrapped(_ before: String, _ after: String) throws(Failure) {
    try show(before)
    try type()
    try show(after)
  }

  private mutating func referenceType(_ mutability: String) throws(Failure) {
    try show("&")
    if eat("L") {
      let lifetime = try base62()
      if lifetime != 0 {
        try self.lifetime(lifetime)
        try show(" ")
      }
    }
    try wrapped(mutability, "")
  }

  private mutating func functionType() throws(Failure) {
    if eat("U") { try show("unsafe ") }
    if eat("K") {
      let convention = eat("C") ? "C" : try identifier()
      guard !convention.isEmpty else { throw Failure() }
      try show("extern \"\(convention.replacing("_", with: "-"))\" ")
    }
    try show("fn(")
    try list { symbol throws(Failure) in try symbol.type() }
    try show(")")
    // A function without a result has no type here.
    if eat("u") { return }
    try show(" -> ")
    try type()
  }

  private mutating func traitObject() throws(Failure) {
    try show("dyn ")
    try inBinder { symbol throws(Failure) in
      try symbol.list(separator: " + ") { symbol throws(Failure) in try symbol.objectTrait() }
    }
    guard eat("L") else { throw Failure() }
    let lifetime = try base62()
    if lifetime != 0 {
      try show(" + ")
      try self.lifetime(lifetime)
    }
  }

  /// A trait with the types that are associated with it, which share its angle brackets.
  private mutating func objectTrait() throws(Failure) {
    var isOpen = try pathWithOpenArguments()
    while eat("p") {
      try show(isOpen ? ", " : "<")
      isOpen = true
      try show(try identifier() + " = ")
      try type()
    }
    if isOpen { try show(">") }
  }

  /// A path; whether its angle bracket is still to be closed.
  private mutating func pathWithOpenArguments() throws(Failure) -> Bool {
    if eat("B") {
      var isOpen = false
      try reference { symbol throws(Failure) in isOpen = try symbol.pathWithOpenArguments() }
      return isOpen
    }
    guard eat("I") else {
      try path(inValue: false)
      return false
    }
    try path(inValue: false)
    try show("<")
    try list { symbol throws(Failure) in try symbol.genericArgument() }
    return true
  }

  mutating func genericArgument() throws(Failure) {
    if eat("L") {
      try lifetime(try base62())
    } else if eat("K") {
      try constant(inValue: false)
    } else {
      try type()
    }
  }

  // Lifetimes

  /// A lifetime, counted from the one that was bound last.
  private mutating func lifetime(_ index: UInt64) throws(Failure) {
    guard index != 0 else { return try show("'_") }
    guard index <= boundLifetimeCount else { throw Failure() }
    let depth = boundLifetimeCount - index
    if depth < 26 {
      try show("'" + String(UnicodeScalar(UInt8(ascii: "a") + UInt8(depth))))
    } else {
      try show("'_\(depth)")
    }
  }

  private mutating func inBinder(
    _ body: (inout RustSymbolV0) throws(Failure) -> Void
  ) throws(Failure) {
    let outerCount = boundLifetimeCount
    let count = try optionalBase62("G")
    for index in 0..<count {
      try show(index == 0 ? "for<" : ", ")
      boundLifetimeCount += 1
      try lifetime(1)
    }
    if count > 0 { try show("> ") }
    try body(&self)
    boundLifetimeCount = outerCount
  }
}
