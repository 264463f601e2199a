// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/codec/canonical.h"
#include "core/codec/decode.h"
#include "core/codec/decode_event.h"
#include "core/codec/decode_parts.h"
#include "core/codec/read_usage.h"
#include "core/codec/references.h"
#include "core/codec/streamed_lists.h"

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
    const StreamedLists* streamed = nullptr;  // null: every list is in the document
    std::vector<NamedDevice> devices = {};
    std::vector<NamedEvent> events = {};
};

// The document with another value of a member, which is the last if there was none.
void replace_month(Document& document, std::string_view name, std::string_view month) {
    if (month.empty() || !document.root.is_object()) return;
    const auto given = document.root.members();
    Member* const members = document.arena.take<Member>(given.size() + 1);
    Member* const end = std::copy(given.begin(), given.end(), members);
    Member* const at = std::find_if(members, end, [&](const Member& member) { return member.name() == name; });
    *at = {Json::of_text(name), Json::of_text(month)};
    document.root = Json::of_object({members, std::max(given.size(), static_cast<size_t>(at - members) + 1)});
}

// The request as given, without `usage`, `opening` replaced by its digest (formats.md, `inputs`).
std::string hashed_head(const Json& document, const StreamedLists* streamed) {
    std::vector<Member> members;
    std::string opening_digest;
    for (const Member& member : document.members()) {
        if (member.name() == "usage") continue;
        members.push_back(member);
        if (member.name() != "opening") continue;
        opening_digest = *canonical_digest(member.value);
        members.back().value = Json::of_text(opening_digest);
    }
    const Json head = Json::of_object(members);
    std::vector<ListText> lists;
    if (streamed != nullptr && streamed->has_events())
        lists.push_back({find_member(head, "events"), streamed->events_text()});
    if (streamed != nullptr && streamed->has_devices())
        lists.push_back({find_member(*find_member(head, "account"), "devices"), streamed->devices_text()});
    return *canonical_form(head, lists);
}

void read_sessions(Reader& reader, const Value* list, Input& input) {
    if (list == nullptr) return;
    if (!input.options.usage_apart)
        read_usage(reader, *list, input.usage);
    else if (reader.is_list(list) && !list->json->empty())
        reader.wrong(*list, "an empty list: the sessions are in a usage table");
}

// The shape of all members; the sessions' own stage 2 goes to `references`.
void read_shape(Reader& reader, const Value& document, Input& input) {
    Request& request = input.request;
    const Members members(reader, document, "a request", request_rules);
    reader.schema(members["schema"], "samebill/request/1");
    WrittenPlans written;
    if (const Value* catalog = members["catalog"]) read_catalog(reader, *catalog, request.catalog, written);
    if (const Value* account = members["account"]) {
        read_account(reader, *account, request.account, input.devices);
        merge_attachments(reader, *account, written, request.account);
    }
    read_events(reader, members["events"], input.events);
    const bool has_from = reader.month(members["from"], request.from);
    const bool has_through = reader.month(members["through"], request.through);
    if (const Value* opening = members["opening"]) reader.is_object(*opening);
    reader.boolean(members["inputs_digest"], request.inputs_digest);
    const Currency& currency = request.catalog.currency;
    read_adjustments(reader, members["adjustments"], currency.code.empty() ? nullptr : &currency,
                     has_from ? &request.from : nullptr, request.adjustments);
    input.usage.end = has_through ? start_of_month(request.through + 1) : end_of_time;
    read_sessions(reader, members["usage"], input);
}

Problems decode_document(Document& document, ProblemList& problems, Input& input) {
    replace_month(document, "from", input.options.from);
    replace_month(document, "through", input.options.through);
    Reader reader{problems};
    const Value root{&document.root, {}};
    read_shape(reader, root, input);
    if (!problems.empty()) return problems.take();
    ProblemList& references = input.usage.references;
    resolve_references(references, root, {input.devices, input.events}, input.request);
    if (!references.empty()) return references.take();
    if (input.request.inputs_digest) input.request.hashed_head = hashed_head(document.root, input.streamed);
    return {};
}

// The general way: the whole text as one document.
Problems decode_whole(std::string_view text, const RequestOptions& options, Request& request, SessionTable& sessions) {
    Document document;
    ProblemList problems;
    ProblemList references;
    Input input{options, {sessions, references}, request};
    if (!parse_json(text, document, problems)) return problems.take();
    return decode_document(document, problems, input);
}

// The fast way for long lists (streamed_lists.h); false if the general way must be gone, with everything anew, because
// there is anything wrong with the request.
bool decode_streamed(std::string_view text, const RequestOptions& options, Request& request, SessionTable& sessions) {
    Document document;
    ProblemList problems;
    ProblemList references;
    StreamedLists lists(options.usage_apart ? nullptr : &sessions, options.run_jobs);
    Input input{options, {sessions, references}, request, &lists};
    const bool is_json = parse_json(text, document, problems, {}, most_levels, &lists);
    if (!is_json || !problems.empty() || lists.given_up()) return false;
    if (lists.has_devices()) input.devices = std::move(lists.devices);
    if (lists.has_events()) input.events = std::move(lists.events);
    if (!decode_document(document, problems, input).empty()) return false;
    return !lists.has_usage() || lists.latest_start() < input.usage.end;
}

}  // namespace

Problems decode_request(std::string_view text, const RequestOptions& options, Request& request,
                        SessionTable& sessions) {
    if (!decode_streamed(text, options, request, sessions)) {
        request = Request();
        sessions = SessionTable();
        Problems problems = decode_whole(text, options, request, sessions);
        if (!problems.empty()) return problems;
    }
    if (!options.usage_apart) sessions.seal();
    return {};
}

}  // namespace samebill
