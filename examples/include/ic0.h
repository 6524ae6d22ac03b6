// The part of the Internet Computer's System API that the examples in C call.
//
// One declaration a function, as in the interface specification ("System API"); addresses and
// sizes are as wide as the memory's. `CANISTER_UPDATE(inc)` and its like name the entry points.
#ifndef IC0_H
#define IC0_H

#include <stdint.h>

#define IC0(name) __attribute__((import_module("ic0"), import_name(#name))) extern

IC0(msg_arg_data_size) uintptr_t ic0_msg_arg_data_size(void);
IC0(msg_arg_data_copy)
void ic0_msg_arg_data_copy(void *destination, uintptr_t offset, uintptr_t size);

IC0(msg_reply_data_append) void ic0_msg_reply_data_append(const void *source, uintptr_t size);
IC0(msg_reply) void ic0_msg_reply(void);

IC0(stable64_size) uint64_t ic0_stable64_size(void);
IC0(stable64_grow) uint64_t ic0_stable64_grow(uint64_t additional_pages);
IC0(stable64_read)
void ic0_stable64_read(uint64_t destination, uint64_t offset, uint64_t size);
IC0(stable64_write)
void ic0_stable64_write(uint64_t offset, uint64_t source, uint64_t size);

IC0(certified_data_set) void ic0_certified_data_set(const void *source, uintptr_t size);
IC0(data_certificate_present) uint32_t ic0_data_certificate_present(void);
IC0(data_certificate_size) uintptr_t ic0_data_certificate_size(void);
IC0(data_certificate_copy)
void ic0_data_certificate_copy(void *destination, uintptr_t offset, uintptr_t size);

IC0(performance_counter) uint64_t ic0_performance_counter(uint32_t type);

IC0(debug_print) void ic0_debug_print(const char *text, uintptr_t size);
IC0(trap) _Noreturn void ic0_trap(const char *text, uintptr_t size);

// What `ic0_stable64_grow` answers when stable memory can't grow so far.
#define IC0_STABLE_GROW_FAILED UINT64_MAX
#define IC0_STABLE_PAGE_BYTES UINT64_C(65536)

// For string literals: the size is known without counting.
#define DEBUG_PRINT(literal) ic0_debug_print(literal, sizeof(literal) - 1)
#define TRAP(literal) ic0_trap(literal, sizeof(literal) - 1)

#define CANISTER_EXPORT(name) __attribute__((export_name(name))) void
#define CANISTER_INIT CANISTER_EXPORT("canister_init") canister_init(void)
#define CANISTER_PRE_UPGRADE CANISTER_EXPORT("canister_pre_upgrade") canister_pre_upgrade(void)
#define CANISTER_POST_UPGRADE CANISTER_EXPORT("canister_post_upgrade") canister_post_upgrade(void)
#define CANISTER_UPDATE(method) CANISTER_EXPORT("canister_update " #method) method(void)
#define CANISTER_QUERY(method) CANISTER_EXPORT("canister_query " #method) method(void)

// Stable memory by pointer. With a constant size that fits a register or a few, a compiler that
// knows stable memory turns each into as many loads and stores.
static inline void stable_read(void *destination, uint64_t offset, uint64_t size) {
  ic0_stable64_read((uintptr_t)destination, offset, size);
}

static inline void stable_write(uint64_t offset, const void *source, uint64_t size) {
  ic0_stable64_write(offset, (uintptr_t)source, size);
}

#endif
