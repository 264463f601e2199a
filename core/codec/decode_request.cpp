// SPDX-License-Identifier: MIT
#include "core/base/sha256.h"
#include "core/codec/canonical.h"
#include "core/codec/decode.h"
#include "core/codec/decode_event.h"
#include "core/codec/decode_parts.h"
#include "core/codec/read_usage.h"
#include "core/codec/references.h"

namespace samebill {

namespace {

constexpr MemberRule request_rules[] = {
    {"schema", required}, {"catalog", required}, {"account", required}, {"events", required}, {"usage", required},
    {"from", required}, {"through", required}, {"opening"}, {"adjustments"}, {"inputs_digest"},
};

void replace_month(Json& document, const std::string& name, std::string_view month) {
    if (month.empty() || !document.is_object()) return;
    for (auto& member : document.get_ref<Json::object_t&>()) {
        if (member.first != name) continue;
        member.second = std::string(month);
        return;
    }
    document.get_ref<Json::object_t&>().emplace_back(name, std::string(month));
}

// The request as given, without `usage`, `opening` replaced by its digest (formats.md, `inputs`).
std::string hashed_head(const Json& document) {
    Json head = Json::object();
    auto& members = head.get_ref<Json::object_t&>();
    for (const auto& [name, value] : members_of(document)) {
        if (name == "usage") continue;
        if (name == "opening") members.emplace_back(name, *canonical_digest(value));
        else members.emplace_back(name, value);
    }
    return *canonical_form(head);
}

// The shape of all members; the sessions' own stage 2 goes to `references`.
void read_shape(Reader& reader, const Value& document, const RequestOptions& options, UsageInput& usage, Request& request,
                std::vector<NamedEvent>& events) {
    const Members members(reader, document, "a request", request_rules);
    reader.schema(members["schema"], "samebill/request/1");
    WrittenPlans written;
    if (const Value* catalog = members["catalog"]) read_catalog(reader, *catalog, request.catalog, written);
    if (const Value* account = members["account"]) {
        read_account(reader, *account, request.account);
        merge_attachments(reader, *account, written, request.account);
    }
    read_events(reader, members["events"], events);
    const bool has_from = reader.month(members["from"], request.from);
    const bool has_through = reader.month(members["through"], request.through);
    if (const Value* opening = members["opening"]) reader.is_object(*opening);
    reader.boolean(members["inputs_digest"], request.inputs_digest);
    const Currency& currency = request.catalog.currency;
    read_adjustments(reader, members["adjustments"], currency.code.empty() ? nullptr : &currency, has_from ? &request.from : nullptr,
                     request.adjustments);
    usage.end = has_through ? start_of_month(request.through + 1) : end_of_time;
    const Value* list = members["usage"];
    if (options.usage_apart && reader.is_array(list) && !list->json->empty())
        reader.wrong(*list, "an empty list: the sessions are in a usage table");
    else if (!options.usage_apart && list != nullptr)
        read_usage(reader, *list, usage);
}

Problems decode_document(Json& document, ProblemList& problems, const RequestOptions& options, UsageInput& usage, Request& request) {
    replace_month(document, "from", options.from);
    replace_month(document, "through", options.through);
    Reader reader{problems};
    const Value root{&document, {}};
    std::vector<NamedEvent> events;
    read_shape(reader, root, options, usage, request, events);
    if (!problems.empty()) return problems.take();
    resolve_references(usage.references, root, events, request);
    if (!usage.references.empty()) return usage.references.take();
    if (request.inputs_digest) request.hashed_head = hashed_head(document);
    return {};
}

}  // namespace

Problems decode_request(std::string_view text, const RequestOptions& options, Request& request, SessionTable& sessions) {
    Json document;
    ProblemList problems;
    ProblemList references;
    UsageInput usage{sessions, references};
    if (!parse_json(text, document, problems)) return problems.take();
    Problems found = decode_document(document, problems, options, usage, request);
    if (found.empty() && !options.usage_apart) sessions.seal();
    return found;
}

}  // namespace samebill
