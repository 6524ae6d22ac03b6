;; emit: ir
;; optimize: 0
;; A local that is never set is 0, and what a condition that is known to be false leads to is left out.
(module
  (memory 1)
  (func (export "skip") (param i32) (result i32) (local i32)
    (block
      (br_if 0 (local.get 1))
      (if (local.get 1)
        (then (i32.store (i32.const 8) (local.get 0)))
        (else (i32.store (i32.const 16) (local.get 0)))))
    (if (result i32) (i32.const 0) (then (i32.const 1)) (else (local.get 0)))))

;; expected:
;; define internal fastcc i32 @wasm.0(i32 %0) align 32 {
;; entry:
;;   %1 = alloca i32, align 4
;;   store i32 %0, ptr %1, align 8
;;   br label %else
;;
;; else:                                             ; preds = %entry
;;   %2 = load i32, ptr %1, align 8
;;   store i32 %2, ptr getelementptr inbounds nuw (i8, ptr @rt_memory, i64 16), align 1
;;   br label %end2
;;
;; end2:                                             ; preds = %else
;;   br label %end1
;;
;; end1:                                             ; preds = %end2
;;   br label %else4
;;
;; else4:                                            ; preds = %end1
;;   %3 = load i32, ptr %1, align 8
;;   br label %end3
;;
;; end3:                                             ; preds = %else4
;;   %4 = phi i32 [ %3, %else4 ]
;;   br label %end
;;
;; end:                                              ; preds = %end3
;;   %5 = phi i32 [ %4, %end3 ]
;;   ret i32 %5
;; }
