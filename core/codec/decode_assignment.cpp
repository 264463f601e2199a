// SPDX-License-Identifier: MIT
#include "core/codec/decode_assignment.h"

#include <algorithm>

#include "core/base/sorting.h"
#include "core/codec/decode_scenario.h"
#include "core/codec/member_text.h"
#include "core/codec/reader.h"
#include "core/codec/write_error.h"
#include "core/quote/expansion.h"

namespace samebill {

namespace {

constexpr MemberRule assignment_rules[] = {
    {"schema", required}, {"request"}, {"scenario"}, {"plans"}, {"groups"}, {"changes_on"},
};

// The offer as written; names point into the document.
struct WrittenOffer {
    std::optional<std::vector<std::string_view>> plans;
    std::vector<std::optional<std::string_view>> groups;  // nothing: no group
    std::optional<Month> changes_on;
};

bool is_short(Reader& reader, const Value* list) {
    if (list == nullptr || !list->json->is_list()) return true;
    if (static_cast<int64_t>(list->json->size()) <= most_offered) return true;
    return reader.wrong(*list, "a list of at most " + std::to_string(most_offered));
}

void read_offer(Reader& reader, const Value& root, WrittenOffer& offer) {
    const Members members(reader, root, "an assignment", assignment_rules);
    reader.schema(members["schema"], "samebill/assignment/1");
    if (const Value* request = members["request"]) reader.is_object(*request);
    if (const Value* scenario = members["scenario"]) reader.is_object(*scenario);
    if (root.json->is_object() && (members["request"] == nullptr) == (members["scenario"] == nullptr))
        reader.fail("schema", root, "Give either a `request` with its usage, or a `scenario`.");
    std::set<std::string_view> seen_plans, seen_groups;
    if (is_short(reader, members["plans"]) && members["plans"] != nullptr) {
        offer.plans.emplace();
        reader.list(members["plans"], [&](const Value& element) {
            std::string_view id;
            if (!reader.id(&element, id)) return;
            reader.unique(&element, seen_plans);
            offer.plans->push_back(id);
        });
    }
    bool seen_null = false;
    if (is_short(reader, members["groups"])) {
        reader.list(members["groups"], [&](const Value& element) {
            std::string_view id;
            if (element.json->is_null()) {
                if (seen_null) reader.fail("duplicate_id", element, "It is in this list already.");
                seen_null = true;
                offer.groups.push_back(std::nullopt);
            } else if (reader.id(&element, id)) {
                reader.unique(&element, seen_groups);
                offer.groups.push_back(id);
            }
        });
    }
    Month month = 0;
    if (reader.month(members["changes_on"], month)) offer.changes_on = month;
}

// Adds the groups offered to those of the request; the positions of the others move with them.
void take_groups(const WrittenOffer& written, Request& request, AssignmentOffer& offer) {
    std::vector<std::string> groups = request.groups;
    for (const auto& group : written.groups) {
        if (group) groups.emplace_back(*group);
    }
    sort_list(groups, std::less<>());
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    const auto find = [&](std::string_view id) {
        return static_cast<Index>(std::lower_bound(groups.begin(), groups.end(), id) - groups.begin());
    };
    const auto moved = [&](Index group) { return group == no_index ? no_index : find(request.groups[group]); };
    for (Event& event : request.events) event.group = moved(event.group);
    if (request.opening) {
        for (std::optional<DeviceState>& state : request.opening->devices) {
            if (state) state->group = moved(state->group);
        }
    }
    for (const auto& group : written.groups) offer.groups.push_back(group ? find(*group) : no_index);
    sort_list(offer.groups, std::less<>());
    request.groups = std::move(groups);
}

class OfferResolver {
public:
    OfferResolver(ProblemList& problems, const Value& root, const WrittenOffer& written, Request& request,
                  AssignmentOffer& offer)
        : reader_{problems}, root_(root), written_(written), request_(request), offer_(offer) {}

    void resolve() {
        take_plans();
        take_month();
        take_groups(written_, request_, offer_);
        check_size();
    }

private:
    void take_plans() {
        const std::vector<Plan>& plans = request_.catalog.plans;
        const auto find = [&](std::string_view id) {
            const auto at =
                std::lower_bound(plans.begin(), plans.end(), id,
                                 [](const Plan& plan, std::string_view wanted) { return plan.id < wanted; });
            return at != plans.end() && at->id == id ? static_cast<Index>(at - plans.begin()) : no_index;
        };
        const Value list = member_value(root_, "plans");
        const auto& listed = request_.account.agreement.plans;
        if (written_.plans) {
            for (uint32_t i = 0; i < written_.plans->size(); ++i) {
                const Index plan = find((*written_.plans)[i]);
                if (plan == no_index)
                    reader_.fail("unknown_plan", element_value(list, i),
                                 "\"" + std::string((*written_.plans)[i]) +
                                     "\" is no plan of the catalog: correct the name or add it there.");
                offer_.plans.push_back(plan);
            }
        } else if (listed) {
            for (const std::string& id : *listed) offer_.plans.push_back(find(id));
        } else {
            for (Index plan = 0; plan < plans.size(); ++plan) offer_.plans.push_back(plan);
        }
        sort_list(offer_.plans, std::less<>());
        if (static_cast<int64_t>(offer_.plans.size()) > most_offered)
            reader_.fail("schema", root_,
                         "More than " + std::to_string(most_offered) +
                             " plans could be offered: name those that are, in `plans`.");
    }

    // Without an opening state what was before `from` is the request's own history, and the changes may be part of it.
    // A scenario has no history.
    void take_month() {
        const bool planned = member_value(root_, "scenario").json != nullptr;
        const Month first = request_.opening || planned ? request_.from + 1 : request_.from;
        offer_.changes_on = written_.changes_on.value_or(first);
        const Value given = member_value(root_, "changes_on");
        if (offer_.changes_on >= first && offer_.changes_on <= request_.through) return;
        const Value at = given.json != nullptr ? given : member_value(root_, planned ? "scenario" : "request");
        reader_.fail("period", at,
                     "Changes take effect on the first of a month from " + format_month(first) + " through " +
                         format_month(request_.through) +
                         (request_.opening ? ": with an opening state the first month cannot change any more."
                          : planned        ? ": the devices of a scenario begin in its first month."
                                           : "."));
    }

    void check_size() {
        const Value request = member_value(root_, "request");
        const Value devices = request.json == nullptr ? member_value(member_value(root_, "scenario"), "cohorts")
                                                      : member_value(member_value(request, "account"), "devices");
        const auto count = static_cast<int64_t>(request_.account.devices.size());
        if (count > most_assigned_devices) {
            reader_.wrong(devices, "a list of at most " + std::to_string(most_assigned_devices) + " devices here");
            return;
        }
        const int64_t months = std::max<int64_t>(1, request_.through - offer_.changes_on + 1);
        const int64_t breadth = std::max<int64_t>(months, static_cast<int64_t>(offer_.groups.size()) + 1);
        const int64_t cells = count * (static_cast<int64_t>(offer_.plans.size()) + 1) * breadth;
        if (cells <= most_assignment_cells) return;
        reader_.fail("schema", root_,
                     "Devices times plans times months or groups come to " + std::to_string(cells) + ", more than " +
                         std::to_string(most_assignment_cells) + ": offer fewer, or take fewer months or devices.");
    }

    Reader reader_;
    const Value& root_;
    const WrittenOffer& written_;
    Request& request_;
    AssignmentOffer& offer_;
};

// The request that a scenario stands for. Its events and sessions are none of the document.
Problems write_out(const Json& document, const RequestOptions& options, Request& request, SessionTable& sessions) {
    if (options.usage_apart || !options.from.empty() || !options.through.empty())
        return {{"schema", "", "The usage and the months are those of the scenario: leave others out."}};
    Scenario scenario;
    SessionTable records;
    Problems problems = decode_scenario(document, {}, scenario, records);
    if (!problems.empty()) return problems;
    Expansion expansion;
    problems = expand_scenario(scenario, &records, expansion);
    sort_by_path(problems);
    request = std::move(expansion.request);
    sessions = std::move(expansion.sessions);
    Index position = 0;
    for (Event& event : request.events) event.position = position++;
    return problems;
}

}  // namespace

Problems decode_assignment(std::string_view text, const RequestOptions& options, Request& request,
                           SessionTable& sessions, AssignmentOffer& offer) {
    Document document;
    ProblemList shape;
    if (!parse_json(text, document, shape)) return shape.take();
    Reader reader{shape};
    const Value root{&document.root, {}};
    WrittenOffer written;
    read_offer(reader, root, written);
    const Value inner = member_value(root, "request");
    const std::string_view inner_text = member_text(text, "request");
    if (inner.json != nullptr && inner.json->is_object() && !inner_text.empty())
        place_problems(shape, inner, decode_request(inner_text, options, request, sessions));
    const Value scenario = member_value(root, "scenario");
    if (scenario.json != nullptr && scenario.json->is_object())
        place_problems(shape, scenario, write_out(*scenario.json, options, request, sessions));
    if (!shape.empty()) return shape.take();
    ProblemList references;
    OfferResolver(references, root, written, request, offer).resolve();
    return references.take();
}

}  // namespace samebill
