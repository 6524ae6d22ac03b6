;; emit: assembly
;; Between operations on lanes of the same width, too, NaNs stay as they are; what takes the bits
;; for something else gets the canonical one.
(module
  (func (export "sum") (param v128 v128 v128) (result v128)
    local.get 0
    local.get 1
    f64x2.mul
    local.get 2
    f64x2.add)
  (func (export "other lanes") (param v128 v128 v128) (result v128)
    local.get 0
    local.get 1
    f64x2.mul
    local.get 2
    f32x4.add))

;; expected:
;; wasm.0:
;;   vmulpd %xmm1, %xmm0, %xmm0
;;   vaddpd %xmm2, %xmm0, %xmm0
;;   vxorpd %xmm1, %xmm1, %xmm1
;;   vcmpunordpd %xmm1, %xmm0, %xmm1
;;   vblendvpd %xmm1, .LCPI0_0(%rip), %xmm0, %xmm0
;;   retq
;; wasm.1:
;;   vmulpd %xmm1, %xmm0, %xmm0
;;   vxorpd %xmm1, %xmm1, %xmm1
;;   vcmpunordpd %xmm1, %xmm0, %xmm3
;;   vblendvpd %xmm3, .LCPI1_0(%rip), %xmm0, %xmm0
;;   vaddps %xmm0, %xmm2, %xmm0
;;   vcmpunordps %xmm1, %xmm0, %xmm1
;;   vbroadcastss .LCPI1_1(%rip), %xmm2
;;   vblendvps %xmm1, %xmm2, %xmm0, %xmm0
;;   retq
