// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/base/problem.h"
#include "core/codec/reader.h"
#include "core/quote/quote_document.h"
#include "core/usage/session_table.h"

namespace samebill {

// What comes in: a samebill/quote_draft/1. What goes out: its head and its scenario as plain values, or every problem
// of either.
struct QuoteDraft {
    QuoteHead head;
    Scenario scenario;
    SessionTable records;                 // that the scenario takes a sample of
    const Json* scenario_json = nullptr;  // in the document
};
Problems read_quote_draft(Reader& reader, const Value& value, QuoteDraft& draft);

// The shape of a samebill/quote/1, and its scenario as plain values. What it says of itself is not computed anew.
void read_quote(Reader& reader, const Value& value, Scenario& scenario, SessionTable& records);

// samebill/quote/1 of a draft, or its problems; its digest is that of the document without it.
Problems make_quote_text(std::string_view draft_text, std::string& quote);

}  // namespace samebill
