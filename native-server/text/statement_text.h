// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <string>

// A statement of account, from its JSON form, for people and for spreadsheets. Nothing is added up here.

namespace samebill::text {

std::string statement_text(const nlohmann::json& document);

// currency,on,kind,reference,bill,note,amount,balance (RFC 4180, CRLF); each currency begins with a row `opening` and
// ends with a row `closing`.
std::string statement_csv(const nlohmann::json& document);

}  // namespace samebill::text
