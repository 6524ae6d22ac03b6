;; emit: ir
;; metering: exact
;; Stores that lie apart by what only the program at hand knows are not made into vectors for the
;; sake of the charges.
(module
  (memory 1)
  (func (export "mark") (param $from i32) (param $step i32) (param $end i32)
    (block
      (br_if 0 (i32.ge_u (local.get $from) (local.get $end)))
      (loop
        (i32.store8 (local.get $from) (i32.const 1))
        (br_if 0 (i32.lt_u
          (local.tee $from (i32.add (local.get $from) (local.get $step)))
          (local.get $end)))))))

;; expected:
;; define internal fastcc i64 @wasm.0(i64 %0, i32 %1, i32 %2, i32 %3) align 32 {
;; entry:
;;   %4 = add i64 %0, -6
;;   %5 = icmp slt i64 %4, 0
;;   br i1 %5, label %trap.13, label %6
;;
;; 6:                                                ; preds = %entry
;;   %.not = icmp ult i32 %1, %3
;;   br i1 %.not, label %7, label %end
;;
;; trap.13:                                          ; preds = %loop3, %entry
;;   store volatile i64 -1, ptr getelementptr inbounds nuw (i8, ptr @rt_the_instance, i64 16), align 8
;;   call void @llvm.ubsantrap(i8 13)
;;   unreachable
;;
;; 7:                                                ; preds = %6
;;   %8 = sub i32 0, %2
;;   %9 = icmp ule i32 %3, %8
;;   %10 = sub nuw i32 %3, %1
;;   %11 = zext i32 %10 to i64
;;   %12 = icmp sgt i32 %10, -1
;;   %13 = mul nuw nsw i64 %11, 11
;;   %14 = add nuw nsw i64 %13, 11
;;   %15 = icmp samesign uge i64 %4, %14
;;   %16 = and i1 %9, %12
;;   %17 = and i1 %16, %15
;;   br i1 %17, label %loop, label %loop3
;;
;; loop:                                             ; preds = %7, %loop
;;   %.04 = phi i32 [ %21, %loop ], [ %1, %7 ]
;;   %.2 = phi i64 [ %18, %loop ], [ %4, %7 ]
;;   %18 = add i64 %.2, -11
;;   %19 = zext i32 %.04 to i64
;;   %20 = getelementptr inbounds nuw i8, ptr @rt_memory, i64 %19
;;   store i8 1, ptr %20, align 1
;;   %21 = add i32 %.04, %2
;;   %22 = icmp ult i32 %21, %3
;;   br i1 %22, label %loop, label %end, !llvm.loop !3
;;
;; loop3:                                            ; preds = %7, %24
;;   %.15 = phi i32 [ %28, %24 ], [ %1, %7 ]
;;   %.3 = phi i64 [ %25, %24 ], [ %4, %7 ]
;;   %23 = icmp slt i64 %.3, 11
;;   br i1 %23, label %trap.13, label %24
;;
;; 24:                                               ; preds = %loop3
;;   %25 = add nsw i64 %.3, -11
;;   %26 = zext i32 %.15 to i64
;;   %27 = getelementptr inbounds nuw i8, ptr @rt_memory, i64 %26
;;   store i8 1, ptr %27, align 1
;;   %28 = add i32 %.15, %2
;;   %29 = icmp ult i32 %28, %3
;;   br i1 %29, label %loop3, label %end, !llvm.loop !5
;;
;; end:                                              ; preds = %24, %loop, %6
;;   %.0 = phi i64 [ %4, %6 ], [ %18, %loop ], [ %25, %24 ]
;;   ret i64 %.0
;; }
