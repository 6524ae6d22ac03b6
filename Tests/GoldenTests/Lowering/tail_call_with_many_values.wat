;; emit: assembly
;; metering: exact
;; The counter and four parameters are in registers; the two others and the last result are in the
;; overflow area, and the call is a jump.
(module
  (type $many (func (param i32 i64 i64 i64 i64 i64) (result i64 i64 i64)))
  (table 1 funcref)
  (func $turn (type $many)
    (if (i32.eqz (local.get 0))
      (then (return (local.get 5) (local.get 4) (local.get 1))))
    (return_call_indirect (type $many)
      (local.get 0) (local.get 5) (local.get 1) (local.get 2) (local.get 3) (local.get 4)
      (i32.const 0)))
  (func (export "canister_update run")
    (call $turn (i32.const 1) (i64.const 2) (i64.const 3) (i64.const 4) (i64.const 5)
      (i64.const 6))
    (drop) (drop) (drop))
  (elem (i32.const 0) $turn))

;; expected:
;; wasm.0.turn:
;;   movq %rcx, %rax
;;   movq %rdi, %rcx
;;   addq $-5, %rcx
;;   js .LBB0_3
;;   movq %rdx, %r9
;;   movq overflow.area.0(%rip), %rcx
;;   movq overflow.area.1(%rip), %rdx
;;   testl %esi, %esi
;;   je .LBB0_4
;;   addq $-72, %rdi
;;   movq %r8, overflow.area.0(%rip)
;;   movq %rcx, overflow.area.1(%rip)
;;   movq %r9, %rcx
;;   movq %rax, %r8
;;   jmp wasm.0.turn
;; .LBB0_4:
;;   addq $-9, %rdi
;;   movq %r9, overflow.area.0(%rip)
;;   movq %rdi, %rax
;;   retq $8
;; .LBB0_3:
;;   movq $-1, rt_the_instance+16(%rip)
;;   ud1l 13(%eax), %eax
;; wasm.1:
;;   addq $-15, %rdi
;;   js .LBB1_2
;;   pushq %rax
;;   movq $5, overflow.area.0(%rip)
;;   movq $6, overflow.area.1(%rip)
;;   movl $2, %edx
;;   movl $3, %ecx
;;   movl $4, %r8d
;;   movl $1, %esi
;;   callq wasm.0.turn
;;   retq $8
;; .LBB1_2:
;;   movq $-1, rt_the_instance+16(%rip)
;;   ud1l 13(%eax), %eax
