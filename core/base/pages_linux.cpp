// SPDX-License-Identifier: MIT
#include <sys/mman.h>

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

// Begins at a large page, so that all but the end can be backed by large ones.
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
    char* data = bytes < large_page ? map(whole) : map_aligned(whole);
    // All at once: page by page costs more than filling them. Systems before Linux 5.14 do it page by page.
    madvise(data, whole, populate_for_writing);
    return data;
}

void give_pages(void* data, uint64_t bytes) {
    if (data == nullptr) return;
    if (bytes < least_mapping)
        ::operator delete(data, line);
    else
        munmap(data, whole_pages(bytes));
}

}  // namespace samebill
