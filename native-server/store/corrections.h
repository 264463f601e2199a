// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/store/transaction.h"

// Finalised months whose inputs have changed, and the differences found in them (B9).

namespace samebill::store::corrections {

// The oldest finalised month for which late usage is still taken, `window` months back from the last one; what is older
// is refused with the code `too_late`. "2026-05" and 3: "2026-03".
std::string first_correctable(std::string_view billed_through, int64_t window);

// To be called in the transaction that stores late usage of a finalised month or voids an event in one; the audit log
// tells of it.
void mark_due(Transaction& transaction, std::string_view account, std::string_view from_month, std::string_view why,
              std::string_view by, int64_t at);

struct Due {
    std::string account;
    std::string from_month;
    std::string why;  // causes with ", " between them
    int64_t mark = 0;
    std::optional<std::string> problems = {};
    std::string by;
};
std::optional<Due> find_due(Transaction& transaction, std::string_view account);
// Only while nothing was marked since; false: something was.
bool clear_due(Transaction& transaction, const Due& due);
void put_due_problems(Transaction& transaction, const Due& due, std::string_view problems, int64_t at);

struct Correction {
    std::string id;
    std::string account;
    std::string of_month;
    std::string why;
    std::optional<std::string> adjustment = {};  // JSON; nothing: the difference is listed and not billed
    std::string statement;                       // deflated samebill/correction/1
    std::string state;                           // open, billed, listed, withdrawn
    std::optional<std::string> billed_in = {};
    int64_t at = 0;
    std::string by;
    int64_t row = 0;  // its place in lists
};
void add(Transaction& transaction, const Correction& correction);
std::optional<Correction> find(Transaction& transaction, std::string_view account, std::string_view id);
// In the order in which they were found, after `row`; `each` ends it with false.
void list(Transaction& transaction, std::string_view account, int64_t row,
          const std::function<bool(const Correction&)>& each);
// Of one state from a month on, by month.
std::vector<Correction> of_state(Transaction& transaction, std::string_view account, std::string_view state,
                                 std::string_view from_month = "");
void set_state(Transaction& transaction, std::string_view id, std::string_view state,
               const std::optional<std::string>& billed_in = {});

}  // namespace samebill::store::corrections
