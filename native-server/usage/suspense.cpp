// SPDX-License-Identifier: MIT
#include "native-server/usage/suspense.h"

#include <algorithm>
#include <map>
#include <string>

#include "native-server/store/corrections.h"
#include "native-server/store/usage_chunks.h"
#include "native-server/store/usage_rejects.h"
#include "native-server/store/usage_suspense.h"
#include "native-server/usage/rows.h"

namespace samebill::usage {

namespace chunks = store::usage_chunks;
namespace suspense = store::usage_suspense;

namespace {

void reject_as_too_late(store::Transaction& transaction, int64_t upload, int64_t record, std::string_view row,
                        const std::string& first) {
    store::usage_rejects::Reject reject;
    reject.record = record;
    reject.code = "too_late";
    reject.message = "when an account got its device, usage was taken from " + first +
                     " on: its month was billed too long ago to be corrected";
    reject.text = row;
    store::usage_rejects::add(transaction, upload, reject);
}

}  // namespace

int64_t release_suspense(store::Transaction& transaction, std::string_view device, std::string_view account, int64_t at,
                         const LateUsage& late) {
    const auto parts = suspense::open_parts(transaction, device);
    if (parts.empty()) return 0;
    struct Pile {
        int64_t records = 0;
        std::string body;
    };
    std::map<std::string, Pile, std::less<>> months;
    const std::string billed = chunks::billed_through(transaction, account);
    const std::string first = billed.empty() ? "" : store::corrections::first_correctable(billed, late.months);
    int64_t released = 0;
    for (const suspense::Part& part : parts) {
        int64_t record = 0;
        int64_t too_late = 0;
        each_row(part.body, [&](std::string_view row) {
            const std::string_view month = month_of_row(row);
            ++record;
            if (month < first) {
                ++too_late;
                return reject_as_too_late(transaction, part.upload, record - 1, row, first);
            }
            Pile& pile = months[std::string(month)];
            pile.body.append(row).append(1, '\n');
            ++pile.records;
            ++released;
        });
        suspense::decide(transaction, part.sequence,
                         {.state = "released", .at = at, .records = part.records - too_late});
    }
    const int64_t epoch = chunks::next_epoch(transaction);
    for (const auto& [month, pile] : months) {
        chunks::add(transaction,
                    {.account = account, .month = month, .epoch = epoch, .records = pile.records, .body = pile.body});
        if (month <= billed) chunks::mark_late(transaction, account, month, 0, epoch);
    }
    transaction.touch(account);
    if (late.note && !months.empty() && months.begin()->first <= billed) {
        late.note(transaction, account, months.begin()->first);
    }
    return released;
}

}  // namespace samebill::usage
