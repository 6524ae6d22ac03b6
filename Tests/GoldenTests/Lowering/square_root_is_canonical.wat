;; emit: assembly
;; A NaN that a square root gives is replaced by the canonical one: LLVM would take the processor's
;; own for as good, and leave the replacement out, if it saw where the NaN comes from.
(module
  (func (export "sqrt") (param f64) (result f64)
    (f64.sqrt (local.get 0))))

;; expected:
;; wasm.0:
;;   vsqrtsd %xmm0, %xmm0, %xmm0
;;   vcmpunordsd %xmm0, %xmm0, %xmm1
;;   vblendvpd %xmm1, .LCPI0_0(%rip), %xmm0, %xmm0
;;   retq
