// SPDX-License-Identifier: MIT
#include "core/api.h"
#include "core/base/calendar.h"
#include "native-server/api/problem.h"
#include "native-server/api/resources/quote_views.h"
#include "native-server/api/resources/quotes.h"
#include "native-server/runs/kept.h"
#include "native-server/text/quote_text.h"

namespace samebill::api {

namespace quotes = store::quotes;
using nlohmann::json;
using store::Transaction;

namespace {

// Of the requests and their usage. Beyond it the command line is for it, which has the machine to itself.
constexpr size_t most_bytes = size_t{64} << 20;

constexpr QueryParameter format_query[] = {
    {.name = "format", .form = ValueForm::name, .description = "json if left out", .names = "json text"}};

struct Accepted {
    quotes::Version version;
    Month first;
};

// The version that was accepted and holds in the month.
Accepted read_accepted(const Call& call, Transaction& t, Month month) {
    Accepted out;
    out.version = seen_version(call, t);
    if (!was_accepted(out.version)) refuse(409, "The quote was not accepted: no bill was made on its terms.");
    out.first = *parse_month(out.version.from_month);
    if (month < out.first || month > *parse_month(out.version.through_month)) refuse(404);
    const auto pin = quotes::pin_in_force(t, out.version.account, format_month(month));
    if (!pin || pin->quote != out.version.quote)
        refuse(409, "Another quote was accepted for the month: its bill is set against that one.");
    return out;
}

std::string request_of(const std::shared_ptr<const runs::KeptBill>& kept) {
    std::string out;
    std::string piece;
    runs::RequestPieces pieces(kept);
    while (pieces.next(piece)) {
        if (out.size() + piece.size() > most_bytes)
            refuse(409, "There is too much to be looked at here: samebill quote-check takes the requests.");
        out += piece;
        piece.clear();
    }
    return out;
}

// The bill of the month, and the requests of the quote's months up to it, in a row. Each month is read on its own, so
// that nobody waits for all of them.
std::string question_of(const Call& call, const Accepted& accepted, Month month) {
    std::string bill;
    std::vector<std::string> requests;
    size_t bytes = 0;
    for (Month each = month; each >= accepted.first; --each) {
        auto kept =
            call.read([&](Transaction& t) { return runs::read_kept(t, accepted.version.account, format_month(each)); });
        if (!kept) break;
        if (requests.empty()) bill = std::move(kept->bill);
        requests.push_back(request_of(std::make_shared<const runs::KeptBill>(std::move(*kept))));
        bytes += requests.back().size();
        if (bytes > most_bytes)
            refuse(409, "There is too much to be looked at here: samebill quote-check takes the requests.");
    }
    if (requests.empty()) refuse(404);
    std::string out = R"({"bill":)" + bill + R"(,"quote":)" + accepted.version.body + R"(,"requests":[)";
    for (size_t i = requests.size(); i > 0; --i) {
        out += requests[i - 1];
        if (i > 1) out += ',';
    }
    return out + R"(],"schema":"samebill/quote_check/1"})";
}

Response check_quote(Call& call) {
    const auto month = parse_month(call.parameter("month"));
    if (!month) refuse(404);
    const Accepted accepted = call.read([&](Transaction& t) { return read_accepted(call, t, *month); });
    Outcome outcome = quote_check(question_of(call, accepted, *month));
    if (!outcome.ok) return problem_of(outcome.text);
    const std::string* format = call.query("format");
    if (format != nullptr && *format == "text") {
        return make_response(200, "text/plain; charset=utf-8", text::quote_check_text(json::parse(outcome.text)));
    }
    return json_text_response(200, std::move(outcome.text));
}

// Those who see bills.
constexpr Roles readers = {Role::customer_viewer, Role::customer_admin, Role::operator_, Role::approver, Role::auditor};

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/quotes/{quote}/checks/{month}",
     .id = "checkQuote",
     .tag = "quotes",
     .summary = "The final bill of a month set against the accepted quote: what differs, by cause; as JSON or text.",
     .roles = readers,
     .query = format_query,
     .answer_document = "quote_check_result",
     .all_accounts = true,
     .computes = true,
     .handle = check_quote},
};

}  // namespace

Operations quote_check_operations() {
    return operations;
}

}  // namespace samebill::api
