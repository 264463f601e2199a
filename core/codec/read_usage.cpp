// SPDX-License-Identifier: MIT
#include "core/codec/read_usage.h"

#include "core/codec/decode_event.h"

namespace samebill {

void report_added(const SessionTable::Record& record, SessionTable::Added added, const Place& place,
                  UsageInput& usage) {
    if (added == SessionTable::Added::conflict) {
        usage.references.add(
            "conflicting_record", place,
            "Give the record another id: \"" + std::string(record.id) + "\" was given before with other values.");
    }
    if (added != SessionTable::Added::duplicate && record.start >= usage.end)
        usage.references.add("period", place,
                             "Leave the session out or bill a later month: it starts after `through`.");
}

void read_usage(Reader& reader, const Value& list, UsageInput& usage) {
    reader.list(&list, [&](const Value& element) {
        SessionTable::Record record;
        if (!read_session(reader, element, record)) return;
        report_added(record, usage.sessions.add(record, element.place.position), element.place, usage);
    });
}

}  // namespace samebill
