import COpenSSL

/// The integers modulo a prime.
struct PrimeField {
  let prime: Integer
  private let scratch = Scratch()

  init(_ prime: Integer) { self.prime = prime }

  /// What OpenSSL computes in.
  final class Scratch {
    let pointer = required(BN_CTX_new())
    deinit { BN_CTX_free(pointer) }
  }

  func reduce(_ number: Integer) -> Integer {
    Integer { BN_nnmod($0, number.pointer, prime.pointer, scratch.pointer) }
  }

  func add(_ left: Integer, _ right: Integer) -> Integer {
    Integer { BN_mod_add($0, left.pointer, right.pointer, prime.pointer, scratch.pointer) }
  }

  func subtract(_ left: Integer, _ right: Integer) -> Integer {
    Integer { BN_mod_sub($0, left.pointer, right.pointer, prime.pointer, scratch.pointer) }
  }

  func negate(_ number: Integer) -> Integer { subtract(Integer(0), number) }

  func multiply(_ left: Integer, _ right: Integer) -> Integer {
    Integer { BN_mod_mul($0, left.pointer, right.pointer, prime.pointer, scratch.pointer) }
  }

  /// The number by which another one, which is not 0, must be multiplied to get 1.
  func invert(_ number: Integer) -> Integer {
    Integer { BN_mod_inverse($0, number.pointer, prime.pointer, scratch.pointer) == nil ? 0 : 1 }
  }
}
