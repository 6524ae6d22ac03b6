#include "llvm_stubs.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdlib.h>

// Where a stub leads before the library is loaded: its caller has forgotten to do that.
static void not_loaded(void) { abort(); }

#define LLVM_FUNCTION(name)                                                                        \
  __attribute__((visibility("hidden"))) void *llvm_slot_##name = (void *)not_loaded;
#include "llvm_functions.def"
#undef LLVM_FUNCTION

static const struct {
  const char *name;
  void **slot;
} functions[] = {
#define LLVM_FUNCTION(name) {#name, &llvm_slot_##name},
#include "llvm_functions.def"
#undef LLVM_FUNCTION
};

const char *llvm_stubs_load(const char *library) {
  void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) return dlerror();
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    void *function = dlsym(handle, functions[i].name);
    if (function == NULL) return dlerror();
    *functions[i].slot = function;
  }
  return NULL;
}
