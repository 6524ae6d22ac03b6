// Whether this process can run a module at all.
#ifndef RT_MODULE_CHECK_H
#define RT_MODULE_CHECK_H

#include "base/error.h"

/// Checks that the module was compiled for this runtime and this processor.
bool rt_module_check(const rt_module *module, rt_error *error);

#endif
