;; emit: assembly
;; A load with a constant offset is one `mov` with the base of linear memory folded into it; the
;; other one in `load` clears the upper half of the index, as the convention leaves it undefined.
(module
  (memory 1)
  (func (export "load") (param i32) (result i64)
    local.get 0
    i64.load offset=16)
  (func (export "load_sum") (param i32 i32) (result i64)
    local.get 0
    local.get 1
    i32.add
    i64.load offset=16)
  (func (export "load_global_variable") (result i32)
    i32.const 1024
    i32.load))
;; expected:
;; wasm.0:
;;   movl %edi, %eax
;;   movq rt_memory+16(%rax), %rax
;;   retq
;; wasm.1:
;;   addl %esi, %edi
;;   movq rt_memory+16(%rdi), %rax
;;   retq
;; wasm.2:
;;   movl rt_memory+1024(%rip), %eax
;;   retq
