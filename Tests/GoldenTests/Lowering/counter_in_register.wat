;; metering: exact
(module
  (memory 1)
  (func $half (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then unreachable))
    (i32.shr_u (local.get 0) (i32.const 1)))
  (func (export "canister_update halve") (local $i i32)
    (local.set $i (i32.load (i32.const 0)))
    (loop $next
      (local.set $i (call $half (local.get $i)))
      (br_if $next (i32.gt_u (local.get $i) (i32.const 1))))))

;; expected:
;; define internal fastcc range(i64 -3, 9223372036854775788) i64 @wasm.1(i64 %0) align 32 {
;; entry:
;;   %1 = add i64 %0, -4
;;   %2 = icmp slt i64 %1, 0
;;   br i1 %2, label %trap.13, label %3
;;
;; 3:                                                ; preds = %entry
;;   %4 = load volatile i32, ptr @rt_memory, align 1
;;   br label %loop
;;
;; trap.13:                                          ; preds = %loop, %entry
;;   store volatile i64 -1, ptr getelementptr inbounds nuw (i8, ptr @rt_the_instance, i64 16), align 8
;;   call void @llvm.ubsantrap(i8 13)
;;   unreachable
;;
;; loop:                                             ; preds = %wasm.0.half.exit, %3
;;   %.01 = phi i32 [ %4, %3 ], [ %12, %wasm.0.half.exit ]
;;   %.0 = phi i64 [ %1, %3 ], [ %11, %wasm.0.half.exit ]
;;   %5 = icmp slt i64 %.0, 12
;;   br i1 %5, label %trap.13, label %6
;;
;; 6:                                                ; preds = %loop
;;   %7 = icmp samesign ult i64 %.0, 17
;;   br i1 %7, label %trap.13.i, label %8
;;
;; 8:                                                ; preds = %6
;;   %9 = icmp eq i32 %.01, 0
;;   br i1 %9, label %then.i, label %wasm.0.half.exit
;;
;; trap.13.i:                                        ; preds = %6
;;   store volatile i64 -1, ptr getelementptr inbounds nuw (i8, ptr @rt_the_instance, i64 16), align 8
;;   call void @llvm.ubsantrap(i8 13)
;;   unreachable
;;
;; then.i:                                           ; preds = %8
;;   %.0.lcssa18 = phi i64 [ %.0, %8 ]
;;   %10 = add nsw i64 %.0.lcssa18, -18
;;   store volatile i64 %10, ptr getelementptr inbounds nuw (i8, ptr @rt_the_instance, i64 16), align 8
;;   fence syncscope("singlethread") seq_cst
;;   call void @llvm.ubsantrap(i8 0)
;;   unreachable
;;
;; wasm.0.half.exit:                                 ; preds = %8
;;   %11 = add nsw i64 %.0, -20
;;   %12 = lshr i32 %.01, 1
;;   %13 = icmp ugt i32 %.01, 3
;;   br i1 %13, label %loop, label %end
;;
;; end:                                              ; preds = %wasm.0.half.exit
;;   %.lcssa = phi i64 [ %11, %wasm.0.half.exit ]
;;   ret i64 %.lcssa
;; }
