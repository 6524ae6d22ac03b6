#include "fault.h"

#include <string.h>
#include <unistd.h>

#include "base/fault_injection.h"

int fault_end_at;
int fault_fail_at;
int fault_refuses_scan;

int rt_fault_at(const char *place) {
  if (strcmp(place, "scan") == 0) return fault_refuses_scan;
  // The disk is never known to have room, so that reserving it is tested.
  if (strcmp(place, "room") == 0) return 1;
  if (fault_end_at != 0 && --fault_end_at == 0) _exit(FAULT_STATUS);
  if (fault_fail_at == 0 || (strcmp(place, "write") != 0 && strcmp(place, "sync") != 0)) return 0;
  if (fault_fail_at > 1) {
    fault_fail_at--;
    return 0;
  }
  return 1;
}
