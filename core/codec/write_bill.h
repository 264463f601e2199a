// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/bill/request.h"
#include "core/codec/canonical_writer.h"
#include "core/codec/long_text.h"

namespace samebill {

// What comes in: a computed bill and the request it came from, which holds the names. What goes out: samebill/bill/1 as
// canonical JSON with its digest (B4), written straight into a text. Invariant: the digest is the SHA-256 of the text
// without the member `digest`.
// Example: a line of 2.50 is {"amount":"2.50","days":31,...,"type":"access_fee","unit_price":"2.5"}.

// Appends the bill and returns its digest, empty if it is left open. `inputs` is "sha256:..." or empty, which leaves
// the member out.
std::string write_bill(const Request& request, const Bill& bill, std::string_view inputs, std::string& out,
                       const LongTextOptions& options = {});

// One line, as it stands on the bill; a weight is not written.
void write_line(CanonicalWriter& writer, const Request& request, const Line& line);
void write_adjustment(CanonicalWriter& writer, const Adjustment& adjustment, int minor_digits);

}  // namespace samebill
