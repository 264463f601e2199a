// SPDX-License-Identifier: MIT
#include <cstring>
#include <new>

#include "core/base/pages.h"

namespace samebill {

namespace {

constexpr std::align_val_t line{64};

}  // namespace

void* take_pages(uint64_t bytes, Content content) {
    void* data = ::operator new(static_cast<size_t>(bytes), line);
    if (content == Content::zeros) std::memset(data, 0, static_cast<size_t>(bytes));
    return data;
}

void give_pages(void* data, uint64_t) {
    ::operator delete(data, line);
}

}  // namespace samebill
