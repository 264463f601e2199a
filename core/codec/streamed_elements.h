// SPDX-License-Identifier: MIT
#pragma once

#include "core/codec/decode_event.h"
#include "core/codec/decode_parts.h"
#include "core/codec/flat_text.h"

namespace samebill {

// One element of a long list as nearly all are: a flat object of members that its kind has, each once, texts without
// escapes, all that is required. False if it is anything else; `text` may then be anywhere in it.
bool read_usual(FlatText& text, NamedDevice& device);
bool read_usual(FlatText& text, NamedEvent& event);
bool read_usual(FlatText& text, SessionTable::Record& session);

}  // namespace samebill
