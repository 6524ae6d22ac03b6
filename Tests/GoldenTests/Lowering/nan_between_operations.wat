;; emit: assembly
;; Only the last of several operations makes its NaN canonical: arithmetic takes any.
(module
  (func (export "sum") (param f64 f64 f64) (result f64)
    local.get 0
    local.get 1
    f64.mul
    local.get 2
    f64.add))

;; expected:
;; wasm.0:
;;   vmulsd %xmm1, %xmm0, %xmm0
;;   vaddsd %xmm2, %xmm0, %xmm0
;;   vcmpunordsd %xmm0, %xmm0, %xmm1
;;   vblendvpd %xmm1, .LCPI0_0(%rip), %xmm0, %xmm0
;;   retq
