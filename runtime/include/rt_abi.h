// The contract between compiled code and the runtime.
//
// Swift reads this header too: lowering takes offsets and constants from here and writes them
// nowhere else. A compiled canister is one object that defines `rt_module_description`; the
// runtime defines everything that the object refers to. README.md tells the story.
#ifndef RT_ABI_H
#define RT_ABI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Changes whenever code compiled for an older runtime would misbehave with this one.
#define RT_ABI_VERSION 6u

// Memory map -------------------------------------------------------------------------------------

/// Linear memory 0. Below 2 GiB, so that x86-64 folds it into an address as a displacement, and
/// above all places where Linux puts the heap of an executable at a fixed address: up to 1 GiB
/// behind its end. The address sanitizer wants that place for itself; tests move both memories.
#ifndef RT_MEMORY_BASE
#define RT_MEMORY_BASE 0x60000000ull
#endif
/// 8 GiB + 64 KiB: index (32 bits) + offset (32 bits) + 16 bytes of access can't leave it.
#define RT_MEMORY_RESERVATION_BYTES 0x200010000ull
/// The running instance (`rt_instance`), on a page of its own.
#define RT_INSTANCE_BASE (RT_MEMORY_BASE - 0x10000ull)
/// Stable memory, far from everything that the system maps by itself.
#ifndef RT_STABLE_BASE
#define RT_STABLE_BASE 0x100000000000ull
#endif
/// 512 GiB, of which 500 can be in use; the rest is guard.
#define RT_STABLE_RESERVATION_BYTES 0x8000000000ull
#define RT_STABLE_MAXIMUM_PAGES 8192000ull
#define RT_WASM_PAGE_BYTES 65536ull
/// A byte for each page of 4 KiB of stable memory: what the running execution did with it, as an
/// `rt_page_mark`. 125 MiB, of which only what is touched takes memory.
#define RT_STABLE_MARKS_BASE (RT_STABLE_BASE - 0x10000000ull)
/// A byte for each page of 64 KiB that an access of linear memory can reach, likewise, for modules
/// that track pages.
#define RT_HEAP_MARKS_BASE (RT_INSTANCE_BASE - 0x30000ull)
#define RT_HEAP_MARK_COUNT (RT_MEMORY_RESERVATION_BYTES / RT_WASM_PAGE_BYTES + 1)
/// The logarithm of the page's size.
#define RT_PAGE_SHIFT 12
/// The largest heap address, and length, that a 64-bit access of stable memory gets past its
/// first checks with, by the width of the canister's addresses.
#define RT_STABLE_HEAP_MAXIMUM_32 0xFFFFFFFFull
#define RT_STABLE_HEAP_MAXIMUM_64 0x180000000ull

// Traps ------------------------------------------------------------------------------------------

/// Compiled code traps by `ud1` (x86-64) or `brk` (AArch64) with one of these as its operand.
typedef enum __attribute__((enum_extensibility(closed))) rt_trap : uint8_t {
#define RT_TRAP(name, wasm_text, ic_text) rt_trap_##name,
#include "traps.def"
#undef RT_TRAP
} rt_trap;

/// The words of the official test suite, and the IC's.
const char *rt_trap_wasm_text(rt_trap trap);
const char *rt_trap_ic_text(rt_trap trap);

// What the compiler emits ------------------------------------------------------------------------

/// A compiled function, in the internal calling convention: only an invoker may call it.
typedef void (*rt_code)(void);

/// Calls `code`, whose type the invoker knows, with the arguments in `values`, and leaves the
/// results there. A value takes one slot, zero-extended; a v128 takes two.
typedef void (*rt_invoker)(rt_code code, uint64_t *values);

/// An element of a function table. Type 0 is that of no function: the element is null.
typedef struct rt_table_element {
  uint64_t type;
  rt_code code;
} rt_table_element;

/// An exported function.
typedef struct rt_export {
  const char *name;
  uint64_t name_size;
  rt_code code;
  rt_invoker invoker;
} rt_export;

/// A global. What a message may change, and a rollback restores, are the mutable ones.
typedef struct rt_global {
  void *address;
  /// In bytes: 4, 8 or 16.
  uint32_t size;
  /// The type's code in the binary format (0x7F is i32), and the index in the module.
  uint32_t value_type;
  uint32_t index;
  uint32_t is_mutable;
} rt_global;

/// All that the runtime must know of the canister it is linked with.
typedef struct rt_module {
  uint32_t abi_version;
  /// The size in bytes of an address of the canister: 4 or 8.
  uint32_t address_size;
  /// 0 and 0 if the module has no memory.
  uint64_t memory_initial_pages;
  uint64_t memory_maximum_pages;
  /// Table 0, which callbacks are called through.
  const rt_table_element *table;
  uint64_t table_size;
  /// The type of callbacks, `(I) -> ()`, in table elements, and its invoker.
  uint64_t callback_type;
  rt_invoker callback_invoker;
  /// Those that a snapshot of the canister lists, in its order: first the exported ones, mutable or
  /// not, as they are exported; then all other mutable ones.
  const rt_global *globals;
  uint64_t global_count;
  const rt_export *exports;
  uint64_t export_count;
  /// Sets globals to their first values and copies active segments; may trap. Called at
  /// installation, in the manner of an entry point, on a zeroed memory of the initial size.
  rt_code initialize;
  /// Of type `() -> ()`; null if there is no start function.
  rt_code start;
  /// Invoker of `() -> ()`, for `initialize` and `start`.
  rt_invoker entry_invoker;
  /// State that starts over with each message (which passive segments are dropped): zeroed then.
  void *message_state;
  uint64_t message_state_size;
  /// SHA-256 of the module as it was given to the compiler, and a line telling who compiled it.
  const char *compiler;
  /// The level of x86-64 or AArch64 that the code needs, as the compiler's option names it.
  const char *cpu;
  /// Whether the module carries `icp:private enhanced-orthogonal-persistence`.
  uint32_t has_enhanced_orthogonal_persistence;
  /// Whether the code counts instructions; if not, the runtime charges nothing either.
  uint32_t is_metered;
  /// Whether it has the counter to itself between calls of the runtime, so that a fault hides it.
  uint32_t hides_counter;
  /// Whether pages are charged as the IC's memory tracker does, when they are touched first; else
  /// when stable pages are written first, and for the heap at the end.
  uint32_t tracks_pages;
  /// Whether the last 16 pages of 4 GiB are kept for pre_upgrade, as for old Motoko canisters.
  uint32_t reserves_last_pages;
  /// The names of functions, imported ones first, one after the other, and where each ends. A
  /// function without a name, or with an empty one, has none here.
  const char *function_names;
  const uint32_t *function_name_ends;
  uint64_t function_name_count;
} rt_module;

/// Defined by the object.
extern const rt_module rt_module_description;

/// A location of code that LLVM has inlined. Code that stands in its own function has the location
/// of that: its index, plus 1.
typedef struct rt_inlined_location {
  uint32_t location;
  uint32_t function;
  /// The location of the call that was inlined. It has a smaller number.
  uint32_t outer;
} rt_inlined_location;

// What compiled code reads and calls -------------------------------------------------------------

/// The part of the running instance that compiled code reads.
typedef struct rt_instance {
  uint64_t memory_size_bytes;
  uint64_t stable_size_bytes;
  /// The message's counter: how many instructions it may still execute. Below zero when something
  /// took more, which the next check finds.
  int64_t instructions_left;
} rt_instance;

/// The one instance of the process: at a fixed place, which compiled code reaches wherever the
/// runtime lies. There once a canister has been opened.
#define rt_the_instance (*(rt_instance *)RT_INSTANCE_BASE)

/// Grows memory 0; the old size in pages, or -1 if it can't grow so far.
int64_t rt_memory_grow(uint64_t delta_pages);

/// Copies an active data segment to memory 0; traps if it does not fit.
void rt_memory_initialize(uint64_t address, const void *bytes, uint64_t size);

/// What an execution did with a page. Who writes has accessed, too.
typedef enum __attribute__((enum_extensibility(closed))) rt_page_mark : uint8_t {
  rt_page_mark_untouched = 0,
  /// Read past the memory tracker, which will find it untouched.
  rt_page_mark_read_past = 1,
  rt_page_mark_accessed = 2,
  rt_page_mark_written = 3,
} rt_page_mark;

/// Counts the pages of a range that the execution touches first, and marks them: ends the message
/// if they are too many, or if it can't pay for those that are written for the first time.
///
/// The range is within stable memory and has bytes. Compiled code calls this unless all of the
/// range is in one page that has the mark.
void rt_stable_touch(uint64_t offset, uint64_t size, rt_page_mark mark);

// The rest of this section is for modules that track pages.

/// Charges the pages of a range of linear memory that the execution touches first, and marks them.
///
/// Does nothing if not all of the range is in memory: the access is about to trap. Compiled code
/// calls this before an access unless its first and last page have the mark.
void rt_heap_touch(uint64_t address, uint64_t size, rt_page_mark mark);

/// The same for both ranges of a copy within linear memory.
void rt_heap_touch_copy(uint64_t to, uint64_t from, uint64_t size);

/// What `rt_stable_touch` does, and then for the heap's range that is the other end of the copy:
/// checks it, and charges both ends.
void rt_stable_access(uint64_t offset, uint64_t heap, uint64_t size, rt_page_mark mark);

/// Ends the message with a trap; called by the runtime and by code that can't trap by itself.
__attribute__((noreturn)) void rt_raise(rt_trap trap);

// The System API, which compiled code calls too, is in ic0.h.

#endif
