#include "execution/module_check.h"

#include "execution/arch.h"

bool rt_module_check(const rt_module *module, rt_error *error) {
  if (module->abi_version != RT_ABI_VERSION) {
    return rt_error_set(error,
                        "the canister was compiled for version %u of the runtime, and this is "
                        "version %u: compile it again",
                        module->abi_version, RT_ABI_VERSION);
  }
  if (!rt_arch_supports(module->cpu)) {
    return rt_error_set(error,
                        "the canister was compiled for processors of level %s, which this one is "
                        "not: compile it with a lower --cpu",
                        module->cpu);
  }
  return true;
}
