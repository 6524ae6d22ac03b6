#define _GNU_SOURCE
#include "execution/trap.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/fatal.h"
#include "execution/arch.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#define RT_FORGET_FRAMES(bottom, size) __asan_unpoison_memory_region(bottom, size)
#endif
#endif
#ifndef RT_FORGET_FRAMES
#define RT_FORGET_FRAMES(bottom, size) ((void)0)
#endif

enum { trap_count = 0
#define RT_TRAP(...) +1
#include "traps.def"
#undef RT_TRAP
};

static const int handled_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP};
enum { handled_count = sizeof handled_signals / sizeof handled_signals[0] };

// The process's signal dispositions before ours, and the thread's execution: all the state there
// is outside of a canister.
static struct sigaction previous_actions[handled_count];
static pthread_once_t handlers_once = PTHREAD_ONCE_INIT;
static _Thread_local rt_execution *volatile active;
static _Thread_local bool has_signal_stack;

static bool is_within(uint64_t address, uint64_t start, uint64_t size) {
  return address - start < size;
}

static bool is_in_memory(const rt_execution *execution, uint64_t address) {
  if (is_within(address, RT_MEMORY_BASE, RT_MEMORY_RESERVATION_BYTES)) return true;
  for (const rt_linear_memory *memory = execution->memories; memory != NULL;
       memory = memory->next) {
    if (is_within(address, (uintptr_t)memory->base, RT_MEMORY_RESERVATION_BYTES)) return true;
  }
  return false;
}

/// Whether the canister brought the fault about, and if so, how it is left.
static bool explain(rt_execution *execution, int number, const siginfo_t *info,
                    const void *context) {
  unsigned code;
  if (execution->is_interpreter) return false;
  if (rt_arch_decode_trap(number, context, &code)) {
    if (code >= trap_count) return false;
    execution->trap = (rt_trap)code;
    execution->exit = rt_exit_trap;
    return true;
  }
  // A signal sent by a process has no address.
  if ((number != SIGSEGV && number != SIGBUS) || info->si_code <= 0) return false;
  uint64_t address = (uint64_t)(uintptr_t)info->si_addr;
  if (is_in_memory(execution, address)) {
    execution->trap = rt_trap_memory_out_of_bounds;
  } else if (is_within(address, RT_STABLE_BASE, RT_STABLE_RESERVATION_BYTES)) {
    execution->trap = rt_trap_stable_memory_out_of_bounds;
  } else if (is_within(address, (uintptr_t)execution->guard, RT_STACK_GUARD_BYTES)) {
    execution->trap = rt_trap_stack_overflow;
  } else {
    return false;
  }
  // A page that is mapped but can't be had (a disk error, a file cut short) is no trap.
  execution->exit = number == SIGBUS ? rt_exit_image_unreadable : rt_exit_trap;
  execution->is_fault = execution->exit == rt_exit_trap;
  return true;
}

/// Passes a fault that is not the canister's to the previous handler.
static void pass_on(int number, siginfo_t *info, void *context) {
  size_t i = 0;
  while (handled_signals[i] != number) i++;
  const struct sigaction *previous = &previous_actions[i];
  if ((previous->sa_flags & SA_SIGINFO) != 0) {
    previous->sa_sigaction(number, info, context);
  } else if (previous->sa_handler != SIG_DFL && previous->sa_handler != SIG_IGN) {
    previous->sa_handler(number);
  } else {
    // Back to the instruction at fault, which now ends the process as if we were not there.
    signal(number, SIG_DFL);
    if (info->si_code <= 0) raise(number);
  }
}

static void on_fault(int number, siginfo_t *info, void *context) {
  rt_execution *execution = active;
  if (execution != NULL && explain(execution, number, info, context)) {
    rt_arch_registers_at_signal(context, &execution->registers);
    rt_arch_redirect_to_switch_back(context, execution->saved_stack_pointer);
  } else {
    pass_on(number, info, context);
  }
}

static void install_handlers(void) {
  struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  for (size_t i = 0; i < handled_count; i++) {
    if (sigaction(handled_signals[i], &action, &previous_actions[i]) != 0) {
      rt_fatal("the handler of signal %d can't be installed", handled_signals[i]);
    }
  }
}

/// Gives the thread a stack for signal handlers unless it has one. It lasts as long as the thread.
static void require_signal_stack(void) {
  if (has_signal_stack) return;
  stack_t stack;
  if (sigaltstack(NULL, &stack) == 0 && (stack.ss_flags & SS_DISABLE) != 0) {
    stack = (stack_t){.ss_size = 64 * 1024};
    stack.ss_sp = mmap(NULL, stack.ss_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                       -1, 0);
    if (stack.ss_sp == MAP_FAILED || sigaltstack(&stack, NULL) != 0) {
      rt_fatal("no memory is left for a stack for signal handlers");
    }
  }
  has_signal_stack = true;
}

bool rt_execution_create(rt_execution *execution, void *owner, uint64_t stack_bytes,
                         rt_error *error) {
  uint64_t page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);
  stack_bytes = (stack_bytes + page_bytes - 1) / page_bytes * page_bytes;
  uint8_t *guard = mmap(NULL, RT_STACK_GUARD_BYTES + stack_bytes, PROT_NONE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (guard == MAP_FAILED ||
      mprotect(guard + RT_STACK_GUARD_BYTES, stack_bytes, PROT_READ | PROT_WRITE) != 0) {
    return rt_error_set_errno(error, "no memory is left for the canister's stack of %llu bytes",
                              (unsigned long long)stack_bytes);
  }
  *execution = (rt_execution){.guard = guard,
                              .stack_bottom = guard + RT_STACK_GUARD_BYTES,
                              .stack_top = guard + RT_STACK_GUARD_BYTES + stack_bytes,
                              .owner = owner};
  pthread_once(&handlers_once, install_handlers);
  return true;
}

void rt_execution_destroy(rt_execution *execution) {
  if (execution->guard == NULL) return;
  munmap(execution->guard, (size_t)((uint8_t *)execution->stack_top - execution->guard));
  *execution = (rt_execution){0};
}

rt_exit rt_enter(rt_execution *execution, rt_invoker invoker, rt_code code, uint64_t *values) {
  if (active == execution) rt_fatal("an execution was entered twice");
  require_signal_stack();
  rt_execution *outer = active;
  execution->exit = rt_exit_return;
  execution->is_fault = false;
  active = execution;
  if (rt_switch_to_canister(execution, invoker, code, values) != 0) {
    RT_FORGET_FRAMES(execution->stack_bottom,
                     (size_t)((uint8_t *)execution->stack_top - execution->stack_bottom));
  }
  active = outer;
  return execution->exit;
}

rt_execution *rt_active_execution(void) { return active; }

void rt_leave(rt_exit exit) {
  rt_execution *execution = active;
  execution->exit = exit;
  rt_arch_registers_here(&execution->registers);
  rt_switch_back(execution->saved_stack_pointer);
}

void rt_raise(rt_trap trap) {
  rt_execution *execution = active;
  if (execution == NULL) rt_fatal("a trap outside of a message: %s", rt_trap_wasm_text(trap));
  execution->trap = trap;
  rt_leave(rt_exit_trap);
}

void rt_require_host_stack(const rt_execution *execution) {
  // On any other stack (an interpreter's) the difference is far larger.
  uintptr_t frame = (uintptr_t)__builtin_frame_address(0);
  if (frame - (uintptr_t)execution->guard < RT_STACK_GUARD_BYTES + RT_HOST_STACK_BYTES) {
    rt_raise(rt_trap_stack_overflow);
  }
}
