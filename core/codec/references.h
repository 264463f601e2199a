// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "core/bill/request.h"
#include "core/codec/decode_event.h"
#include "core/codec/decode_parts.h"
#include "core/codec/reader.h"

namespace samebill {

// The long lists of a request, in the order of the text.
struct NamedLists {
    std::span<const NamedDevice> devices;
    std::span<const NamedEvent> events;
};

// Stage 2 but for the sessions: what comes in is a request whose shape is sound, its lists in the order of the text.
// What goes out: sorted lists, references as positions in them, and a problem for every name that nothing answers to,
// every instant outside the months and every opening state that does not fit. If the document has no elements in the
// place of the lists, the place of a problem in them is that of the list.
void resolve_references(ProblemList& problems, const Value& document, const NamedLists& lists, Request& request);

}  // namespace samebill
