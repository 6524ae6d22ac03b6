;; Tail calls of every kind of signature, far deeper than any stack. A function sends the last of
;; its arguments round, so a value that is passed in the wrong place shows in the end.

;; More parameters than registers, to itself.
(module
  (func $turn (export "parameters")
    (param i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64) (result i64)
    (if (i64.eqz (local.get 0))
      (then (return (i64.sub (i64.mul (local.get 1) (i64.const 1000)) (local.get 11)))))
    (return_call $turn (i64.sub (local.get 0) (i64.const 1))
      (local.get 11) (local.get 1) (local.get 2) (local.get 3) (local.get 4) (local.get 5)
      (local.get 6) (local.get 7) (local.get 8) (local.get 9) (local.get 10))))
(assert_return
  (invoke "parameters" (i64.const 300_000)
    (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4) (i64.const 5) (i64.const 6)
    (i64.const 7) (i64.const 8) (i64.const 9) (i64.const 10) (i64.const 11))
  (i64.const 3997))

;; More results than registers, between two.
(module
  (type $five (func (param i32 i64) (result i64 i32 i64 f64 i64)))
  (func $ping (export "results") (type $five)
    (if (i32.eqz (local.get 0))
      (then (return
        (local.get 1) (i32.const 2) (i64.const 3) (f64.const 4) (i64.const 5))))
    (return_call $pong
      (i32.sub (local.get 0) (i32.const 1)) (i64.add (local.get 1) (i64.const 2))))
  (func $pong (type $five)
    (if (i32.eqz (local.get 0))
      (then (return
        (local.get 1) (i32.const 6) (i64.const 7) (f64.const 8) (i64.const 9))))
    (return_call $ping
      (i32.sub (local.get 0) (i32.const 1)) (i64.sub (local.get 1) (i64.const 1)))))
(assert_return (invoke "results" (i32.const 300_000) (i64.const 1))
  (i64.const 150_001) (i32.const 2) (i64.const 3) (f64.const 4) (i64.const 5))
(assert_return (invoke "results" (i32.const 300_001) (i64.const 1))
  (i64.const 150_003) (i32.const 6) (i64.const 7) (f64.const 8) (i64.const 9))

;; Vectors and floats beyond theirs, among integers beyond theirs, through a table, between types.
(module
  (type $wide (func
    (param i32 f32 f64 v128 i64 f32 f64 v128 i64 f32 f64 v128 i64 v128 v128 i64 externref i32)
    (result v128 i64 v128 f32 v128 externref i32)))
  (type $narrow (func (param i32 v128) (result v128 i64 v128 f32 v128 externref i32)))
  (table funcref (elem $wide $narrow))
  (func $wide (export "wide") (type $wide)
    (if (i32.eqz (local.get 0))
      (then (return
        (local.get 14) (local.get 15) (local.get 13) (local.get 9) (local.get 3)
        (local.get 16) (local.get 17))))
    (if (i32.eq (local.get 0) (i32.const 1))
      (then (return_call_indirect (type $narrow)
        (local.get 17) (local.get 14) (i32.const 1))))
    (return_call_indirect (type $wide)
      (i32.sub (local.get 0) (i32.const 2))
      (local.get 9) (local.get 10) (local.get 14) (local.get 15) (local.get 1) (local.get 2)
      (local.get 3) (local.get 4) (local.get 5) (local.get 6) (local.get 7) (local.get 8)
      (local.get 11) (local.get 13) (local.get 12) (local.get 16) (local.get 17)
      (i32.const 0)))
  (func $narrow (type $narrow)
    (local.get 1) (i64.const 1) (local.get 1) (f32.const 2) (local.get 1) (ref.null extern)
    (local.get 0)))
;; Vectors come round in five steps, integers in four, floats in three; here they are two on.
(assert_return
  (invoke "wide" (i32.const 300_004)
    (f32.const 1) (f64.const 2) (v128.const i64x2 3 0) (i64.const 4)
    (f32.const 5) (f64.const 6) (v128.const i64x2 7 0) (i64.const 8)
    (f32.const 9) (f64.const 10) (v128.const i64x2 11 0) (i64.const 12)
    (v128.const i64x2 13 0) (v128.const i64x2 14 0) (i64.const 15)
    (ref.extern 16) (i32.const 17))
  (v128.const i64x2 11 0) (i64.const 8) (v128.const i64x2 7 0) (f32.const 1)
  (v128.const i64x2 13 0) (ref.extern 16) (i32.const 17))
(assert_return
  (invoke "wide" (i32.const 300_005)
    (f32.const 1) (f64.const 2) (v128.const i64x2 3 0) (i64.const 4)
    (f32.const 5) (f64.const 6) (v128.const i64x2 7 0) (i64.const 8)
    (f32.const 9) (f64.const 10) (v128.const i64x2 11 0) (i64.const 12)
    (v128.const i64x2 13 0) (v128.const i64x2 14 0) (i64.const 15)
    (ref.extern 16) (i32.const 17))
  (v128.const i64x2 11 0) (i64.const 1) (v128.const i64x2 11 0) (f32.const 2)
  (v128.const i64x2 11 0) (ref.null extern) (i32.const 17))

;; Between modules, with as much on the way there and back.
(module $near
  (type $many (func
    (param i64 i64 i64 i64 i64 i64 i64 i64) (result i64 i64 i64 i64)))
  (table $t (export "table") 1 funcref)
  (func (export "step") (type $many)
    (if (i64.eqz (local.get 0))
      (then (return (local.get 1) (local.get 2) (local.get 6) (local.get 7))))
    (return_call_indirect $t (type $many)
      (i64.sub (local.get 0) (i64.const 1)) (local.get 7) (local.get 1) (local.get 2)
      (local.get 3) (local.get 4) (local.get 5) (local.get 6) (i32.const 0))))
(register "near" $near)
(module $far
  (type $many (func
    (param i64 i64 i64 i64 i64 i64 i64 i64) (result i64 i64 i64 i64)))
  (import "near" "step" (func $step (type $many)))
  (import "near" "table" (table 1 funcref))
  (elem (i32.const 0) $hop)
  (func $hop (export "hop") (type $many)
    (return_call $step (local.get 0) (local.get 1) (local.get 2) (local.get 3)
      (local.get 4) (local.get 5) (local.get 6) (local.get 7)))
  ;; What is called in between takes values by the same way.
  (func (export "twice") (param i64) (result i64)
    (local i64)
    (call $hop (local.get 0) (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4)
      (i64.const 5) (i64.const 6) (i64.const 7))
    (local.set 1) (drop) (drop) (drop)
    (call $hop (local.get 1) (i64.const 10) (i64.const 20) (i64.const 30) (i64.const 40)
      (i64.const 50) (i64.const 60) (local.get 0))
    (i64.add) (i64.add) (i64.add)))
(assert_return
  (invoke "hop" (i64.const 200_000) (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4)
    (i64.const 5) (i64.const 6) (i64.const 7))
  (i64.const 5) (i64.const 6) (i64.const 3) (i64.const 4))
(assert_return (invoke "twice" (i64.const 200_000)) (i64.const 140))
