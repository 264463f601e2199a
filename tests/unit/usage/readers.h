// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/usage/usage_table.h"

namespace samebill::readers {

// One input fed in parts of `part` bytes (0: at once), sealed.
inline UsageTable read(std::string_view text, UsageTable::Format format, size_t part = 0) {
    UsageTable table;
    table.begin(format, "usage");
    for (size_t at = 0; at < text.size(); at += part) {
        if (part == 0) part = text.size();
        table.feed(text.substr(at, part));
    }
    table.seal();
    return table;
}

// Everything that a table says, as text: what must not depend on how the input was cut.
inline std::string all_of(UsageTable& usage) {
    const auto& impl = usage.impl();
    const SessionTable& table = impl.sessions;
    std::string all = std::to_string(usage.records()) + " records, " + std::to_string(usage.rejected()) + " rejected\n";
    for (uint32_t device = 0; device < table.device_count(); ++device) {
        const auto range = table.sessions_of(device);
        for (uint64_t at = range.begin; at < range.end; ++at) {
            const Session session = table.session(at);
            all.append(table.device_id(device)).append(" ").append(table.record_id(session.record)).append(" ");
            all.append(name_of(session.kind)).append(" ").append(format_instant(session.start)).append(" ");
            all.append(std::to_string(session.end - session.start)).append(" ");
            all.append(std::to_string(session.quantity)).append(" #").append(std::to_string(session.record));
            all.append(" line ").append(std::to_string(impl.intake.place_of(session.record).line)).append("\n");
        }
    }
    for (const auto& entry : table.duplicates())
        all += "duplicates " + std::to_string(entry.device) + " " + format_instant(entry.month_start) + " " +
               std::to_string(entry.count) + "\n";
    for (const auto& [code, count] : impl.rejects.counts) all += code + " " + std::to_string(count) + "\n";
    for (const Reject& reject : impl.rejects.first)
        all += "reject #" + std::to_string(reject.record) + " " + std::to_string(reject.line) + ":" +
               std::to_string(reject.column) + " " + reject.code + " " + reject.message + " [" + reject.text + "]\n";
    return all;
}

}  // namespace samebill::readers
