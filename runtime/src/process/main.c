// The executable of a compiled canister. The only file that refers to the compiled object.
#include "rt_canister.h"

int main(int argument_count, char **arguments) {
  return rt_main(&rt_module_description, argument_count, arguments);
}
