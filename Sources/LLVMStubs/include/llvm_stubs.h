#ifndef LLVM_STUBS_H
#define LLVM_STUBS_H

/// Loads LLVM's library, for the stubs to lead there; to be called once, and before any of them.
///
/// Returns why that failed, valid until the next such error of this thread, or null.
const char *llvm_stubs_load(const char *library);

#endif
