// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace samebill {

// A record that was left out (samebill/rejects/1).
struct Reject {
    int64_t record = 0;  // number in the input, from 0
    int64_t line = 0;    // of its file, from 1, header included
    int64_t column = 0;  // byte in the line, from 1, of the field that is wrong
    std::string code;
    std::string message;
    std::string text;  // the record's beginning as it stood, as `shown_text` gives it
    std::string file;  // empty: the input has no name
};

inline constexpr uint64_t kept_rejects = 1000;
inline constexpr size_t shown_bytes = 2000, longest_character = 4;

// What was left out and why: all counted, the first `keep` kept, in the order of their numbers.
struct Rejects {
    uint64_t keep = kept_rejects;
    int64_t records = 0;                    // read, rejected ones counted
    int64_t rejected = 0;                   // of these
    std::map<std::string, int64_t> counts;  // by code
    std::vector<Reject> first;

    // Counts one more of this code. If it is among those kept, it stands in `first` with its code, and is returned to
    // be filled in; else null.
    Reject* add(std::string_view code);
    // Counts more of this code that are not listed one by one.
    void count(std::string_view code, int64_t records);
    // Those of the stretch of the input that follows the records read so far, whose lines begin after `lines_before`.
    void append(const Rejects& stretch, int64_t lines_before);
};

// Both lists as one, by record number. `records` is that of `a`: both are of the same input.
Rejects merged(const Rejects& a, const Rejects& b);

// At most the first `shown_bytes`, more than any record of the usual form has; cut at a character's boundary; bytes
// that are not UTF-8 are replaced by U+FFFD.
std::string shown_text(std::string_view text);

}  // namespace samebill
