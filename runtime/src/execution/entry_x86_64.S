// Switching to the canister's stack and back on x86-64 (System V).
#if defined(__x86_64__)

// What `rt_switch_to_canister` pushes, from the return address down: six registers, then eight
// bytes with the control words of SSE and x87.
#define SAVED_BYTES 64

        .text
        .globl  rt_switch_to_canister
        .type   rt_switch_to_canister, @function
        .p2align 4
// int (rt_execution *%rdi, rt_invoker %rsi, rt_code %rdx, uint64_t *%rcx)
rt_switch_to_canister:
        .cfi_startproc
        endbr64
        pushq   %rbp
        pushq   %rbx
        pushq   %r12
        pushq   %r13
        pushq   %r14
        pushq   %r15
        subq    $8, %rsp
        .cfi_def_cfa_offset SAVED_BYTES
        .cfi_offset %rbp, -16
        .cfi_offset %rbx, -24
        .cfi_offset %r12, -32
        .cfi_offset %r13, -40
        .cfi_offset %r14, -48
        .cfi_offset %r15, -56
        stmxcsr (%rsp)
        fnstcw  4(%rsp)
        movq    %rsp, 0(%rdi)           // saved_stack_pointer
        movq    %rdi, %rbx
        movq    8(%rdi), %rsp           // stack_top
        // From here on the frame is found through %rbx: the saved stack pointer + SAVED_BYTES.
        // DW_CFA_def_cfa_expression: breg3 (%rbx) 0; deref; plus_uconst SAVED_BYTES
        .cfi_escape 0x0f, 5, 0x73, 0, 0x06, 0x23, SAVED_BYTES
        movq    %rsi, %rax
        movq    %rdx, %rdi
        movq    %rcx, %rsi
        call    *%rax
        movq    0(%rbx), %rsp
        .cfi_def_cfa %rsp, SAVED_BYTES
        xorl    %eax, %eax
.Lrestore:
        ldmxcsr (%rsp)
        fldcw   4(%rsp)
        addq    $8, %rsp
        .cfi_adjust_cfa_offset -8
        popq    %r15
        .cfi_adjust_cfa_offset -8
        popq    %r14
        .cfi_adjust_cfa_offset -8
        popq    %r13
        .cfi_adjust_cfa_offset -8
        popq    %r12
        .cfi_adjust_cfa_offset -8
        popq    %rbx
        .cfi_adjust_cfa_offset -8
        popq    %rbp
        .cfi_adjust_cfa_offset -8
        ret
        .cfi_endproc
        .size   rt_switch_to_canister, . - rt_switch_to_canister

        .globl  rt_switch_back
        .type   rt_switch_back, @function
        .p2align 4
// void (void *saved_stack_pointer %rdi), which does not return to its caller
rt_switch_back:
        .cfi_startproc
        .cfi_undefined %rip
        endbr64
        movq    %rdi, %rsp
        movl    $1, %eax
        jmp     .Lrestore
        .cfi_endproc
        .size   rt_switch_back, . - rt_switch_back

        .globl  rt_arch_registers_here
        .type   rt_arch_registers_here, @function
        .p2align 4
// void (rt_registers *%rdi)
rt_arch_registers_here:
        .cfi_startproc
        endbr64
        movq    (%rsp), %rax
        movq    %rax, 0(%rdi)           // pc
        leaq    8(%rsp), %rax
        movq    %rax, 8(%rdi)           // sp
        movq    %rbp, 16(%rdi)          // fp
        movb    $1, 40(%rdi)            // is_return
        ret
        .cfi_endproc
        .size   rt_arch_registers_here, . - rt_arch_registers_here

#endif
        .section .note.GNU-stack, "", @progbits
