// Pages that nearly every message writes: shadow stack, allocator, counters.
//
// To drop the copy of a page after a message and to make it again in the next one costs two faults
// and several system calls. A hot page keeps its copy between messages, with the content that the
// image has; at a message's start it is saved, and by that is compared or taken back at the end.
#ifndef RT_HOT_PAGES_H
#define RT_HOT_PAGES_H

#include <stdbool.h>

#include "memory/ranges.h"

#define RT_HOT_PAGE_COUNT_MAX 16

typedef struct rt_hot_page {
  uint64_t offset;
  /// How many messages in a row have not changed it.
  unsigned idle_count;
} rt_hot_page;

/// All zeros is none.
typedef struct rt_hot_pages {
  unsigned count;
  /// In the order of their offsets.
  rt_hot_page pages[RT_HOT_PAGE_COUNT_MAX];
  /// What they had at the message's start: a page each; null until there is one.
  uint8_t *saved;
  /// Those that the last message touched, if it was few: to touch them again makes them hot.
  unsigned recent_count;
  uint64_t recent[RT_HOT_PAGE_COUNT_MAX];
} rt_hot_pages;

/// Saves the pages of the memory at `base`.
void rt_hot_pages_save(rt_hot_pages *hot, const uint8_t *base);

/// The first hot page in a range, by its number; `count` if there is none.
unsigned rt_hot_pages_find(const rt_hot_pages *hot, uint64_t start, uint64_t size);

/// What a hot page had at the message's start.
const uint8_t *rt_hot_pages_saved(const rt_hot_pages *hot, unsigned number);

/// Gives the pages back what they had.
void rt_hot_pages_restore(const rt_hot_pages *hot, uint8_t *base);

/// Ends the hotness of pages that messages have ceased to change. What the last one wrote must
/// still be there.
void rt_hot_pages_cool(rt_hot_pages *hot, const uint8_t *base);

/// Makes those pages below `limit` hot that this message and the one before have touched.
void rt_hot_pages_warm(rt_hot_pages *hot, uint64_t limit, const rt_ranges *touched);

/// Forgets all pages, whose copies are gone.
void rt_hot_pages_forget(rt_hot_pages *hot);

void rt_hot_pages_free(rt_hot_pages *hot);

#endif
