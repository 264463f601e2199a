// SPDX-License-Identifier: MIT
#include <cstring>
#include <new>

#include "core/base/pages.h"

namespace samebill {

namespace {

constexpr std::align_val_t line{64};

}  // namespace

void* take_pages(uint64_t bytes, Content content) {
    // Where nothing is thrown, a plain aligned `new` gives null, which WebAssembly writes to without a word.
    void* data = ::operator new(static_cast<size_t>(bytes), line, std::nothrow);
    if (data == nullptr) throw std::bad_alloc();
    if (content == Content::zeros) std::memset(data, 0, static_cast<size_t>(bytes));
    return data;
}

void give_pages(void* data, uint64_t) {
    ::operator delete(data, line);
}

void expect_filling(void*, uint64_t) {}

SparePages::~SparePages() = default;
void SparePages::keep(void* data, uint64_t bytes) {
    give_pages(data, bytes);
}
void* SparePages::take(uint64_t bytes) {
    return take_pages(bytes, Content::any);
}

}  // namespace samebill
