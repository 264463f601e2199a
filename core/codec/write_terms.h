// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/account/plan_book.h"
#include "core/bill/terms_parameter.h"
#include "core/codec/canonical_writer.h"

namespace samebill {

// What comes in: the plans as they hold for an account. What goes out: samebill/terms/1 (T3), the entry for devices
// without a plan first, then the plans by id, each with every parameter, its value as a document would write it, and
// its layer. Example: {"layer":"agreement","parameter":"data_rounding","value":{"increment":10240,"per":"session"}}.
std::string write_terms(const Account& account, const PlanBook& book);

// {"layer", "parameter", "value"} of one parameter.
void write_parameter(CanonicalWriter& writer, const TermsInForce& terms, TermsParameter parameter);

}  // namespace samebill
