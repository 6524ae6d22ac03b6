;; emit: ir
;; stable: call
;; With `--stable call` the same functions are calls of the runtime.
(module
  (import "ic0" "stable64_read" (func $read (param i64 i64 i64)))
  (import "ic0" "stable64_write" (func $write (param i64 i64 i64)))
  (memory 1)
  (func (export "read") (param i64) (result i64)
    (call $read (i64.const 64) (local.get 0) (i64.const 8))
    (i64.load (i32.const 64)))
  (func (export "write") (param i64 i64)
    (i64.store (i32.const 64) (local.get 1))
    (call $write (local.get 0) (i64.const 64) (i64.const 8))))

;; expected:
;; define internal fastcc i64 @wasm.2(i64 %0) align 32 {
;; entry:
;;   call void @ic0_stable64_read(i64 64, i64 %0, i64 8)
;;   %1 = load volatile i64, ptr getelementptr inbounds nuw (i8, ptr @rt_memory, i64 64), align 1
;;   ret i64 %1
;; }
;; define internal fastcc void @wasm.3(i64 %0, i64 %1) align 32 {
;; entry:
;;   store i64 %1, ptr getelementptr inbounds nuw (i8, ptr @rt_memory, i64 64), align 1
;;   call void @ic0_stable64_write(i64 %0, i64 64, i64 8)
;;   ret void
;; }
