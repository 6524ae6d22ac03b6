;; The greatest common divisor, by Euclid: no canister, but a function for `tinsmith invoke`.
(module
  (func $gcd (export "gcd") (param $a i64) (param $b i64) (result i64)
    (if (result i64) (i64.eqz (local.get $b))
      (then (local.get $a))
      (else (return_call $gcd (local.get $b) (i64.rem_s (local.get $a) (local.get $b)))))))
