// SPDX-License-Identifier: MIT
#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "core/base/pages.h"

namespace samebill {

namespace {

constexpr std::align_val_t line{64};
constexpr uint64_t page = 4096;
constexpr uint64_t large_page = 2 << 20;
constexpr uint64_t least_mapping = 64 << 10;  // below it a mapping of its own costs more than it gives

constexpr int populate_for_writing = 23;  // MADV_POPULATE_WRITE, which older headers do not name

uint64_t whole_pages(uint64_t bytes) {
    return (bytes + page - 1) / page * page;
}

char* map(uint64_t bytes) {
    void* data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (data == MAP_FAILED) throw std::bad_alloc();
    return static_cast<char*>(data);
}

// Begins at a large page, so that all but the end can be backed by large ones. These come one by one when they are
// first touched, by whoever does: clearing them is work that threads share.
char* map_aligned(uint64_t bytes) {
    char* data = map(bytes + large_page);
    const uint64_t before = (large_page - reinterpret_cast<uintptr_t>(data) % large_page) % large_page;
    if (before > 0) munmap(data, before);
    munmap(data + before + bytes, large_page - before);
    madvise(data + before, bytes, MADV_HUGEPAGE);
    return data + before;
}

}  // namespace

void* take_pages(uint64_t bytes, Content content) {
    if (bytes < least_mapping) {
        void* data = ::operator new(bytes, line);
        if (content == Content::zeros) std::memset(data, 0, bytes);
        return data;
    }
    const uint64_t whole = whole_pages(bytes);
    const uint64_t in_large_pages = whole / large_page * large_page;
    char* data = in_large_pages == 0 ? map(whole) : map_aligned(whole);
    // Small pages all at once: one by one costs more than filling them. Systems before Linux 5.14 do it one by one.
    if (whole > in_large_pages) madvise(data + in_large_pages, whole - in_large_pages, populate_for_writing);
    return data;
}

void give_pages(void* data, uint64_t bytes) {
    if (data == nullptr) return;
    if (bytes < least_mapping)
        ::operator delete(data, line);
    else
        munmap(data, whole_pages(bytes));
}

SparePages::~SparePages() {
    for (const Range& range : ranges_) munmap(range.data, range.bytes);
}

void SparePages::keep(void* data, uint64_t bytes) {
    const uint64_t in_large_pages = bytes / large_page * large_page;
    if (in_large_pages == 0) return give_pages(data, bytes);
    char* const begin = static_cast<char*>(data);
    ranges_.push_back({begin, in_large_pages});
    if (whole_pages(bytes) > in_large_pages) munmap(begin + in_large_pages, whole_pages(bytes) - in_large_pages);
}

void* SparePages::take(uint64_t bytes) {
    char* const data = static_cast<char*>(take_pages(bytes, Content::any));
    const uint64_t in_large_pages = bytes / large_page * large_page;
    for (uint64_t moved = 0; moved < in_large_pages && !ranges_.empty();) {
        Range& last = ranges_.back();
        const uint64_t part = std::min(in_large_pages - moved, last.bytes);
        char* const from = last.data + (last.bytes - part);
        if (mremap(from, part, part, MREMAP_MAYMOVE | MREMAP_FIXED, data + moved) == MAP_FAILED) {
            // Whose the place is that it should go to, nobody knows: it may be unmapped, and another thread's by now.
            if (moved > 0) munmap(data, moved);
            munmap(data + moved + part, whole_pages(bytes) - moved - part);
            return take_pages(bytes, Content::any);
        }
        moved += part;
        last.bytes -= part;
        if (last.bytes == 0) ranges_.pop_back();
    }
    return data;
}

void expect_filling(void* data, uint64_t bytes) {
    if (bytes < least_mapping) return;
    const auto up = [](uintptr_t at, uint64_t unit) { return (at + unit - 1) / unit * unit; };
    const auto begin = reinterpret_cast<uintptr_t>(data);
    const uintptr_t first = up(begin, page), last = (begin + bytes) / page * page;
    const auto advise = [](uintptr_t from, uintptr_t to, int advice) {
        if (from < to) madvise(reinterpret_cast<void*>(from), to - from, advice);
    };
    const uintptr_t first_large = up(begin, large_page), last_large = last / large_page * large_page;
    if (first_large >= last_large) return advise(first, last, populate_for_writing);
    advise(first_large, last_large, MADV_HUGEPAGE);
    advise(first, first_large, populate_for_writing);
    advise(last_large, last, populate_for_writing);
}

}  // namespace samebill
