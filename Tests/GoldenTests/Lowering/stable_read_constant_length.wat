;; emit: ir
;; With a constant length, a stable access is a plain load and store behind its checks.
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
;; define internal fastcc i64 @wasm.2(i64 %0) {
;; entry:
;;   %1 = call { i64, i1 } @llvm.uadd.with.overflow.i64(i64 %0, i64 8)
;;   %2 = extractvalue { i64, i1 } %1, 0
;;   %3 = extractvalue { i64, i1 } %1, 1
;;   %4 = load i64, ptr getelementptr inbounds nuw (i8, ptr @rt_the_instance, i64 8), align 8
;;   %5 = icmp ugt i64 %2, %4
;;   %6 = or i1 %3, %5
;;   br i1 %6, label %trap.10.i, label %stable.read64.exit
;;
;; trap.10.i:                                        ; preds = %entry
;;   call void @llvm.ubsantrap(i8 10)
;;   unreachable
;;
;; stable.read64.exit:                               ; preds = %entry
;;   %7 = getelementptr inbounds nuw i8, ptr @rt_stable_memory, i64 %0
;;   %8 = load i64, ptr %7, align 1
;;   store i64 %8, ptr getelementptr inbounds nuw (i8, ptr @rt_memory, i64 64), align 1
;;   ret i64 %8
;; }
;; define internal fastcc void @wasm.3(i64 %0, i64 %1) {
;; entry:
;;   store i64 %1, ptr getelementptr inbounds nuw (i8, ptr @rt_memory, i64 64), align 1
;;   %2 = call { i64, i1 } @llvm.uadd.with.overflow.i64(i64 %0, i64 8)
;;   %3 = extractvalue { i64, i1 } %2, 0
;;   %4 = extractvalue { i64, i1 } %2, 1
;;   %5 = load i64, ptr getelementptr inbounds nuw (i8, ptr @rt_the_instance, i64 8), align 8
;;   %6 = icmp ugt i64 %3, %5
;;   %7 = or i1 %4, %6
;;   br i1 %7, label %trap.10.i, label %stable.write64.exit
;;
;; trap.10.i:                                        ; preds = %entry
;;   call void @llvm.ubsantrap(i8 10)
;;   unreachable
;;
;; stable.write64.exit:                              ; preds = %entry
;;   %8 = getelementptr inbounds nuw i8, ptr @rt_stable_memory, i64 %0
;;   store i64 %1, ptr %8, align 1
;;   ret void
;; }
