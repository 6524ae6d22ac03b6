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
;; define internal fastcc i64 @wasm.2(i64 %0) align 32 {
;; entry:
;;   %1 = call { i64, i1 } @llvm.uadd.with.overflow.i64(i64 %0, i64 8)
;;   %2 = extractvalue { i64, i1 } %1, 0
;;   %3 = extractvalue { i64, i1 } %1, 1
;;   %4 = load volatile i64, ptr getelementptr inbounds nuw (i8, ptr @rt_the_instance, i64 8), align 8
;;   %5 = icmp ugt i64 %2, %4
;;   %6 = or i1 %3, %5
;;   br i1 %6, label %trap.10.i, label %7
;;
;; 7:                                                ; preds = %entry
;;   %8 = add nuw nsw i64 %0, 7
;;   %9 = lshr i64 %0, 12
;;   %10 = lshr i64 %8, 12
;;   %11 = getelementptr inbounds nuw i8, ptr @rt_stable_page_marks, i64 %9
;;   %12 = load volatile i8, ptr %11, align 1
;;   %13 = icmp eq i64 %9, %10
;;   %14 = icmp ugt i8 %12, 1
;;   %15 = and i1 %13, %14
;;   br i1 %15, label %stable.read64.exit, label %touch.i
;;
;; trap.10.i:                                        ; preds = %entry
;;   call void @llvm.ubsantrap(i8 10)
;;   unreachable
;;
;; touch.i:                                          ; preds = %7
;;   call void @rt_stable_touch(i64 %0, i64 8, i64 2)
;;   br label %stable.read64.exit
;;
;; stable.read64.exit:                               ; preds = %7, %touch.i
;;   %16 = getelementptr inbounds nuw i8, ptr @rt_stable_memory, i64 %0
;;   %17 = load volatile i64, ptr %16, align 1
;;   store i64 %17, ptr getelementptr inbounds nuw (i8, ptr @rt_memory, i64 64), align 1
;;   ret i64 %17
;; }
;; define internal fastcc void @wasm.3(i64 %0, i64 %1) align 32 {
;; entry:
;;   store i64 %1, ptr getelementptr inbounds nuw (i8, ptr @rt_memory, i64 64), align 1
;;   %2 = call { i64, i1 } @llvm.uadd.with.overflow.i64(i64 %0, i64 8)
;;   %3 = extractvalue { i64, i1 } %2, 0
;;   %4 = extractvalue { i64, i1 } %2, 1
;;   %5 = load volatile i64, ptr getelementptr inbounds nuw (i8, ptr @rt_the_instance, i64 8), align 8
;;   %6 = icmp ugt i64 %3, %5
;;   %7 = or i1 %4, %6
;;   br i1 %7, label %trap.10.i, label %8
;;
;; 8:                                                ; preds = %entry
;;   %9 = add nuw nsw i64 %0, 7
;;   %10 = lshr i64 %0, 12
;;   %11 = lshr i64 %9, 12
;;   %12 = getelementptr inbounds nuw i8, ptr @rt_stable_page_marks, i64 %10
;;   %13 = load volatile i8, ptr %12, align 1
;;   %14 = icmp eq i64 %10, %11
;;   %15 = icmp ugt i8 %13, 2
;;   %16 = and i1 %14, %15
;;   br i1 %16, label %stable.write64.exit, label %touch.i
;;
;; trap.10.i:                                        ; preds = %entry
;;   call void @llvm.ubsantrap(i8 10)
;;   unreachable
;;
;; touch.i:                                          ; preds = %8
;;   call void @rt_stable_touch(i64 %0, i64 8, i64 3)
;;   %.pre = load volatile i64, ptr getelementptr inbounds nuw (i8, ptr @rt_memory, i64 64), align 1
;;   br label %stable.write64.exit
;;
;; stable.write64.exit:                              ; preds = %8, %touch.i
;;   %17 = phi i64 [ %1, %8 ], [ %.pre, %touch.i ]
;;   %18 = getelementptr inbounds nuw i8, ptr @rt_stable_memory, i64 %0
;;   store i64 %17, ptr %18, align 1
;;   ret void
;; }
