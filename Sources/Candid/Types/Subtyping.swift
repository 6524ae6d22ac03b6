/// Which values of one type may be read as another (Candid Specification, "Subtyping").
///
/// The two types may belong to different tables. Pairs under consideration are taken to hold, as
/// recursive types are equal if nothing tells them apart.
struct Subtyping {
  private let tables: [TypeTable]
  private var assumed: Set<Goal> = []
  private var refuted: Set<Goal> = []

  /// Types that would take longer to compare are not those of honest canisters.
  private static let maximumGoalCount = 100_000

  private struct Goal: Hashable {
    let left: CandidType
    let right: CandidType
    let isFlipped: Bool
  }

  /// Compares types of a message with those that are expected.
  init(actual: TypeTable, expected: TypeTable) { tables = [actual, expected] }

  /// Whether values of an actual type can be read at an expected one.
  mutating func holds(
    actual: CandidType, expected: CandidType
  ) throws(CandidDecodingError.Kind) -> Bool {
    let goal = Goal(left: actual, right: expected, isFlipped: false)
    if refuted.contains(goal) { return false }
    if try holds(actual, expected, isFlipped: false, depth: 0) { return true }
    // Assumptions that led to a contradiction may be wrong.
    assumed = []
    refuted.insert(goal)
    return false
  }

  /// With `isFlipped`, the left type is one of the expected, as in the arguments of functions.
  private mutating func holds(
    _ left: CandidType, _ right: CandidType, isFlipped: Bool, depth: Int
  ) throws(CandidDecodingError.Kind) -> Bool {
    guard depth <= CandidLimits.maximumDepth, assumed.count < Self.maximumGoalCount else {
      throw .typesTooComplex
    }
    let goal = Goal(left: left, right: right, isFlipped: isFlipped)
    guard assumed.insert(goal).inserted else { return true }
    return try holdsAnew(goal, depth: depth + 1)
  }

  private mutating func holdsAnew(
    _ goal: Goal, depth: Int
  ) throws(CandidDecodingError.Kind) -> Bool {
    let isFlipped = goal.isFlipped
    let left = tables[isFlipped ? 1 : 0].resolve(goal.left)
    let right = tables[isFlipped ? 0 : 1].resolve(goal.right)
    switch (left, right) {
    case (_, .primitive(.reserved)), (.primitive(.empty), _), (_, .option): return true
    case (.primitive(.nat), .primitive(.int)), (.service, .primitive(.principal)): return true
    case (.primitive(let left), .primitive(let right)): return left == right
    case (.vector(let left), .vector(let right)):
      return try holds(left, right, isFlipped: isFlipped, depth: depth)
    case (.record(let left), .record(let right)):
      return try recordHolds(left, right, isFlipped: isFlipped, depth: depth)
    case (.variant(let left), .variant(let right)):
      for tag in left {
        guard let other = right.part(labelled: tag.label),
          try holds(tag.type, other.type, isFlipped: isFlipped, depth: depth)
        else { return false }
      }
      return true
    case (.function(let left), .function(let right)):
      guard left.annotations == right.annotations else { return false }
      guard
        try recordHolds(
          Self.fields(right.arguments), Self.fields(left.arguments), isFlipped: !isFlipped,
          depth: depth)
      else { return false }
      return try recordHolds(
        Self.fields(left.results), Self.fields(right.results), isFlipped: isFlipped, depth: depth)
    case (.service(let left), .service(let right)):
      for method in right {
        guard let other = left.method(named: method.name),
          try holds(other.type, method.type, isFlipped: isFlipped, depth: depth)
        else { return false }
      }
      return true
    default: return false
    }
  }

  private mutating func recordHolds(
    _ left: [CandidType.Field], _ right: [CandidType.Field], isFlipped: Bool, depth: Int
  ) throws(CandidDecodingError.Kind) -> Bool {
    for field in right {
      if let other = left.part(labelled: field.label) {
        guard try holds(other.type, field.type, isFlipped: isFlipped, depth: depth) else {
          return false
        }
      } else if tables[isFlipped ? 0 : 1].absentValue(of: field.type) == nil {
        return false
      }
    }
    return true
  }

  /// Arguments and results are compared like the fields of tuples.
  private static func fields(_ types: [CandidType]) -> [CandidType.Field] {
    types.enumerated().map { CandidType.Field(FieldLabel(id: UInt32($0)), $1) }
  }
}
