// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace samebill {

inline constexpr std::string_view version = SAMEBILL_VERSION;

}  // namespace samebill
