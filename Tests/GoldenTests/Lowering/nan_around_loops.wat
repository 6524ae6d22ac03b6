;; A sum keeps any NaN while it goes around; what leaves the loop is the canonical one.
(module
  (memory 1)
  (func $add (param $from i32) (param $sum f64) (result f64)
    (loop $next
      (local.set $sum (f64.add (local.get $sum) (f64.load (local.get $from))))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $next (i32.and (local.get $from) (i32.const 4095))))
    (local.get $sum))
  (func (export "canister_update add")
    (f64.store (i32.const 8)
      (call $add (i32.load (i32.const 0)) (f64.load (i32.const 8))))))

;; expected:
;; define internal fastcc void @wasm.1() align 32 {
;; entry:
;;   %0 = load volatile i32, ptr @rt_memory, align 1
;;   %1 = load volatile double, ptr getelementptr inbounds nuw (i8, ptr @rt_memory, i64 8), align 1
;;   br label %loop.i
;;
;; loop.i:                                           ; preds = %loop.i, %entry
;;   %.01.i = phi double [ %1, %entry ], [ %5, %loop.i ]
;;   %.0.i = phi i32 [ %0, %entry ], [ %6, %loop.i ]
;;   %2 = zext i32 %.0.i to i64
;;   %3 = getelementptr inbounds nuw i8, ptr @rt_memory, i64 %2
;;   %4 = load volatile double, ptr %3, align 1
;;   %5 = fadd double %.01.i, %4
;;   %6 = add i32 %.0.i, 8
;;   %7 = and i32 %6, 4095
;;   %.not.i = icmp eq i32 %7, 0
;;   br i1 %.not.i, label %wasm.0.add.exit, label %loop.i
;;
;; wasm.0.add.exit:                                  ; preds = %loop.i
;;   %.lcssa = phi double [ %5, %loop.i ]
;;   %8 = fcmp uno double %.lcssa, 0.000000e+00
;;   %9 = select i1 %8, double 0x7FF8000000000000, double %.lcssa
;;   store double %9, ptr getelementptr inbounds nuw (i8, ptr @rt_memory, i64 8), align 1
;;   ret void
;; }
