;; metering: exact
;; optimize: 1
(module
  (memory 1)
  (func (export "canister_update run") (local $i i32) (local $hash i64)
    (local.set $i (i32.load (i32.const 0)))
    (loop $next
      (local.set $hash
        (i64.mul (i64.xor (local.get $hash) (i64.load8_u (local.get $i))) (i64.const 1099511628211)))
      (br_if $next
        (i32.ne (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 4096))))
    (i64.store (i32.const 8) (local.get $hash))))

;; expected:
;; define internal fastcc i64 @wasm.0(i64 %0) align 32 {
;; entry:
;;   %1 = add i64 %0, -4
;;   %2 = icmp slt i64 %1, 0
;;   br i1 %2, label %trap.13, label %3
;;
;; 3:                                                ; preds = %entry
;;   %4 = load volatile i32, ptr @rt_memory, align 1
;;   %5 = sub i32 4095, %4
;;   %6 = zext i32 %5 to i64
;;   %7 = icmp sgt i32 %5, -1
;;   %8 = mul nuw nsw i64 %6, 15
;;   %9 = add nuw nsw i64 %8, 15
;;   %10 = icmp sge i64 %1, %9
;;   %11 = and i1 %7, %10
;;   br i1 %11, label %loop, label %loop2
;;
;; trap.13:                                          ; preds = %loop2, %entry
;;   store volatile i64 -1, ptr getelementptr inbounds nuw (i8, ptr @rt_the_instance, i64 16), align 8
;;   call void @llvm.ubsantrap(i8 13)
;;   unreachable
;;
;; loop:                                             ; preds = %3, %loop
;;   %.16 = phi i64 [ %18, %loop ], [ 0, %3 ]
;;   %.03 = phi i32 [ %19, %loop ], [ %4, %3 ]
;;   %.1 = phi i64 [ %12, %loop ], [ %1, %3 ]
;;   %12 = add i64 %.1, -15
;;   %13 = zext i32 %.03 to i64
;;   %14 = getelementptr inbounds nuw i8, ptr @rt_memory, i64 %13
;;   %15 = load volatile i8, ptr %14, align 1
;;   %16 = zext i8 %15 to i64
;;   %17 = xor i64 %.16, %16
;;   %18 = mul i64 %17, 1099511628211
;;   %19 = add i32 %.03, 1
;;   %.not8 = icmp eq i32 %19, 4096
;;   br i1 %.not8, label %end1, label %loop
;;
;; loop2:                                            ; preds = %3, %22
;;   %.27 = phi i64 [ %28, %22 ], [ 0, %3 ]
;;   %.14 = phi i32 [ %29, %22 ], [ %4, %3 ]
;;   %.2 = phi i64 [ %20, %22 ], [ %1, %3 ]
;;   %20 = add i64 %.2, -15
;;   %21 = icmp slt i64 %20, 0
;;   br i1 %21, label %trap.13, label %22
;;
;; 22:                                               ; preds = %loop2
;;   %23 = zext i32 %.14 to i64
;;   %24 = getelementptr inbounds nuw i8, ptr @rt_memory, i64 %23
;;   %25 = load volatile i8, ptr %24, align 1
;;   %26 = zext i8 %25 to i64
;;   %27 = xor i64 %.27, %26
;;   %28 = mul i64 %27, 1099511628211
;;   %29 = add i32 %.14, 1
;;   %.not = icmp eq i32 %29, 4096
;;   br i1 %.not, label %end1, label %loop2
;;
;; end1:                                             ; preds = %22, %loop
;;   %.05 = phi i64 [ %18, %loop ], [ %28, %22 ]
;;   %.0 = phi i64 [ %12, %loop ], [ %20, %22 ]
;;   %30 = add i64 %.0, -3
;;   store i64 %.05, ptr getelementptr inbounds nuw (i8, ptr @rt_memory, i64 8), align 1
;;   ret i64 %30
;; }
