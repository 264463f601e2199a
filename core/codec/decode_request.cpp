// SPDX-License-Identifier: MIT
#include "core/codec/canonical.h"
#include "core/codec/decode.h"
#include "core/codec/decode_event.h"
#include "core/codec/decode_parts.h"
#include "core/codec/read_usage.h"
#include "core/codec/references.h"
#include "core/codec/usage_text.h"

namespace samebill {

namespace {

constexpr MemberRule request_rules[] = {
    {"schema", required}, {"catalog", required}, {"account", required}, {"events", required}, {"usage", required},
    {"from", required},   {"through", required}, {"opening"},           {"adjustments"},      {"inputs_digest"},
};

// What a request is read from and into.
struct Input {
    const RequestOptions& options;
    UsageInput usage;
    Request& request;
    std::string_view usage_text = {};  // not empty: the sessions, for which the document has an empty list
    bool is_json = true;               // that text
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
        if (name == "opening")
            members.emplace_back(name, *canonical_digest(value));
        else
            members.emplace_back(name, value);
    }
    return *canonical_form(head);
}

// The shape of all members; the sessions' own stage 2 goes to `references`.
void read_shape(Reader& reader, const Value& document, Input& input, std::vector<NamedEvent>& events) {
    Request& request = input.request;
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
    read_adjustments(reader, members["adjustments"], currency.code.empty() ? nullptr : &currency,
                     has_from ? &request.from : nullptr, request.adjustments);
    input.usage.end = has_through ? start_of_month(request.through + 1) : end_of_time;
    const Value* list = members["usage"];
    if (list == nullptr) return;
    if (input.options.usage_apart) {
        if (reader.is_array(list) && !list->json->empty())
            reader.wrong(*list, "an empty list: the sessions are in a usage table");
    } else if (!input.usage_text.empty()) {
        input.is_json = read_usage_text(reader, *list, input.usage_text, input.usage);
    } else {
        read_usage(reader, *list, input.usage);
    }
}

Problems decode_document(Json& document, ProblemList& problems, Input& input) {
    replace_month(document, "from", input.options.from);
    replace_month(document, "through", input.options.through);
    Reader reader{problems};
    const Value root{&document, {}};
    std::vector<NamedEvent> events;
    read_shape(reader, root, input, events);
    if (!input.is_json) return {};
    if (!problems.empty()) return problems.take();
    resolve_references(input.usage.references, root, events, input.request);
    if (!input.usage.references.empty()) return input.usage.references.take();
    if (input.request.inputs_digest) input.request.hashed_head = hashed_head(document);
    return {};
}

// The general way: the whole text as one document.
Problems decode_whole(std::string_view text, const RequestOptions& options, Request& request, SessionTable& sessions) {
    Json document;
    ProblemList problems;
    ProblemList references;
    Input input{options, {sessions, references}, request};
    if (!parse_json(text, document, problems)) return problems.take();
    return decode_document(document, problems, input);
}

// The fast way for many sessions (usage_text.h). Nothing if the general way must be gone, with everything anew.
std::optional<Problems> decode_apart(std::string_view text, const RequestOptions& options, Request& request,
                                     SessionTable& sessions) {
    const auto span = find_usage(text);
    if (!span) return std::nullopt;
    std::string rest(text.substr(0, span->begin));
    rest += "[]";
    rest += text.substr(span->end);
    Json document;
    ProblemList problems;
    ProblemList references;
    Input input{options, {sessions, references}, request};
    input.usage_text = text.substr(span->begin, span->end - span->begin);
    // A member given twice may be `usage` itself.
    if (!parse_json(rest, document, problems) || !problems.empty()) return std::nullopt;
    Problems found = decode_document(document, problems, input);
    if (!input.is_json) return std::nullopt;
    return found;
}

}  // namespace

Problems decode_request(std::string_view text, const RequestOptions& options, Request& request,
                        SessionTable& sessions) {
    std::optional<Problems> found;
    if (!options.usage_apart) found = decode_apart(text, options, request, sessions);
    if (!found) {
        request = Request();
        sessions = SessionTable();
        found = decode_whole(text, options, request, sessions);
    }
    if (found->empty() && !options.usage_apart) sessions.seal();
    return std::move(*found);
}

}  // namespace samebill
