// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "core/account/event.h"
#include "core/bill/bill.h"
#include "core/codec/reader.h"
#include "core/usage/session_table.h"

namespace samebill {

// Events, sessions and adjustments of a request: JSON in, values whose references are still names out. Names point into
// the document, which must outlive them.

struct NamedEvent {
    Instant at = 0;
    EventType type = EventType::activate;
    bool by_provider = false;
    std::string_view device;
    std::string_view plan = {};   // empty: none
    std::string_view group = {};  // empty: none
    std::string_view pack = {};   // empty: none
};
void read_event(Reader& reader, const Value& value, NamedEvent& named);
void read_events(Reader& reader, const Value* value, std::vector<NamedEvent>& events);

// False, and problems, if the record is not as it must be.
bool read_session(Reader& reader, const Value& value, SessionTable::Record& record);

// `currency` and `from` are null where they are themselves in error: what depends on them is not looked at.
void read_adjustments(Reader& reader, const Value* value, const Currency* currency, const Month* from,
                      std::vector<Adjustment>& adjustments);

}  // namespace samebill
