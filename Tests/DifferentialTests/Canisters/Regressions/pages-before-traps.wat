;; The page that a message changes before it traps is charged, although nobody can read it then.
(module
  (memory 1)
  (global $goes_on (mut i32) (i32.const 0))
  (func (export "canister_update overwritten")
    (i32.store8 (i32.const 5000) (i32.const 1))
    (if (i32.eqz (global.get $goes_on)) (then unreachable))
    (i32.store8 (i32.const 5000) (i32.const 2))))
