;; emit: ir
;; Division checks for zero and, signed, for the one quotient that does not fit; the remainder by
;; minus one is zero.
(module
  (func (export "div_s") (param i32 i32) (result i32)
    (i32.div_s (local.get 0) (local.get 1)))
  (func (export "rem_s") (param i64 i64) (result i64)
    (i64.rem_s (local.get 0) (local.get 1))))

;; expected:
;; define internal fastcc i32 @wasm.0(i32 %0, i32 %1) align 32 {
;; entry:
;;   %2 = icmp eq i32 %1, 0
;;   br i1 %2, label %trap.6, label %3
;;
;; 3:                                                ; preds = %entry
;;   %4 = icmp eq i32 %0, -2147483648
;;   %5 = icmp eq i32 %1, -1
;;   %6 = and i1 %4, %5
;;   br i1 %6, label %trap.7, label %end
;;
;; trap.6:                                           ; preds = %entry
;;   call void @llvm.ubsantrap(i8 6)
;;   unreachable
;;
;; end:                                              ; preds = %3
;;   %7 = sdiv i32 %0, %1
;;   ret i32 %7
;;
;; trap.7:                                           ; preds = %3
;;   call void @llvm.ubsantrap(i8 7)
;;   unreachable
;; }
;; define internal fastcc range(i64 -9223372036854775807, -9223372036854775808) i64 @wasm.1(i64 %0, i64 %1) align 32 {
;; entry:
;;   %2 = icmp eq i64 %1, -1
;;   %3 = select i1 %2, i64 1, i64 %1
;;   %4 = icmp eq i64 %3, 0
;;   br i1 %4, label %trap.6, label %end
;;
;; end:                                              ; preds = %entry
;;   %5 = srem i64 %0, %3
;;   ret i64 %5
;;
;; trap.6:                                           ; preds = %entry
;;   call void @llvm.ubsantrap(i8 6)
;;   unreachable
;; }
