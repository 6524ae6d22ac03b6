/// A sum of products of unknown numbers, with coefficients modulo 2^128.
struct Polynomial: Equatable {
  /// The unknowns that are multiplied, in order of their numbers.
  private typealias Monomial = [Int]

  /// None of the coefficients is 0.
  private var coefficients: [Monomial: UInt128] = [:]

  static let zero = Polynomial()

  private init() {}

  init(_ constant: UInt128) {
    if constant != 0 { coefficients[[]] = constant }
  }

  init(unknown: Int) { coefficients[[unknown]] = 1 }

  /// The most unknowns in one product.
  var degree: Int { coefficients.keys.map(\.count).max() ?? 0 }

  static func + (left: Polynomial, right: Polynomial) -> Polynomial {
    var sum = left
    for (monomial, coefficient) in right.coefficients { sum.add(coefficient, monomial) }
    return sum
  }

  static func - (left: Polynomial, right: Polynomial) -> Polynomial {
    left + right * Polynomial(.max)
  }

  static func * (left: Polynomial, right: Polynomial) -> Polynomial {
    var product = Polynomial()
    for (monomial, coefficient) in left.coefficients {
      for (other, factor) in right.coefficients {
        product.add(coefficient &* factor, (monomial + other).sorted())
      }
    }
    return product
  }

  private mutating func add(_ coefficient: UInt128, _ monomial: Monomial) {
    let sum = coefficients[monomial, default: 0] &+ coefficient
    coefficients[monomial] = sum == 0 ? nil : sum
  }
}
