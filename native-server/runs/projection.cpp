// SPDX-License-Identifier: MIT
#include "native-server/runs/projection.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace samebill::runs {

namespace {

struct Fields {
    std::array<std::string_view, 6> of;  // id, device, kind, start, end, quantity
};

Fields split(std::string_view row) {
    Fields out;
    for (std::string_view& field : out.of) {
        const size_t end = std::min(row.find(','), row.size());
        field = row.substr(0, end);
        row.remove_prefix(std::min(end + 1, row.size()));
    }
    return out;
}

}  // namespace

Projection project(const std::vector<std::string>& chunks, Month month, Instant now) {
    Projection out;
    const Instant begin = start_of_month(month);
    const Instant end = start_of_month(month + 1);
    out.days = std::clamp<int64_t>((now - begin) / seconds_a_day, 0, days_in(month));
    const Instant cycle = out.days * seconds_a_day;
    if (now <= begin || now >= end || cycle == 0) return out;
    for (std::string_view rows : chunks) {
        while (!rows.empty()) {
            const size_t line = std::min(rows.find('\n'), rows.size());
            const Fields fields = split(rows.substr(0, line));
            rows.remove_prefix(std::min(line + 1, rows.size()));
            const auto start = parse_instant(fields.of[3]);
            const auto until = parse_instant(fields.of[4]);
            if (!start || !until || *start < begin || *start >= begin + cycle) continue;
            out.sessions++;
            for (Instant shift = cycle; *start + shift < end; shift += cycle) {
                if (*start + shift < now) continue;
                if (++out.added > most_projected) {
                    out.too_many = true;
                    out.added = 0;
                    out.rows.clear();
                    return out;
                }
                out.rows += "samebill.projected:" + std::to_string(out.added) + ',';
                out.rows += std::string(fields.of[1]) + ',' + std::string(fields.of[2]) + ',';
                out.rows += format_instant(*start + shift) + ',' + format_instant(*until + shift) + ',';
                out.rows += std::string(fields.of[5]) + '\n';
            }
        }
    }
    return out;
}

}  // namespace samebill::runs
