// The part of the LLVM C API that the LLVM target wraps.
#include <llvm-c/Analysis.h>
#include <llvm-c/Core.h>
#include <llvm-c/DebugInfo.h>
#include <llvm-c/Error.h>
#include <llvm-c/IRReader.h>
#include <llvm-c/LLJIT.h>
#include <llvm-c/Orc.h>
#include <llvm-c/OrcEE.h>
#include <llvm-c/Support.h>
#include <llvm-c/Target.h>
#include <llvm-c/TargetMachine.h>
#include <llvm-c/Transforms/PassBuilder.h>
#include <llvm/Config/llvm-config.h>

/// Makes the processor see new instructions; nothing to do on x86-64.
static inline void tinsmith_clear_instruction_cache(char *begin, char *end) {
  __builtin___clear_cache(begin, end);
}
