// Runs a canister in wasmtime, without anything that the Internet Computer does around a message:
// no transaction, no confinement, no limits.
//
//   wasmtime host|replica MODULE [EXPORT ARGUMENT COUNT]...
//
// host: optimised code, stable memory by functions of this program. replica: as the Internet
// Computer compiles, without optimisation and with NaNs made canonical, for modules that `tinsmith
// compile --emit wasm` wrote: counted, stable memory as a second memory.
#define _GNU_SOURCE
#include <sys/mman.h>

#include "message.h"
#include "wasmtime_api.h"

enum { PAGE_BYTES = 65536, MARK_BYTES = 8192000 / 4096 * PAGE_BYTES };
static const uint64_t STABLE_BYTES = UINT64_C(64) << 30;
static const int64_t INSTRUCTION_LIMIT = INT64_C(99999999999999);
static const int64_t PAGE_LIMIT = 2097152;

static struct {
  wasmtime_context_t *context;
  wasmtime_memory_t heap;
  // Host only.
  uint8_t *stable;
  uint64_t stable_pages;
  // Replica only.
  bool is_counted, has_marks;
  wasmtime_global_t counter, dirty_pages, accessed_pages;
  wasmtime_memory_t marks;
} canister;

static void check(wasmtime_error_t *error, wasm_trap_t *trap, const char *what) {
  wasm_byte_vec_t text;
  if (!error && !trap) return;
  if (error) {
    wasmtime_error_message(error, &text);
  } else {
    wasm_trap_message(trap, &text);
  }
  fprintf(stderr, "%s: %.*s\n", what, (int)text.size, text.data);
  exit(1);
}

static wasm_trap_t *trap(const char *text) { return wasmtime_trap_new(text, strlen(text)); }

static int64_t get(const wasmtime_global_t *global) {
  wasmtime_val_t value;
  wasmtime_global_get(canister.context, global, &value);
  return value.of.i64;
}

static void set(const wasmtime_global_t *global, int64_t number) {
  wasmtime_val_t value = {.kind = WASM_I64, .of.i64 = number};
  check(wasmtime_global_set(canister.context, global, &value), NULL, "a counter");
}

static void charge(uint64_t cost) {
  if (canister.is_counted) set(&canister.counter, get(&canister.counter) - (int64_t)cost);
}

// Bytes of the heap, or NULL where they are outside.
static uint8_t *heap(uint64_t address, uint64_t size) {
  uint64_t heap_bytes = wasmtime_memory_data_size(canister.context, &canister.heap);
  if (address > heap_bytes || size > heap_bytes - address) return NULL;
  return wasmtime_memory_data(canister.context, &canister.heap) + address;
}

// The System API ----------------------------------------------------------------------------------

#define FUNCTION(name)                                                                     \
  static wasm_trap_t *name(void *is_wide, wasmtime_caller_t *caller, wasmtime_val_raw_t *v, \
                           size_t count)
#define UNUSED (void)is_wide, (void)caller, (void)v, (void)count
// A pointer or size, whose type is that of the heap's addresses.
#define ADDRESS(index) (is_wide ? (uint64_t)v[index].i64 : (uint32_t)v[index].i32)

FUNCTION(msg_arg_data_size) {
  UNUSED;
  charge(500);
  v[0].i64 = (int64_t)current.argument_bytes;
  return NULL;
}

FUNCTION(msg_arg_data_copy) {
  UNUSED;
  uint64_t to = ADDRESS(0), offset = ADDRESS(1), size = ADDRESS(2);
  charge(500 + size);
  uint8_t *bytes = heap(to, size);
  if (!bytes || offset > current.argument_bytes || size > current.argument_bytes - offset) {
    return trap("msg_arg_data_copy: out of bounds");
  }
  memcpy(bytes, current.argument + offset, size);
  return NULL;
}

FUNCTION(msg_reply_data_append) {
  UNUSED;
  uint64_t from = ADDRESS(0), size = ADDRESS(1);
  charge(500 + 50 * size);
  uint8_t *bytes = heap(from, size);
  if (!bytes || !append_reply(bytes, size)) return trap("msg_reply_data_append: out of bounds");
  return NULL;
}

FUNCTION(msg_reply) {
  UNUSED;
  charge(500);
  current.has_reply = true;
  return NULL;
}

FUNCTION(performance_counter) {
  UNUSED;
  charge(200);
  v[0].i64 = canister.is_counted ? INSTRUCTION_LIMIT - get(&canister.counter) : 0;
  return NULL;
}

FUNCTION(ic0_trap) {
  UNUSED;
  uint8_t *text = heap(ADDRESS(0), ADDRESS(1));
  if (text) fprintf(stderr, "%.*s\n", (int)ADDRESS(1), (const char *)text);
  return trap("ic0.trap");
}

FUNCTION(stable_size) {
  UNUSED;
  v[0].i64 = (int64_t)canister.stable_pages;
  return NULL;
}

static int64_t grow(uint64_t pages) {
  if (pages > STABLE_BYTES / PAGE_BYTES - canister.stable_pages) return -1;
  canister.stable_pages += pages;
  return (int64_t)(canister.stable_pages - pages);
}

FUNCTION(stable64_grow) {
  UNUSED;
  v[0].i64 = grow((uint64_t)v[0].i64);
  return NULL;
}

FUNCTION(stable_grow) {
  UNUSED;
  v[0].i64 = grow((uint32_t)v[0].i32);
  return NULL;
}

static wasm_trap_t *copy(uint64_t address, uint64_t offset, uint64_t size, bool is_write) {
  uint8_t *bytes = heap(address, size);
  uint64_t stable_bytes = canister.stable_pages * PAGE_BYTES;
  if (offset > stable_bytes || size > stable_bytes - offset) {
    return trap("stable memory out of bounds");
  }
  if (!bytes) return trap("heap out of bounds");
  if (is_write) {
    memcpy(canister.stable + offset, bytes, size);
  } else {
    memcpy(bytes, canister.stable + offset, size);
  }
  return NULL;
}

FUNCTION(stable64_write) {
  UNUSED;
  return copy((uint64_t)v[1].i64, (uint64_t)v[0].i64, (uint64_t)v[2].i64, true);
}

FUNCTION(stable64_read) {
  UNUSED;
  return copy((uint64_t)v[0].i64, (uint64_t)v[1].i64, (uint64_t)v[2].i64, false);
}

FUNCTION(stable_write) {
  UNUSED;
  return copy((uint32_t)v[1].i32, (uint32_t)v[0].i32, (uint32_t)v[2].i32, true);
}

FUNCTION(stable_read) {
  UNUSED;
  return copy((uint32_t)v[0].i32, (uint32_t)v[1].i32, (uint32_t)v[2].i32, false);
}

static const struct {
  const char *name;
  wasmtime_func_unchecked_callback_t *function;
} FUNCTIONS[] = {
    {"msg_arg_data_size", msg_arg_data_size},
    {"msg_arg_data_copy", msg_arg_data_copy},
    {"msg_reply_data_append", msg_reply_data_append},
    {"msg_reply", msg_reply},
    {"performance_counter", performance_counter},
    {"trap", ic0_trap},
    {"stable_size", stable_size},
    {"stable64_size", stable_size},
    {"stable_grow", stable_grow},
    {"stable64_grow", stable64_grow},
    {"stable_write", stable_write},
    {"stable64_write", stable64_write},
    {"stable_read", stable_read},
    {"stable64_read", stable64_read},
};

// Gives the module those functions that it imports, and traps for others.
static void define_imports(wasmtime_linker_t *linker, wasmtime_module_t *module) {
  wasm_importtype_vec_t imports;
  wasmtime_module_imports(module, &imports);
  for (size_t i = 0; i < imports.size; i++) {
    const wasm_byte_vec_t *name = wasm_importtype_name(imports.data[i]);
    const wasm_functype_t *type =
        wasm_externtype_as_functype_const(wasm_importtype_type(imports.data[i]));
    if (!type) continue;
    const wasm_valtype_vec_t *parameters = wasm_functype_params(type);
    bool is_wide = parameters->size > 0 && wasm_valtype_kind(parameters->data[0]) == WASM_I64;
    for (size_t k = 0; k < sizeof FUNCTIONS / sizeof *FUNCTIONS; k++) {
      if (strlen(FUNCTIONS[k].name) != name->size) continue;
      if (memcmp(FUNCTIONS[k].name, name->data, name->size) != 0) continue;
      check(wasmtime_linker_define_func_unchecked(linker, "ic0", 3, name->data, name->size, type,
                                                  FUNCTIONS[k].function, (void *)is_wide, NULL),
            NULL, FUNCTIONS[k].name);
    }
  }
  check(wasmtime_linker_define_unknown_imports_as_traps(linker, module), NULL, "imports");
}

// Messages ----------------------------------------------------------------------------------------

static void execute(void *function) {
  wasm_trap_t *trap = NULL;
  if (canister.is_counted) set(&canister.counter, INSTRUCTION_LIMIT);
  if (canister.has_marks) {
    // Only what a message has marked takes memory, and it begins with zeros again.
    madvise(wasmtime_memory_data(canister.context, &canister.marks), MARK_BYTES, MADV_DONTNEED);
    set(&canister.dirty_pages, PAGE_LIMIT);
    set(&canister.accessed_pages, PAGE_LIMIT);
  }
  wasmtime_val_raw_t nothing;
  wasmtime_error_t *error =
      wasmtime_func_call_unchecked(canister.context, function, &nothing, 0, &trap);
  check(error, trap, "a message");
}

static int64_t counted(void) {
  return canister.is_counted ? INSTRUCTION_LIMIT - get(&canister.counter) : 0;
}

static bool find(const wasmtime_instance_t *instance, const char *name, wasmtime_extern_t *found) {
  return wasmtime_instance_export_get(canister.context, instance, name, strlen(name), found);
}

static uint8_t *read_file(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  if (!file) fail(path, "can't be read");
  fseek(file, 0, SEEK_END);
  *size = (size_t)ftell(file);
  rewind(file);
  uint8_t *bytes = malloc(*size);
  if (!bytes || fread(bytes, 1, *size, file) != *size) fail(path, "can't be read");
  fclose(file);
  return bytes;
}

static void instantiate(const char *path, bool is_replica, wasmtime_instance_t *instance) {
  wasm_config_t *config = wasm_config_new();
  wasmtime_config_cranelift_opt_level_set(
      config, is_replica ? WASMTIME_OPT_LEVEL_NONE : WASMTIME_OPT_LEVEL_SPEED);
  wasmtime_config_cranelift_nan_canonicalization_set(config, is_replica);
  wasmtime_config_wasm_memory64_set(config, true);
  wasmtime_config_wasm_multi_memory_set(config, true);
  wasmtime_config_wasm_tail_call_set(config, true);
  wasm_engine_t *engine = wasm_engine_new_with_config(config);
  size_t size;
  uint8_t *bytes = read_file(path, &size);
  wasmtime_module_t *module;
  check(wasmtime_module_new(engine, bytes, size, &module), NULL, path);
  canister.context = wasmtime_store_context(wasmtime_store_new(engine, NULL, NULL));
  wasmtime_linker_t *linker = wasmtime_linker_new(engine);
  define_imports(linker, module);
  wasm_trap_t *trap = NULL;
  wasmtime_error_t *error =
      wasmtime_linker_instantiate(linker, canister.context, module, instance, &trap);
  check(error, trap, path);
}

static void find_parts(const wasmtime_instance_t *instance) {
  wasmtime_extern_t found;
  if (find(instance, "memory", &found)) canister.heap = found.of.memory;
  canister.is_counted = find(instance, "canister counter_instructions", &found);
  if (canister.is_counted) canister.counter = found.of.global;
  canister.has_marks = find(instance, "stable_bytemap_memory", &found);
  if (canister.has_marks) {
    canister.marks = found.of.memory;
    find(instance, "canister counter_dirty_pages", &found);
    canister.dirty_pages = found.of.global;
    find(instance, "canister counter_accessed_pages", &found);
    canister.accessed_pages = found.of.global;
  }
}

int main(int argc, char **argv) {
  if (argc < 3 || argc % 3 != 0) fail(argv[0], "host|replica MODULE [EXPORT ARGUMENT COUNT]...");
  bool is_replica = strcmp(argv[1], "replica") == 0;
  canister.stable = mmap(NULL, STABLE_BYTES, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (canister.stable == MAP_FAILED) fail("stable memory", "no room");
  wasmtime_instance_t instance;
  instantiate(argv[2], is_replica, &instance);
  find_parts(&instance);
  for (char **words = argv + 3; *words; words += 3) {
    wasmtime_extern_t function;
    // Not every canister has a function for its installation.
    if (!find(&instance, words[0], &function)) {
      if (strcmp(words[0], "canister_init") == 0) continue;
      fail(words[0], "there is no such export");
    }
    set_argument(words[1]);
    run_messages(atoi(words[2]), execute, &function.of.func, counted);
  }
}
