// SPDX-License-Identifier: MIT
#include "core/codec/quote_check_codec.h"

#include "core/codec/decode_quote_check.h"
#include "core/codec/member_text.h"
#include "core/codec/write_error.h"
#include "core/codec/write_quote_check.h"

namespace samebill {

Problems check_quote_text(std::string_view text, std::string& result) {
    QuoteCheckInput check;
    Problems problems = decode_quote_check(text, check);
    if (!problems.empty()) return problems;
    const IssuedBill& bill = check.bill();
    Scenario quoted = check.scenario;
    quoted.base.through = bill.totals.period;
    const BilledRequest& all = check.has_several() ? check.joined : check.last;
    CheckedMonth month{quoted, &check.records, bill.totals.period, all.request, all.usage, nullptr, nullptr, {}};
    month.matches = std::move(check.matches);
    if (check.has_several()) {
        month.last = &check.last.request;
        month.last_usage = &check.last.usage;
    }
    QuoteDifference difference;
    const CheckFailure failure = check_quote(month, difference, problems);
    sort_by_path(problems);
    switch (failure) {
        case CheckFailure::none: break;
        case CheckFailure::quote: return placed_at("/quote/scenario", std::move(problems));
        case CheckFailure::billed: return placed_in_requests(check, std::move(problems));
        case CheckFailure::last:
            return placed_at("/requests/" + std::to_string(check.requests.size() - 1), std::move(problems));
    }
    result = write_quote_check({*check.quote, check.scenario, check.last.request, bill, difference});
    return {};
}

}  // namespace samebill
