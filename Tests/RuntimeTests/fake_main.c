// The fake canister as an executable.
#include "fake_canister.h"

#ifdef FAKE_OTHER
#define MODULE other_module
#else
#define MODULE fake_module
#endif

int main(int argument_count, char **arguments) {
  return rt_main(&MODULE, argument_count, arguments);
}
