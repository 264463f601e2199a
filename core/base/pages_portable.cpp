// SPDX-License-Identifier: MIT
#include <new>

#include "core/base/pages.h"

namespace samebill {

namespace {

constexpr std::align_val_t line{64};

}  // namespace

void* take_pages(uint64_t bytes) { return ::operator new(static_cast<size_t>(bytes), line); }

void give_pages(void* data, uint64_t) { ::operator delete(data, line); }

}  // namespace samebill
