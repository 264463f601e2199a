// SPDX-License-Identifier: MIT
#include "core/codec/decode_quote_check.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "core/api.h"
#include "core/codec/canonical.h"
#include "core/codec/decode.h"
#include "core/codec/form.h"
#include "core/codec/member_text.h"
#include "core/codec/quote_codec.h"
#include "core/codec/reader.h"
#include "core/codec/write_error.h"

namespace samebill {

namespace {

constexpr MemberRule check_rules[] = {
    {"schema", required}, {"quote", required}, {"requests", required}, {"bill", required}, {"matches"}};
constexpr MemberRule match_rules[] = {{"cohort", required}, {"devices", required}};
constexpr size_t most_requests = 120;

struct WrittenMatch {
    std::string cohort;
    std::vector<std::string> devices;
};

std::string place_of_request(size_t position) {
    return "/requests/" + std::to_string(position);
}

void read_given_quote(Reader& reader, const Value& value, QuoteCheckInput& check) {
    const uint64_t before = reader.problems.found();
    read_quote(reader, value, check.scenario, check.records);
    if (reader.problems.found() != before) return;
    const Value digest = member_value(value, "digest");
    if (canonical_digest(*value.json, "digest") != digest.json->text())
        reader.fail("schema", digest,
                    "The digest is not that of the quote's content: the quote was changed after it was made.");
    const Value rules = member_value(value, "rules");
    if (!is_text(*rules.json, rules_version))
        reader.wrong(rules, "\"" + std::string(rules_version) + "\", the rules in force");
    check.quote = value.json;
}

void read_matches(Reader& reader, const Value* value, std::vector<WrittenMatch>& matches) {
    std::set<std::string_view> cohorts;
    std::set<std::string_view> devices;
    reader.list(value, [&](const Value& element) {
        const Members members(reader, element, "a match", match_rules);
        WrittenMatch& match = matches.emplace_back();
        if (reader.id(members["cohort"], match.cohort)) reader.unique(members["cohort"], cohorts);
        reader.list(members["devices"], [&](const Value& device) {
            if (reader.id(&device, match.devices.emplace_back())) reader.unique(&device, devices);
        });
    });
}

// The bill itself, or the one in a final bill.
void read_bill(Reader& reader, const Value& value, QuoteCheckInput& check) {
    if (!reader.is_object(value)) return;
    const Value schema = member_value(value, "schema");
    const bool is_final = schema.json != nullptr && is_text(*schema.json, "samebill/final_bill/1");
    if (!is_final && (schema.json == nullptr || !is_text(*schema.json, "samebill/bill/1"))) {
        reader.fail("schema", value, "There must be one bill, a samebill/bill/1 or a samebill/final_bill/1.");
        return;
    }
    const uint64_t before = reader.problems.found();
    check_object(reader, value, *form_of_document(schema.json->text()));
    if (reader.problems.found() != before) return;
    const Value bill = is_final ? member_value(value, "bill") : value;
    if (is_final) check.bill_place += "/bill";
    check.bill_text = *canonical_form(*bill.json);
    Problems problems;
    if (!read_issued_bills(check.bill_text, nullptr, check.bills, problems))
        place_problems(reader.problems, bill, problems);
}

// Each sound by itself; the last one is kept.
void read_requests(Reader& reader, const Value& value, std::string_view text, QuoteCheckInput& check,
                   std::vector<std::pair<Month, Month>>& months) {
    if (!reader.is_list(&value)) return;
    check.requests = value.json->elements();
    if (check.requests.empty() || check.requests.size() > most_requests) {
        reader.wrong(value, "a list of 1 to " + std::to_string(most_requests) + " requests");
        return;
    }
    const std::vector<std::string_view> texts = element_texts(text, check.requests.size());
    for (uint32_t i = 0; i < texts.size(); ++i) {
        const Value element = element_value(value, i);
        check.last = {};
        if (!texts[i].empty())  // else a member is there twice, which is told
            place_problems(reader.problems, element,
                           decode_request(texts[i], {}, check.last.request, check.last.usage));
        months.emplace_back(check.last.request.from, check.last.request.through);
    }
}

void append(std::string& text, std::string_view name, const Json& value) {
    text += text.empty() ? "{\"" : ",\"";
    text.append(name) += "\":";
    text += *canonical_form(value);
}

// The elements of the lists of all requests, one behind the other.
void append_lists(std::string& text, std::string_view name, std::span<const Json> requests) {
    text.append(",\"").append(name) += "\":[";
    for (const Json& request : requests) {
        const std::string elements = *canonical_form(*find_member(request, name));
        if (elements.size() <= 2) continue;
        if (text.back() != '[') text += ',';
        text.append(elements, 1, elements.size() - 2);
    }
    text += ']';
}

// One request over the months of all: what the last one says, with the events and usage of all of them, from the state
// that the first one opens with (B5).
std::string joined(std::span<const Json> requests) {
    const Json& first = requests.front();
    const Json& last = requests.back();
    std::string text;
    append(text, "account", *find_member(last, "account"));
    append(text, "catalog", *find_member(last, "catalog"));
    append_lists(text, "events", requests);
    append(text, "from", *find_member(first, "from"));
    text += ",\"inputs_digest\":false";
    if (const Json* opening = find_member(first, "opening")) append(text, "opening", *opening);
    text += ",\"schema\":\"samebill/request/1\"";
    append(text, "through", *find_member(last, "through"));
    append_lists(text, "usage", requests);
    return text + "}";
}

// A path of the joined request in the requests that it is made of.
std::string path_in_requests(std::span<const Json> requests, std::string_view path) {
    for (const std::string_view list : {"events", "usage"}) {
        if (path.substr(0, list.size() + 2) != "/" + std::string(list) + "/") continue;
        const size_t begin = list.size() + 2;
        const size_t end = std::min(path.find('/', begin), path.size());
        size_t position = 0;
        std::from_chars(path.data() + begin, path.data() + end, position);
        size_t request = 0;
        for (; request + 1 < requests.size(); ++request) {
            const size_t count = find_member(requests[request], list)->size();
            if (position < count) break;
            position -= count;
        }
        return place_of_request(request) + "/" + std::string(list) + "/" + std::to_string(position) +
               std::string(path.substr(end));
    }
    const bool of_first = path.substr(0, 8) == "/opening" || path == "/from";
    return place_of_request(of_first ? 0 : requests.size() - 1) + std::string(path);
}

// Each begins after the one before, with the state that it left: without an opening it would tell of the months before
// again.
void check_row(Reader& reader, const Value& value, const std::vector<std::pair<Month, Month>>& months) {
    for (uint32_t i = 1; i < months.size(); ++i) {
        const Value request = element_value(value, i);
        const Month due = months[i - 1].second + 1;
        if (member_value(request, "opening").json == nullptr)
            reader.fail("schema", request, "Add `opening`: the closing state of the request before.");
        if (months[i].first != due)
            reader.fail("period", member_value(request, "from"),
                        "The request must begin with the month after the one before it, " + format_month(due) + ".");
    }
}

void resolve_matches(Reader& reader, const Value& root, const std::vector<WrittenMatch>& written,
                     QuoteCheckInput& check) {
    const Value list = member_value(root, "matches");
    const auto& cohorts = check.scenario.cohorts;
    for (uint32_t i = 0; i < written.size(); ++i) {
        const auto found = std::find_if(cohorts.begin(), cohorts.end(),
                                        [&](const Cohort& cohort) { return cohort.name == written[i].cohort; });
        check.matches.push_back({static_cast<Index>(found - cohorts.begin()), written[i].devices});
        if (found != cohorts.end()) continue;
        const Value match = element_value(list, i);
        reader.fail("schema", member_value(match, "cohort"),
                    "The quote has no cohort of this name: its scenario lists them.");
    }
}

// Whether bill, requests and quote are about the same account, currency and month.
void check_bill(Reader& reader, const Value& value, const QuoteCheckInput& check) {
    const IssuedBill& bill = check.bill();
    const Request& request = check.last.request;
    const Request& quoted = check.scenario.base;
    if (bill.account != request.account.id)
        reader.fail("schema", member_value(value, "account"),
                    "The bill's account is not the request's, " + request.account.id + ".");
    if (bill.currency != quoted.catalog.currency.code || bill.currency != request.catalog.currency.code)
        reader.fail("schema", member_value(value, "currency"), "Bill, request and quote must be in one currency.");
    if (bill.content_digest != bill.totals.digest)
        reader.fail("schema", member_value(value, "digest"),
                    "The digest is not that of the bill's content: the bill was changed after it was issued.");
    Int128 adjusted = 0;
    for (const Adjustment& adjustment : bill.totals.adjustments) adjusted += adjustment.amount;
    const Int128 limit = amount_limit(request.catalog.currency);
    if (adjusted >= limit || adjusted <= -limit)
        reader.fail("overflow", member_value(value, "adjustments"), "Their sum must stay below 10^12.");
    const Month month = bill.totals.period;
    const Value period = member_value(value, "period");
    if (month != request.through) {
        reader.fail("period", period,
                    "The bill must be of the requests' last month, " + format_month(request.through) + ".");
    } else if (month < quoted.from || month > quoted.through) {
        reader.fail(
            "period", period,
            "The quote is about " + format_month(quoted.from) + " through " + format_month(quoted.through) + ".");
    }
}

}  // namespace

Problems placed_in_requests(const QuoteCheckInput& check, Problems problems) {
    for (Problem& problem : problems) problem.path = path_in_requests(check.requests, problem.path);
    sort_by_path(problems);
    return problems;
}

Problems decode_quote_check(std::string_view text, QuoteCheckInput& check) {
    ProblemList problems;
    if (!parse_json(text, check.document, problems)) return problems.take();
    Reader reader{problems};
    const Value root{&check.document.root, {}};
    const Members members(reader, root, "a check of a quote", check_rules);
    std::vector<WrittenMatch> matches;
    std::vector<std::pair<Month, Month>> months;
    reader.schema(members["schema"], "samebill/quote_check/1");
    if (const Value* quote = members["quote"]) read_given_quote(reader, *quote, check);
    if (const Value* requests = members["requests"])
        read_requests(reader, *requests, member_text(text, "requests"), check, months);
    if (const Value* bill = members["bill"]) read_bill(reader, *bill, check);
    read_matches(reader, members["matches"], matches);
    if (!problems.empty()) return problems.take();
    check_row(reader, *members["requests"], months);
    resolve_matches(reader, root, matches, check);
    const Value bill = check.bill_place == "/bill" ? *members["bill"] : member_value(*members["bill"], "bill");
    check_bill(reader, bill, check);
    if (!problems.empty() || !check.has_several()) return problems.take();
    return placed_in_requests(check,
                              decode_request(joined(check.requests), {}, check.joined.request, check.joined.usage));
}

}  // namespace samebill
