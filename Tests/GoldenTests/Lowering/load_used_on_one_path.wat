;; emit: assembly
;; A load that only one branch uses stays in front of the branch, for its fault; one that the
;; branch itself depends on may be part of the comparison.
(module
  (memory 1)
  (func (export "used_on_one_path") (param i32 i32) (local i32)
    local.get 0
    i32.load
    local.set 2
    local.get 1
    if
      i32.const 8
      local.get 2
      i32.store
    end)
  (func (export "needed_by_branch") (param i32)
    local.get 0
    i32.load
    if
      i32.const 0
      local.get 0
      i32.store
    end))

;; expected:
;; wasm.0:
;;   movl %edi, %eax
;;   movl rt_memory(%rax), %eax
;;   testl %esi, %esi
;;   je .LBB0_2
;;   movl %eax, rt_memory+8(%rip)
;; .LBB0_2:
;;   retq
;; wasm.1:
;;   movl %edi, %eax
;;   cmpl $0, rt_memory(%rax)
;;   je .LBB1_2
;;   movl %edi, rt_memory(%rip)
;; .LBB1_2:
;;   retq
