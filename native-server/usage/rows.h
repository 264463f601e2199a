// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

// Rows of stored usage: CSV without header or quotes, written by us, each with a line feed:
// id,device,kind,2026-03-01T00:00:00Z,2026-03-01T00:00:00Z,quantity

namespace samebill::usage {

inline constexpr std::string_view row_header = "id,device,kind,start,end,quantity\n";

// `each(row)` without its line feed.
template <class Each>
void each_row(std::string_view body, Each each) {
    while (!body.empty()) {
        const size_t end = std::min(body.find('\n'), body.size());
        each(body.substr(0, end));
        body.remove_prefix(std::min(end + 1, body.size()));
    }
}

struct StoredRow {
    std::string_view id, device, kind, start, end, quantity;
};

inline StoredRow split_row(std::string_view row) {
    std::array<std::string_view, 6> fields;
    for (std::string_view& field : fields) {
        const size_t end = std::min(row.find(','), row.size());
        field = row.substr(0, end);
        row.remove_prefix(std::min(end + 1, row.size()));
    }
    return {fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]};
}

inline std::string_view month_of_row(std::string_view row) {
    return split_row(row).start.substr(0, 7);
}

}  // namespace samebill::usage
