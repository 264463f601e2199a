// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/usage/fields.h"

namespace samebill {

class Intake;

// Bytes that a row must have at one place, compared in words.
struct Literal {
    static constexpr uint32_t most = 48;
    std::array<uint64_t, most / 8> words{};
    std::array<uint64_t, most / 8> masks{};
    uint32_t length = 0;
    uint32_t word_count = 0;

    Literal() = default;
    explicit Literal(std::string_view text);  // at most `most` bytes
    std::string_view text() const { return {reinterpret_cast<const char*>(words.data()), length}; }
    bool operator==(const Literal& other) const { return text() == other.text(); }
};

// What a row of the usual form looks like: which value comes when, and what stands before each and after the last.
// Values are plain: ids, kinds and quantities as written, instants of 20 bytes (2026-03-01T00:00:00Z).
struct RowShape {
    FieldOrder order{};
    std::array<Literal, field_count + 1> around;
    bool plain_csv = false;  // the order of formats.md, commas between, nothing else

    bool is_quoted() const { return around[0].length > 0; }
    bool operator==(const RowShape& other) const {
        return order == other.order && around == other.around && plain_csv == other.plain_csv;
    }
};

// What is known of days seen, so that a date costs a comparison: a direct-mapped memory.
struct DayMemory {
    struct Entry {
        uint64_t month = 0;  // "2026-03-"
        uint64_t day = 0;    // "01T"
        int64_t begin = 0;   // instant
    };
    std::array<Entry, 128> entries;
};

struct RowPlaces {
    const char* from;
    const char* to;
};

// Takes rows of this shape from the beginning of [from, to) and adds them to the intake; returns where it stopped: at
// the first row that is not of the shape or not whole. `line` is that of the place. What it takes is what the general
// way would have taken, with the same values. The first is the fastest form that this machine has (usual_rows_x86.cpp,
// usual_rows_wasm.cpp, else usual_rows_portable.cpp), the second the portable one.
const char* read_usual_rows(const RowShape& shape, DayMemory& days, Intake& intake, RowPlaces rows, int64_t& line);
const char* read_usual_rows_plain(const RowShape& shape, DayMemory& days, Intake& intake, RowPlaces rows,
                                  int64_t& line);

}  // namespace samebill
