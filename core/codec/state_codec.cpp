// SPDX-License-Identifier: MIT
#include "core/codec/state_codec.h"

#include "core/api.h"
#include "core/base/sorting.h"
#include "core/codec/canonical.h"
#include "core/codec/canonical_writer.h"
#include "core/codec/decode_parts.h"

namespace samebill {

namespace {

constexpr MemberRule state_rules[] = {
    {"schema", required}, {"rules", required},   {"account", required}, {"catalog", required},
    {"period", required}, {"devices", required}, {"digest", required},
};
constexpr MemberRule device_rules[] = {
    {"id", required}, {"state", required}, {"cause"},        {"activated"},    {"plan"},    {"group"},   {"pending"},
    {"stay"},         {"balances"},        {"exhausted_at"}, {"active_since"}, {"noticed"}, {"periods"},
};
constexpr MemberRule pending_rules[] = {{"plan", required}, {"at", required}};
constexpr MemberRule stay_rules[] = {{"entry", required}, {"counts"}};
constexpr MemberRule period_rules[] = {{"plan", required}, {"paid_through", required}, {"left"}};
constexpr MemberRule count_rules[] = {{"data"}, {"voice"}, {"sms"}};

// A period paid in the last month of all ends within 120 months.
constexpr int64_t latest_day = (last_year + 12 - first_year) * int64_t{366};
constexpr Kind written_order[] = {Kind::data, Kind::sms, Kind::voice};  // of the names

size_t at(Kind kind) {
    return static_cast<size_t>(index_of(kind));
}

void read_counts(Reader& reader, const Value* value, Quantities& counts) {
    if (value == nullptr) return;
    const Members members(reader, *value, "counts", count_rules);
    for (Kind kind : all_kinds) reader.integer(members[name_of(kind)], 1, INT64_MAX, counts[at(kind)]);
}

void read_seconds(Reader& reader, const Value* value, Instant& out) {
    reader.integer(value, 0, latest_day * seconds_a_day, out);
}

void read_pending(Reader& reader, const Value* value, WrittenDeviceState& device) {
    if (value == nullptr) return;
    const Members members(reader, *value, "a pending plan change", pending_rules);
    reader.id(members["plan"], device.pending_plan);
    read_seconds(reader, members["at"], device.state.pending_at);
}

void read_stay(Reader& reader, const Value* value, DeviceState& state) {
    if (value == nullptr) return;
    const Members members(reader, *value, "a stay", stay_rules);
    read_seconds(reader, members["entry"], state.stay_entry);
    read_counts(reader, members["counts"], state.stay_counts);
}

void read_periods(Reader& reader, const Value* value, WrittenDeviceState& device) {
    std::set<std::string_view> seen;
    reader.list(value, [&](const Value& element) {
        const Members members(reader, element, "a paid period", period_rules);
        PaidPeriod& period = device.state.periods.emplace_back();
        if (reader.id(members["plan"], device.period_plans.emplace_back())) reader.unique(members["plan"], seen);
        int64_t day = 0;
        if (reader.integer(members["paid_through"], 0, latest_day, day)) period.paid_through = static_cast<Date>(day);
        read_counts(reader, members["left"], period.left);
    });
}

template <class Enum>
void read_name(Reader& reader, const Value* value, std::optional<Enum> (*parse)(std::string_view),
               std::string_view what, Enum& out) {
    if (value == nullptr) return;
    const auto name = value->json->is_text() ? parse(value->json->text()) : std::nullopt;
    if (name)
        out = *name;
    else
        reader.wrong(*value, what);
}

void read_device(Reader& reader, const Value& value, WrittenDeviceState& device) {
    const Members members(reader, value, "the state of a device", device_rules);
    DeviceState& state = device.state;
    reader.id(members["id"], device.id);
    read_name(reader, members["state"], parse_state, "the name of a state", state.state);
    read_name(reader, members["cause"], parse_cause, "the name of a cause", state.cause);
    reader.boolean(members["activated"], state.activated);
    if (members["activated"] != nullptr && !state.activated) reader.wrong(*members["activated"], "true, or left out");
    reader.id(members["plan"], device.plan);
    reader.id(members["group"], device.group);
    read_pending(reader, members["pending"], device);
    read_stay(reader, members["stay"], state);
    read_counts(reader, members["balances"], state.balances);
    read_seconds(reader, members["exhausted_at"], state.exhausted_at);
    read_seconds(reader, members["active_since"], state.active_since);
    read_set<LapseReason>(reader, members["noticed"],
                          {{"agreement_terminated", LapseReason::agreement_terminated},
                           {"never_provisioned", LapseReason::never_provisioned},
                           {"prepaid_unfunded", LapseReason::prepaid_unfunded},
                           {"inactive", LapseReason::inactive}},
                          state.noticed);
    read_periods(reader, members["periods"], device);
}

// What holds of every state that the engine has written.
bool is_consistent(const WrittenDeviceState& device, const Json& json, Month period) {
    const DeviceState& state = device.state;
    const Instant end = start_of_month(period + 1);
    const bool has_cause = find_member(json, "cause") != nullptr;
    const bool stays = state.state == State::provisioned || state.state == State::suspended;
    if (state.state == State::cancelled) return has_cause && json.size() == 3;
    if (has_cause == (state.state == State::pre_provisioned)) return false;
    if (device.plan.empty() && (state.state != State::pre_provisioned || !device.pending_plan.empty())) return false;
    if (stays != (state.stay_entry != no_instant) || state.stay_entry >= end) return false;
    if (state.state == State::pre_provisioned && (state.activated || !device.pending_plan.empty())) return false;
    return device.pending_plan.empty() || state.pending_at >= end;
}

void write_counts(CanonicalWriter& writer, const Quantities& counts) {
    writer.begin_object();
    for (Kind kind : written_order) {
        if (counts[at(kind)] == 0) continue;
        switch (kind) {
            case Kind::data: writer.member("data"); break;
            case Kind::sms: writer.member("sms"); break;
            case Kind::voice: writer.member("voice"); break;
        }
        writer.integer(counts[at(kind)]);
    }
    writer.end_object();
}

void write_noticed(CanonicalWriter& writer, LapseReasons noticed) {
    writer.member("noticed");
    writer.begin_array();
    for (int i = 0; i < lapse_reason_count; ++i) {
        const auto reason = static_cast<LapseReason>(i);
        if ((noticed & bit_of(reason)) == 0) continue;
        writer.element();
        writer.plain(name_of(reason));
    }
    writer.end_array();
}

void write_periods(CanonicalWriter& writer, const DeviceState& state, const Request& request) {
    std::vector<const PaidPeriod*> periods;
    for (const PaidPeriod& period : state.periods) periods.push_back(&period);
    sort_list(periods, [&](const PaidPeriod* a, const PaidPeriod* b) {
        return plan_id(request, a->plan) < plan_id(request, b->plan);
    });
    writer.member("periods");
    writer.begin_array();
    for (const PaidPeriod* period : periods) {
        writer.element();
        writer.begin_object();
        if (period->left != Quantities{}) {
            writer.member("left");
            write_counts(writer, period->left);
        }
        writer.member("paid_through");
        writer.integer(period->paid_through);
        writer.member("plan");
        writer.plain(plan_id(request, period->plan));
        writer.end_object();
    }
    writer.end_array();
}

void write_pending(CanonicalWriter& writer, const DeviceState& state, const Request& request) {
    writer.member("pending");
    writer.begin_object();
    writer.member("at");
    writer.integer(state.pending_at);
    writer.member("plan");
    writer.plain(plan_id(request, state.pending_plan));
    writer.end_object();
}

void write_stay(CanonicalWriter& writer, const DeviceState& state) {
    writer.member("stay");
    writer.begin_object();
    if (state.stay_counts != Quantities{}) {
        writer.member("counts");
        write_counts(writer, state.stay_counts);
    }
    writer.member("entry");
    writer.integer(state.stay_entry);
    writer.end_object();
}

// The members of a device that is not cancelled, but for `id` and those after it.
void write_first_members(CanonicalWriter& writer, const DeviceState& state, const Request& request) {
    if (state.activated) {
        writer.member("activated");
        writer.boolean(true);
    }
    if (state.active_since != no_instant) {
        writer.member("active_since");
        writer.integer(state.active_since);
    }
    if (state.balances != Quantities{}) {
        writer.member("balances");
        write_counts(writer, state.balances);
    }
    if (state.state != State::pre_provisioned) {
        writer.member("cause");
        writer.plain(name_of(state.cause));
    }
    if (state.exhausted_at != no_instant) {
        writer.member("exhausted_at");
        writer.integer(state.exhausted_at);
    }
    if (state.group != no_index) {
        writer.member("group");
        writer.plain(request.groups[state.group]);
    }
}

void write_device(CanonicalWriter& writer, const Device& device, const DeviceState& state, const Request& request) {
    const bool is_cancelled = state.state == State::cancelled;
    const bool stays = state.state == State::provisioned || state.state == State::suspended;
    writer.begin_object();
    if (is_cancelled) {
        writer.member("cause");
        writer.plain(name_of(state.cause));
    } else {
        write_first_members(writer, state, request);
    }
    writer.member("id");
    writer.plain(device.id);
    if (!is_cancelled) {
        if (state.noticed != 0) write_noticed(writer, state.noticed);
        if (state.pending_plan != no_index) write_pending(writer, state, request);
        if (!state.periods.empty()) write_periods(writer, state, request);
        if (state.plan != no_index) {
            writer.member("plan");
            writer.plain(plan_id(request, state.plan));
        }
    }
    writer.member("state");
    writer.plain(name_of(state.state));
    if (stays) write_stay(writer, state);
    writer.end_object();
}

}  // namespace

void read_state(Reader& reader, const Value& value, WrittenState& state) {
    const Members members(reader, value, "a state", state_rules);
    reader.schema(members["schema"], "samebill/state/1");
    reader.schema(members["rules"], rules_version);
    reader.id(members["account"], state.account);
    reader.id(members["catalog"], state.catalog);
    reader.month(members["period"], state.period);
    std::set<std::string_view> seen;
    reader.list(members["devices"], [&](const Value& element) {
        WrittenDeviceState& device = state.devices.emplace_back();
        read_device(reader, element, device);
        if (device.id.empty()) return;
        const Value id = member_value(element, "id");
        reader.unique(&id, seen);
    });
    std::string digest;
    reader.digest(members["digest"], digest);
}

std::optional<WrittenState> read_opening(const Json& document) {
    ProblemList problems;
    Reader reader{problems};
    WrittenState state;
    read_state(reader, Value{&document, {}}, state);
    if (!problems.empty()) return std::nullopt;
    const auto digest = canonical_digest(document, "digest");
    if (!digest || !is_text(*find_member(document, "digest"), *digest)) return std::nullopt;
    const Json& devices = *find_member(document, "devices");
    for (size_t i = 0; i < state.devices.size(); ++i) {
        if (!is_consistent(state.devices[i], devices[i], state.period)) return std::nullopt;
        if (i > 0 && !(state.devices[i - 1].id < state.devices[i].id)) return std::nullopt;
    }
    return state;
}

void write_state(const AccountState& state, const Request& request, std::string& out, const LongTextOptions& options) {
    std::vector<Index> known;
    for (Index i = 0; i < state.devices.size(); ++i) {
        if (state.devices[i]) known.push_back(i);
    }
    LongText text;
    text.fixed("{\"account\":\"" + request.account.id + "\",\"catalog\":\"" + request.catalog.id + "\",\"devices\":[");
    text.rows(known.size(), [&](CanonicalWriter& writer, size_t first, size_t last) {
        for (size_t i = first; i < last; ++i) {
            if (i > 0) writer.canonical(",");
            write_device(writer, request.account.devices[known[i]], *state.devices[known[i]], request);
        }
    });
    text.fixed("]");
    text.digest();
    text.fixed(",\"period\":\"" + format_month(state.period) + "\",\"rules\":\"" + std::string(rules_version) +
               "\",\"schema\":\"samebill/state/1\"}");
    constexpr size_t row_bytes = 120;
    text.write(out, row_bytes, options);
}

std::string write_state(const AccountState& state, const Request& request) {
    std::string text;
    write_state(state, request, text, {});
    return text;
}

}  // namespace samebill
