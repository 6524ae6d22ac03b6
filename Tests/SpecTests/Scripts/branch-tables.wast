;; The official br_table.wast is skipped: one function of its module uses typed references.

(module
  (func (export "singleton") (param i32) (result i32)
    (block (block (br_table 1 0 (local.get 0)) (return (i32.const 21)))
      (return (i32.const 20)))
    (i32.const 22))

  (func (export "only-default") (param i32) (result i32)
    (block (br_table 0 (local.get 0)) (return (i32.const 21)))
    (i32.const 22))

  ;; Each label carries a value, and the operands below it are dropped.
  (func (export "values") (param i32) (result i32)
    (i32.add (i32.const 1000)
      (block $a (result i32)
        (i32.const 5)
        (i32.add (i32.const 100)
          (block $b (result i32)
            (i32.const 6)
            (i32.add (i32.const 10)
              (block $c (result i32)
                (i32.const 7)
                (br_table $a $b $c $a (i32.const 1) (local.get 0))))
            (br $b)))
        (br $a))))

  ;; A loop as a label takes its parameters, not its results.
  (func (export "loop-parameters") (param i32) (result i64)
    (local $n i32)
    (i64.const 1)
    (loop $l (param i64) (result i64)
      (i64.mul (i64.const 2))
      (local.set $n (i32.add (local.get $n) (i32.const 1)))
      (block $done (param i64) (result i64)
        (br_table $done $l (i32.lt_u (local.get $n) (local.get 0))))))

  (func (export "vectors") (param i32) (result i64)
    (i64x2.extract_lane 1
      (block $a (result v128)
        (drop (block $b (result v128)
          (v128.const i64x2 0 9)
          (br_table $a $b $a (v128.const i64x2 3 4) (local.get 0))))
        (v128.const i64x2 5 6))))

  ;; Two values, one of which has to move.
  (func (export "pairs") (param i32) (result i32 i32)
    (block $a (result i32 i32)
      (i32.const 9)
      (block $b (result i32 i32)
        (i32.const 8) (i32.const 1) (i32.const 2)
        (br_table $b $a (local.get 0)))
      (i32.const 50) (i32.add)
      (br $a)))

  (func (export "function-label") (param i32) (result i32)
    (block (result i32)
      (br_table 0 1 (i32.const 3) (local.get 0)))
    (i32.add (i32.const 1)))

  (func (export "unreachable-arms") (param i32) (result i32)
    (block (unreachable) (br_table 0 0 0))
    (i32.const 0))

  ;; Branches after code that is never reached find their own entries.
  (func (export "behind-dead-code") (param i32) (result i32)
    (block $out (result i32)
      (block $skip
        (br $skip)
        (br_table $skip $skip $skip)
        (if (then (br $skip)) (else (br $skip)))
        (br_if $skip))
      (if (local.get 0) (then (br $out (i32.const 1))))
      (i32.const 2))))

(assert_return (invoke "singleton" (i32.const 0)) (i32.const 22))
(assert_return (invoke "singleton" (i32.const 1)) (i32.const 20))
(assert_return (invoke "singleton" (i32.const -1)) (i32.const 20))
(assert_return (invoke "only-default" (i32.const 0)) (i32.const 22))
(assert_return (invoke "only-default" (i32.const -1)) (i32.const 22))
(assert_return (invoke "values" (i32.const 0)) (i32.const 1001))
(assert_return (invoke "values" (i32.const 1)) (i32.const 1101))
(assert_return (invoke "values" (i32.const 2)) (i32.const 1111))
(assert_return (invoke "values" (i32.const 3)) (i32.const 1001))
(assert_return (invoke "loop-parameters" (i32.const 0)) (i64.const 2))
(assert_return (invoke "loop-parameters" (i32.const 10)) (i64.const 1024))
(assert_return (invoke "vectors" (i32.const 0)) (i64.const 4))
(assert_return (invoke "vectors" (i32.const 1)) (i64.const 6))
(assert_return (invoke "pairs" (i32.const 0)) (i32.const 1) (i32.const 52))
(assert_return (invoke "pairs" (i32.const 1)) (i32.const 1) (i32.const 2))
(assert_return (invoke "function-label" (i32.const 0)) (i32.const 4))
(assert_return (invoke "function-label" (i32.const 1)) (i32.const 3))
(assert_trap (invoke "unreachable-arms" (i32.const 0)) "unreachable")
(assert_return (invoke "behind-dead-code" (i32.const 0)) (i32.const 2))
(assert_return (invoke "behind-dead-code" (i32.const 1)) (i32.const 1))

(assert_invalid
  (module (func (block (result i32) (br_table 0 1 (i32.const 0) (i32.const 0))) (drop)))
  "type mismatch")
(assert_invalid (module (func (br_table 0 1 (i32.const 0)))) "unknown label")
(assert_invalid (module (func (br_table 0 0 (i64.const 0)))) "type mismatch")
