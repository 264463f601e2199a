// SPDX-License-Identifier: MIT
#include "core/codec/quote_codec.h"

#include <algorithm>

#include "core/api.h"
#include "core/base/sha256.h"
#include "core/codec/canonical.h"
#include "core/codec/canonical_writer.h"
#include "core/codec/decode_scenario.h"
#include "core/codec/form.h"
#include "core/codec/member_text.h"
#include "core/codec/reader.h"
#include "core/codec/write_error.h"
#include "core/codec/write_scenario_result.h"
#include "core/quote/run_scenario.h"

namespace samebill {

namespace {

constexpr MemberRule draft_rules[] = {
    {"schema", required},   {"id", required},         {"version", required},     {"supersedes"}, {"customer", required},
    {"scenario", required}, {"valid_from", required}, {"valid_until", required}, {"remarks"},
};
constexpr MemberRule customer_rules[] = {{"name", required}, {"account"}, {"contact"}, {"reference"}};
constexpr int64_t most_versions = 1'000'000;

void read_customer(Reader& reader, const Value* value, QuoteCustomer& customer) {
    if (value == nullptr) return;
    const Members members(reader, *value, "a customer", customer_rules);
    if (reader.text(members["name"], customer.name) && customer.name.empty())
        reader.wrong(*members["name"], "a text that is not empty");
    reader.id(members["account"], customer.account);
    reader.text(members["contact"], customer.contact);
    reader.text(members["reference"], customer.reference);
}

void read_head(Reader& reader, const Members& members, QuoteHead& head) {
    reader.schema(members["schema"], "samebill/quote_draft/1");
    reader.id(members["id"], head.id);
    reader.integer(members["version"], 1, most_versions, head.version);
    reader.digest(members["supersedes"], head.supersedes);
    read_customer(reader, members["customer"], head.customer);
    const bool from = reader.date(members["valid_from"], head.valid_from);
    const bool until = reader.date(members["valid_until"], head.valid_until);
    if (from && until && head.valid_until < head.valid_from)
        reader.wrong(*members["valid_until"], "a day that is not before `valid_from`");
    reader.text(members["remarks"], head.remarks);
}

// Where the first name of a path stands among the members of the document; the document itself comes first.
size_t rank_of(const Json& root, std::string_view path) {
    size_t rank = 0;
    if (path.empty()) return rank;
    const std::string_view name = path.substr(1, path.find('/', 1) - 1);
    for (const Member& member : root.members()) {
        ++rank;
        if (member.name() == name) break;
    }
    return rank;
}

void write_customer(CanonicalWriter& writer, const QuoteCustomer& customer) {
    writer.begin_object();
    if (!customer.account.empty()) {
        writer.member("account");
        writer.plain(customer.account);
    }
    if (!customer.contact.empty()) {
        writer.member("contact");
        writer.string(customer.contact);
    }
    writer.member("name");
    writer.string(customer.name);
    if (!customer.reference.empty()) {
        writer.member("reference");
        writer.string(customer.reference);
    }
    writer.end_object();
}

void write_assumption(CanonicalWriter& writer, const StatedAssumption& stated, const Scenario& scenario) {
    const Assumption& assumption = stated.assumption;
    writer.element();
    writer.begin_object();
    writer.member("code");
    writer.plain(assumption.code);
    if (assumption.cohort != no_index) {
        writer.member("cohort");
        writer.plain(scenario.cohorts[assumption.cohort].name);
    }
    writer.member("parameters");
    writer.begin_array();
    for (const auto& [name, value] : assumption.parameters) {
        writer.element();
        writer.begin_object();
        writer.member("name");
        writer.plain(name);
        writer.member("value");
        writer.string(value);
        writer.end_object();
    }
    writer.end_array();
    writer.member("text");
    writer.string(stated.text);
    writer.end_object();
}

void write_prices(CanonicalWriter& writer, const Catalog& catalog, const Json& document) {
    writer.begin_object();
    writer.member("catalog");
    writer.plain(catalog.id);
    writer.member("currency");
    writer.plain(catalog.currency.code);
    writer.member("digest");
    writer.plain(*canonical_digest(document));
    if (catalog.version) {
        writer.member("version");
        writer.plain(*catalog.version);
    }
    writer.end_object();
}

std::string write_quote(const QuoteDraft& draft, const ScenarioResult& computed) {
    const QuoteHead& head = draft.head;
    const Scenario& scenario = draft.scenario;
    std::string text;
    CanonicalWriter writer(text);
    writer.begin_object();
    writer.member("assumptions");
    writer.begin_array();
    for (const StatedAssumption& stated : stated_assumptions(scenario, computed))
        write_assumption(writer, stated, scenario);
    writer.end_array();
    writer.member("customer");
    write_customer(writer, head.customer);
    const size_t place_of_digest = writer.text().size();
    writer.member("from");
    writer.month(scenario.base.from);
    writer.member("id");
    writer.plain(head.id);
    writer.member("prices");
    write_prices(writer, scenario.base.catalog, *find_member(*draft.scenario_json, "catalog"));
    if (!head.remarks.empty()) {
        writer.member("remarks");
        writer.string(head.remarks);
    }
    writer.member("result");
    writer.canonical(write_scenario_result(scenario, computed));
    writer.member("rules");
    writer.plain(rules_version);
    writer.member("scenario");
    writer.canonical(*canonical_form(*draft.scenario_json));
    writer.member("schema");
    writer.plain("samebill/quote/1");
    if (!head.supersedes.empty()) {
        writer.member("supersedes");
        writer.plain(head.supersedes);
    }
    writer.member("through");
    writer.month(scenario.base.through);
    writer.member("valid_from");
    writer.date(head.valid_from);
    writer.member("valid_until");
    writer.date(head.valid_until);
    writer.member("version");
    writer.integer(head.version);
    writer.end_object();
    const std::string digest = sha256_hex(text);
    return text.insert(place_of_digest, ",\"digest\":\"sha256:" + digest + "\"");
}

}  // namespace

Problems read_quote_draft(Reader& reader, const Value& value, QuoteDraft& draft) {
    const Members members(reader, value, "a draft of a quote", draft_rules);
    read_head(reader, members, draft.head);
    Problems problems = reader.problems.take();
    draft.scenario_json = find_member(*value.json, "scenario");
    if (draft.scenario_json == nullptr) return problems;
    Problems inner = placed_at("/scenario", decode_scenario(*draft.scenario_json, {}, draft.scenario, draft.records));
    const size_t rank = rank_of(*value.json, "/scenario");
    const auto later = std::find_if(problems.begin(), problems.end(),
                                    [&](const Problem& problem) { return rank_of(*value.json, problem.path) > rank; });
    problems.insert(later, inner.begin(), inner.end());
    return problems;
}

void read_quote(Reader& reader, const Value& value, Scenario& scenario, SessionTable& records) {
    check_object(reader, value, *form_of_quote_document("samebill/quote/1"));
    if (!value.json->is_object()) return;
    const Value planned = member_value(value, "scenario");
    if (planned.json != nullptr)
        place_problems(reader.problems, planned, decode_scenario(*planned.json, {}, scenario, records));
}

Problems make_quote_text(std::string_view draft_text, std::string& quote) {
    Document document;
    ProblemList problems;
    if (!parse_json(draft_text, document, problems)) return problems.take();
    Reader reader{problems};
    QuoteDraft draft;
    Problems wrong = read_quote_draft(reader, {&document.root, {}}, draft);
    if (!wrong.empty()) return wrong;
    ScenarioRun run = run_scenario(draft.scenario, &draft.records);
    sort_by_path(run.problems);
    if (!run.problems.empty()) return placed_at("/scenario", std::move(run.problems));
    quote = write_quote(draft, run.result);
    return {};
}

}  // namespace samebill
