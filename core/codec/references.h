// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/bill/request.h"
#include "core/codec/decode_event.h"
#include "core/codec/reader.h"

namespace samebill {

// Stage 2 but for the sessions: what comes in is a request whose shape is sound, its lists in the order of the text.
// What goes out: sorted lists, references as positions in them, and a problem for every name that nothing answers to,
// every instant outside the months and every opening state that does not fit.
void resolve_references(ProblemList& problems, const Value& document, const std::vector<NamedEvent>& events,
                        Request& request);

}  // namespace samebill
