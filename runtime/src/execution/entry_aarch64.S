// Switching to the canister's stack and back on AArch64 (AAPCS64).
#if defined(__aarch64__)

// x19–x30 and d8–d15 are the caller's.
#define SAVED_BYTES 160

        .text
        .globl  rt_switch_to_canister
        .type   rt_switch_to_canister, %function
        .p2align 4
// int (rt_execution *x0, rt_invoker x1, rt_code x2, uint64_t *x3)
rt_switch_to_canister:
        .cfi_startproc
        hint    #34                     // bti c
        stp     x29, x30, [sp, #-SAVED_BYTES]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        stp     x25, x26, [sp, #64]
        stp     x27, x28, [sp, #80]
        stp     d8, d9, [sp, #96]
        stp     d10, d11, [sp, #112]
        stp     d12, d13, [sp, #128]
        stp     d14, d15, [sp, #144]
        // The frame pointer keeps pointing into the old stack, and the frame is found through it.
        mov     x29, sp
        .cfi_def_cfa x29, SAVED_BYTES
        .cfi_offset x29, -160
        .cfi_offset x30, -152
        .cfi_offset x19, -144
        .cfi_offset x20, -136
        .cfi_offset x21, -128
        .cfi_offset x22, -120
        .cfi_offset x23, -112
        .cfi_offset x24, -104
        .cfi_offset x25, -96
        .cfi_offset x26, -88
        .cfi_offset x27, -80
        .cfi_offset x28, -72
        .cfi_offset d8, -64
        .cfi_offset d9, -56
        .cfi_offset d10, -48
        .cfi_offset d11, -40
        .cfi_offset d12, -32
        .cfi_offset d13, -24
        .cfi_offset d14, -16
        .cfi_offset d15, -8
        str     x29, [x0, #0]           // saved_stack_pointer
        mov     x19, x0
        ldr     x9, [x0, #8]            // stack_top
        mov     sp, x9
        mov     x9, x1
        mov     x0, x2
        mov     x1, x3
        blr     x9
        ldr     x9, [x19, #0]
        mov     w0, #0
.Lrestore:
        mov     sp, x9
        .cfi_def_cfa sp, SAVED_BYTES
        ldp     d14, d15, [sp, #144]
        ldp     d12, d13, [sp, #128]
        ldp     d10, d11, [sp, #112]
        ldp     d8, d9, [sp, #96]
        ldp     x27, x28, [sp, #80]
        ldp     x25, x26, [sp, #64]
        ldp     x23, x24, [sp, #48]
        ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #SAVED_BYTES
        .cfi_def_cfa_offset 0
        ret
        .cfi_endproc
        .size   rt_switch_to_canister, . - rt_switch_to_canister

        .globl  rt_switch_back
        .type   rt_switch_back, %function
        .p2align 4
// void (void *saved_stack_pointer x0), which does not return to its caller
rt_switch_back:
        .cfi_startproc
        .cfi_undefined x30
        hint    #38                     // bti jc: signal handlers return here
        mov     x9, x0
        mov     w0, #1
        b       .Lrestore
        .cfi_endproc
        .size   rt_switch_back, . - rt_switch_back

        .globl  rt_arch_registers_here
        .type   rt_arch_registers_here, %function
        .p2align 4
// void (rt_registers *x0)
rt_arch_registers_here:
        .cfi_startproc
        hint    #34                     // bti c
        mov     x9, sp
        stp     x30, x9, [x0, #0]       // pc, sp
        str     x29, [x0, #16]          // fp
        mov     w9, #1
        strb    w9, [x0, #40]           // is_return
        ret
        .cfi_endproc
        .size   rt_arch_registers_here, . - rt_arch_registers_here

#endif
        .section .note.GNU-stack, "", %progbits
