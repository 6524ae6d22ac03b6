// Where tests end the process, or make a write fail, to see what is left on disk.
#ifndef RT_FAULT_INJECTION_H
#define RT_FAULT_INJECTION_H

#ifdef RT_FAULT_INJECTION
/// Defined by the test. True: the operation that follows is to fail as if the disk were full.
int rt_fault_at(const char *place);
#define RT_FAULT_AT(place) rt_fault_at(place)
#else
#define RT_FAULT_AT(place) 0
#endif

#endif
