// SPDX-License-Identifier: MIT
#include "core/codec/read_usage.h"

#include <algorithm>

#include "core/codec/decode_event.h"

namespace samebill {

void take_session(const SessionTable::Record& record, uint32_t position, UsageInput& usage) {
    usage.sessions.add(record, position);
    if (record.start >= usage.end) usage.late.push_back(position);
}

void report_sessions(const Place& list, UsageInput& usage) {
    const auto place_of = [&](uint32_t position) { return Place{&list, {}, position, 2 * position + 1, true}; };
    std::vector<uint32_t> duplicates;
    usage.sessions.settle([&](const SessionTable::TakenOut& taken) {
        if (!taken.in_conflict) {
            if (taken.record.start >= usage.end) duplicates.push_back(taken.number);
            return;
        }
        usage.references.add(
            "conflicting_record", place_of(taken.number),
            "Give the record another id: \"" + std::string(taken.record.id) + "\" was given before with other values.");
    });
    for (const uint32_t position : usage.late) {
        if (std::binary_search(duplicates.begin(), duplicates.end(), position)) continue;
        usage.references.add("period", place_of(position),
                             "Leave the session out or bill a later month: it starts after `through`.");
    }
}

void read_usage(Reader& reader, const Value& list, UsageInput& usage) {
    reader.list(&list, [&](const Value& element) {
        SessionTable::Record record;
        if (read_session(reader, element, record)) take_session(record, element.place.position, usage);
    });
    report_sessions(list.place, usage);
}

}  // namespace samebill
