;; Tail calls that leave the module, in both directions, without growing the stack; and calls with
;; more arguments and results than there are registers.

(module $even
  (type $parity (func (param i64) (result i32)))
  (table $t (export "table") 1 funcref)
  (func (export "even") (type $parity)
    (if (result i32) (i64.eqz (local.get 0))
      (then (i32.const 1))
      (else
        (return_call_indirect $t (type $parity)
          (i64.sub (local.get 0) (i64.const 1)) (i32.const 0))))))
(register "even" $even)

(module $odd
  (import "even" "even" (func $even (param i64) (result i32)))
  (import "even" "table" (table 1 funcref))
  (elem (i32.const 0) $odd)
  (func $odd (export "odd") (param i64) (result i32)
    (if (result i32) (i64.eqz (local.get 0))
      (then (i32.const 0))
      (else (return_call $even (i64.sub (local.get 0) (i64.const 1)))))))
(assert_return (invoke "odd" (i64.const 3_000_001)) (i32.const 1))
(assert_return (invoke $even "even" (i64.const 3_000_001)) (i32.const 0))

;; Without tail calls, the same ends at the end of the stack.
(module
  (func $f (export "f") (param i64) (result i64)
    (i64.add (i64.const 1) (call $f (i64.add (local.get 0) (i64.const 1))))))
(assert_exhaustion (invoke "f" (i64.const 0)) "call stack exhausted")

(module
  (func $sum (param i64 i64 i64 i64 i64 i64 i64 i64 i64 i64) (result i64)
    (i64.sub (local.get 0) (local.get 9)))
  (func $few (export "few") (param i64) (result i64)
    (return_call $sum
      (local.get 0) (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4)
      (i64.const 5) (i64.const 6) (i64.const 7) (i64.const 8) (i64.const 9))))
(assert_return (invoke "few" (i64.const 100)) (i64.const 91))

;; Back and forth between few arguments and many, a million times.
(module
  (func $many (param i64 i64 i64 i64 i64 i64 i64 i64 i64 i64) (result i64)
    (return_call $few (i64.sub (local.get 9) (i64.const 1)) (local.get 1)))
  (func $few (export "swing") (param i64 i64) (result i64)
    (if (result i64) (i64.eqz (local.get 0))
      (then (local.get 1))
      (else
        (return_call $many
          (i64.const 0) (i64.add (local.get 1) (i64.const 2)) (i64.const 0) (i64.const 0)
          (i64.const 0) (i64.const 0) (i64.const 0) (i64.const 0) (i64.const 0)
          (local.get 0))))))
(assert_return (invoke "swing" (i64.const 1_000_000) (i64.const 5)) (i64.const 2_000_005))

(module
  (type $many (func (result i32 i64 f32 f64 i32 i64 f32 f64 i32 i64)))
  (table funcref (elem $values))
  (func $values (type $many)
    (i32.const 1) (i64.const 2) (f32.const 3) (f64.const 4) (i32.const 5)
    (i64.const 6) (f32.const 7) (f64.const 8) (i32.const 9) (i64.const 10))
  (func (export "direct") (type $many) (return_call $values))
  (func (export "indirect") (type $many)
    (return_call_indirect (type $many) (i32.const 0))))
(assert_return (invoke "direct")
  (i32.const 1) (i64.const 2) (f32.const 3) (f64.const 4) (i32.const 5)
  (i64.const 6) (f32.const 7) (f64.const 8) (i32.const 9) (i64.const 10))
(assert_return (invoke "indirect")
  (i32.const 1) (i64.const 2) (f32.const 3) (f64.const 4) (i32.const 5)
  (i64.const 6) (f32.const 7) (f64.const 8) (i32.const 9) (i64.const 10))
