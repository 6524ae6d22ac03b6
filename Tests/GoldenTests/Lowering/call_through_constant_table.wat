;; emit: ir
;; A table that nothing writes is a constant: a known index is a direct call, an unknown one two
;; comparisons.
(module
  (type $t (func (param i32) (result i32)))
  (table funcref (elem $double $square))
  (func $double (param i32) (result i32)
    (i32.mul (local.get 0) (i32.const 2)))
  (func $square (param i32) (result i32)
    (i32.mul (local.get 0) (local.get 0)))
  (func (export "known") (param i32) (result i32)
    (call_indirect (type $t) (local.get 0) (i32.const 1)))
  (func (export "unknown") (param i32 i32) (result i32)
    (call_indirect (type $t) (local.get 0) (local.get 1))))

;; expected:
;; define internal fastcc range(i32 0, -1) i32 @wasm.0.double(i32 %0) align 32 {
;; entry:
;;   %1 = shl i32 %0, 1
;;   ret i32 %1
;; }
;; define internal fastcc i32 @wasm.1.square(i32 %0) align 32 {
;; entry:
;;   %1 = mul i32 %0, %0
;;   ret i32 %1
;; }
;; define internal fastcc i32 @wasm.2(i32 %0) align 32 {
;; entry:
;;   %1 = mul i32 %0, %0
;;   ret i32 %1
;; }
;; define internal fastcc i32 @wasm.3(i32 %0, i32 %1) align 32 {
;; entry:
;;   %2 = icmp ugt i32 %1, 1
;;   br i1 %2, label %trap.3, label %3
;;
;; 3:                                                ; preds = %entry
;;   %4 = zext nneg i32 %1 to i64
;;   %5 = getelementptr inbounds nuw { i64, ptr }, ptr @table.0, i64 %4
;;   %6 = load i64, ptr %5, align 8
;;   switch i64 %6, label %trap.5 [
;;     i64 1, label %end
;;     i64 0, label %trap.4
;;   ]
;;
;; trap.3:                                           ; preds = %entry
;;   call void @llvm.ubsantrap(i8 3)
;;   unreachable
;;
;; end:                                              ; preds = %3
;;   %7 = getelementptr inbounds nuw i8, ptr %5, i64 8
;;   %8 = load ptr, ptr %7, align 8
;;   %9 = call fastcc i32 %8(i32 %0)
;;   ret i32 %9
;;
;; trap.4:                                           ; preds = %3
;;   call void @llvm.ubsantrap(i8 4)
;;   unreachable
;;
;; trap.5:                                           ; preds = %3
;;   call void @llvm.ubsantrap(i8 5)
;;   unreachable
;; }
