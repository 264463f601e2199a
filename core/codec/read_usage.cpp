// SPDX-License-Identifier: MIT
#include "core/codec/read_usage.h"

#include "core/codec/decode_event.h"

namespace samebill {

namespace {

void take(const SessionTable::Record& record, const Place& place, UsageInput& usage) {
    const auto added = usage.sessions.add(record, place.position);
    if (added == SessionTable::Added::conflict) {
        usage.references.add("conflicting_record", place,
                             "Give the record another id: \"" + std::string(record.id) + "\" was given before with other values.");
    }
    if (added != SessionTable::Added::duplicate && record.start >= usage.end)
        usage.references.add("period", place, "Leave the session out or bill a later month: it starts after `through`.");
}

}  // namespace

void read_usage(Reader& reader, const Value& list, UsageInput& usage) {
    reader.list(&list, [&](const Value& element) {
        SessionTable::Record record;
        if (read_session(reader, element, record)) take(record, element.place, usage);
    });
}

}  // namespace samebill
