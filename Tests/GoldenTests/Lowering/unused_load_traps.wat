;; emit: assembly
;; Loads whose value nothing needs are kept for their fault, also behind a local; a value in use
;; needs no such care.
(module
  (memory 1)
  (func (export "dropped") (param i32)
    local.get 0
    i32.load
    drop)
  (func (export "behind_local") (param i32) (local i32)
    local.get 0
    i32.load
    i32.const 1
    i32.add
    local.set 1))
;; expected:
;; wasm.0:
;;   movl %edi, %eax
;;   movl rt_memory(%rax), %eax
;;   retq
;; wasm.1:
;;   movl %edi, %eax
;;   movl rt_memory(%rax), %eax
;;   retq
