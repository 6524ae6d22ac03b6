// How many calls the queue to each canister holds: a table by the canisters' ids.
#ifndef RT_CALL_QUEUES_H
#define RT_CALL_QUEUES_H

#include "base/principal.h"

typedef struct rt_call_queue {
  rt_principal callee;
  /// Zero in a place that is free.
  uint32_t count;
} rt_call_queue;

/// Empty if all bytes are zero. Half of the places at least are free.
typedef struct rt_call_queues {
  rt_call_queue *places;
  size_t capacity;
  size_t used;
} rt_call_queues;

/// How many calls to this canister there are.
uint32_t rt_call_queues_count(const rt_call_queues *queues, const rt_principal *callee);

/// Adds calls to this canister, at least one.
void rt_call_queues_add(rt_call_queues *queues, const rt_principal *callee, uint32_t count);

/// Forgets all calls.
void rt_call_queues_clear(rt_call_queues *queues);

void rt_call_queues_free(rt_call_queues *queues);

#endif
