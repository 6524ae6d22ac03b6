#include "memory/hot_pages.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fatal.h"
#include "memory/region.h"

/// A page that has not changed for so long is hot no more.
static const unsigned idle_count_max = 32;

static uint8_t *saved_page(const rt_hot_pages *hot, unsigned number) {
  return hot->saved + number * RT_PAGE_BYTES;
}

void rt_hot_pages_save(rt_hot_pages *hot, const uint8_t *base) {
  for (unsigned i = 0; i < hot->count; i++) {
    memcpy(saved_page(hot, i), base + hot->pages[i].offset, RT_PAGE_BYTES);
  }
}

unsigned rt_hot_pages_find(const rt_hot_pages *hot, uint64_t start, uint64_t size) {
  for (unsigned i = 0; i < hot->count; i++) {
    if (hot->pages[i].offset >= start) {
      return hot->pages[i].offset - start < size ? i : hot->count;
    }
  }
  return hot->count;
}

const uint8_t *rt_hot_pages_saved(const rt_hot_pages *hot, unsigned number) {
  return saved_page(hot, number);
}

void rt_hot_pages_restore(const rt_hot_pages *hot, uint8_t *base) {
  for (unsigned i = 0; i < hot->count; i++) {
    uint8_t *page = base + hot->pages[i].offset;
    // One that was not written may have no copy yet, and needs none.
    if (memcmp(page, saved_page(hot, i), RT_PAGE_BYTES) != 0) {
      memcpy(page, saved_page(hot, i), RT_PAGE_BYTES);
    }
  }
}

static bool is_recent(const rt_hot_pages *hot, uint64_t offset) {
  for (unsigned i = 0; i < hot->recent_count; i++) {
    if (hot->recent[i] == offset) return true;
  }
  return false;
}

void rt_hot_pages_cool(rt_hot_pages *hot, const uint8_t *base) {
  unsigned kept = 0;
  for (unsigned i = 0; i < hot->count; i++) {
    rt_hot_page page = hot->pages[i];
    bool is_idle = memcmp(base + page.offset, saved_page(hot, i), RT_PAGE_BYTES) == 0;
    page.idle_count = is_idle ? page.idle_count + 1 : 0;
    if (page.idle_count > idle_count_max) continue;
    if (kept != i) memcpy(saved_page(hot, kept), saved_page(hot, i), RT_PAGE_BYTES);
    hot->pages[kept++] = page;
  }
  hot->count = kept;
}

/// Puts a page at its place in the order. What it has is saved when the next message begins.
static void insert(rt_hot_pages *hot, uint64_t offset) {
  if (hot->count == RT_HOT_PAGE_COUNT_MAX) return;
  if (hot->saved == NULL) {
    hot->saved = malloc(RT_HOT_PAGE_COUNT_MAX * RT_PAGE_BYTES);
    if (hot->saved == NULL) rt_fatal("out of memory");
  }
  unsigned place = hot->count++;
  for (; place > 0 && hot->pages[place - 1].offset > offset; place--) {
    hot->pages[place] = hot->pages[place - 1];
  }
  hot->pages[place] = (rt_hot_page){.offset = offset};
}

/// Lists the pages that were touched and are not hot, if they are few; how many.
static unsigned list_touched(const rt_hot_pages *hot, uint64_t limit, const rt_ranges *touched,
                             uint64_t pages[RT_HOT_PAGE_COUNT_MAX]) {
  unsigned count = 0;
  for (size_t i = 0; i < touched->count; i++) {
    uint64_t end = touched->items[i].start + touched->items[i].size;
    for (uint64_t page = touched->items[i].start; page < end && page < limit;
         page += RT_PAGE_BYTES) {
      if (rt_hot_pages_find(hot, page, RT_PAGE_BYTES) != hot->count) continue;
      if (count == RT_HOT_PAGE_COUNT_MAX) return count;
      pages[count++] = page;
    }
  }
  return count;
}

void rt_hot_pages_warm(rt_hot_pages *hot, uint64_t limit, const rt_ranges *touched) {
  // Where the system's pages are larger, a copy can't be kept of one of ours alone.
  if (sysconf(_SC_PAGESIZE) != RT_PAGE_BYTES) return;
  uint64_t pages[RT_HOT_PAGE_COUNT_MAX];
  unsigned count = list_touched(hot, limit, touched, pages);
  for (unsigned i = 0; i < count; i++) {
    if (is_recent(hot, pages[i])) insert(hot, pages[i]);
  }
  memcpy(hot->recent, pages, count * sizeof pages[0]);
  hot->recent_count = count;
}

void rt_hot_pages_forget(rt_hot_pages *hot) { hot->count = hot->recent_count = 0; }

void rt_hot_pages_free(rt_hot_pages *hot) {
  free(hot->saved);
  *hot = (rt_hot_pages){0};
}
