// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/usage/session_table.h"

namespace samebill {

// The members of a usage record, in the order of formats.md.
enum class Field : uint8_t { id, device, kind, start, end, quantity };
inline constexpr int field_count = 6;
inline constexpr std::array<std::string_view, field_count> field_names{"id",    "device", "kind",
                                                                       "start", "end",    "quantity"};
using FieldOrder = std::array<Field, field_count>;
using FieldTexts = std::array<std::string_view, field_count>;  // by Field

std::optional<Field> parse_field_name(std::string_view name);

// [A-Za-z0-9][A-Za-z0-9._:@+-]{0,127}
bool is_id(std::string_view text);
// 0 ... 2^53-1 as JSON writes a whole number: no sign, no leading zeros, no fraction, no exponent.
std::optional<int64_t> parse_quantity(std::string_view text);

struct FieldFault {
    Field field{};
    std::string_view message;
};

// Reads all fields, looking at them in the order given (that of the line), so that the first wrong one is reported. The
// record refers to the texts of id and device.
std::optional<FieldFault> read_fields(const FieldTexts& texts, const FieldOrder& order, SessionTable::Record& record);

}  // namespace samebill
