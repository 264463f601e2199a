// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

// The text forms of the other documents; each takes the document as the core wrote it.

namespace samebill::text {

// samebill/explanation/1.
std::string explanation_text(const nlohmann::json& explanation, int64_t kilobyte_bytes);

// samebill/terms/1.
std::string terms_text(const nlohmann::json& terms);

// samebill/correction/1.
std::string correction_text(const nlohmann::json& correction, int64_t kilobyte_bytes);

// samebill/verification/1; the bill as issued and as computed (null if it is not known) are set side by side at the
// first line that differs.
struct BothBills {
    nlohmann::json issued;
    nlohmann::json computed;
};
std::string verification_text(const nlohmann::json& verification, const BothBills& bills, int64_t kilobyte_bytes);

}  // namespace samebill::text
