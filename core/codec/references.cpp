// SPDX-License-Identifier: MIT
#include "core/codec/references.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/pages.h"
#include "core/base/sorting.h"
#include "core/codec/state_codec.h"
#include "core/usage/device_index.h"

namespace samebill {

namespace {

using Positions = std::map<std::string_view, Index>;

// The numbers of names, which mostly come in the order of the list, or several times in a row.
class NameIndex {
public:
    // The number of the name, which is that of its first time.
    uint32_t add(std::string_view name) { return last_ = index_.find_or_add(name, key_of(name)); }
    uint32_t find(std::string_view name) {
        if (last_ < index_.size() && index_.id(last_) == name) return last_;
        if (last_ + 1 < index_.size() && index_.id(last_ + 1) == name) return ++last_;
        const uint32_t found = index_.find(name, key_of(name));
        if (found != DeviceIndex::none) last_ = found;
        return found;
    }
    uint32_t add_again(std::string_view name) { return size() != 0 && index_.id(last_) == name ? last_ : add(name); }
    uint32_t size() const { return index_.size(); }
    std::string_view operator[](uint32_t number) const { return index_.id(number); }

    // By number, where the name stands among all, bytewise.
    std::vector<Index> ranks() const {
        std::vector<Index> sorted(size());
        for (Index i = 0; i < size(); ++i) sorted[i] = i;
        const auto before = [&](Index a, Index b) { return index_.id(a) < index_.id(b); };
        sort_list(sorted, before);
        std::vector<Index> ranks(size());
        for (Index rank = 0; rank < size(); ++rank) ranks[sorted[rank]] = rank;
        return ranks;
    }

private:
    DeviceIndex index_;
    uint32_t last_ = 0;
};

class Resolver {
public:
    Resolver(ProblemList& problems, const Value& document, const NamedLists& lists, Request& request)
        : reader_{problems},
          document_(document),
          account_(member_value(document, "account")),
          lists_(lists),
          request_(request) {}

    void resolve() {
        if (!sort_lists()) return;
        refer_account();
        refer_months();
        const Value opening = member_value(document_, "opening");
        std::optional<WrittenState> state;
        if (opening.json != nullptr) state = check_opening(opening);
        collect_groups(state);
        refer_events(opening.json != nullptr);
        sort_events();
        if (state) take_opening(opening, *state);
    }

private:
    bool fail(std::string_view code, const Value& value, std::string message) {
        return reader_.fail(code, value, std::move(message));
    }
    bool unknown(std::string_view code, const Value& value, std::string_view what) {
        return unknown(code, value, value.json->text(), what);
    }
    bool unknown(std::string_view code, const Value& value, std::string_view name, std::string_view what) {
        return fail(code, value,
                    "\"" + std::string(name) + "\" is no " + std::string(what) + ": correct the name or add it there.");
    }
    // In the member `name` of an element of a list.
    bool unknown_in(const Value& list, uint32_t position, std::string_view name, std::string_view id,
                    std::string_view code, std::string_view what) {
        const Value element = element_value(list, position);
        if (element.json == nullptr) return unknown(code, list, id, what);
        return unknown(code, member_value(element, name), what);
    }
    bool knows_plan(std::string_view id) const { return plans_.count(id) != 0; }

    // False if a device is there twice.
    bool sort_lists() {
        auto& plans = request_.catalog.plans;
        sort_list(plans, [](const Plan& a, const Plan& b) { return a.id < b.id; });
        for (Index i = 0; i < plans.size(); ++i) plans_.emplace(plans[i].id, i);
        for (const NamedDevice& device : lists_.devices) device_names_.add(device.id);
        if (device_names_.size() != lists_.devices.size()) {
            return fail("duplicate_id", member_value(account_, "devices"), "A device is in this list already.");
        }
        ranks_ = device_names_.ranks();
        take_devices();
        return true;
    }

    void take_devices() {
        std::map<std::string_view, bool> products;
        for (const SimProduct& product : request_.catalog.sim_products) products.emplace(product.id, product.lapses);
        const Value list = member_value(account_, "devices");
        reserve_filling(request_.account.devices, lists_.devices.size());
        request_.account.devices.resize(lists_.devices.size());
        for (uint32_t i = 0; i < lists_.devices.size(); ++i) {
            const NamedDevice& named = lists_.devices[i];
            Device& device = request_.account.devices[ranks_[i]];
            device.id = named.id;
            device.carrier_technology = named.carrier_technology;
            device.service_area = named.service_area;
            device.shipped_on = named.shipped_on;
            if (named.sim_product.empty()) continue;
            const auto product = products.find(named.sim_product);
            if (product != products.end())
                device.lapses = product->second;
            else
                unknown_in(list, i, "sim_product", named.sim_product, "unknown_sim_product",
                           "SIM product of the catalog");
        }
    }
    Index device_at(std::string_view id) {
        const uint32_t number = device_names_.find(id);
        return number == DeviceIndex::none ? no_index : ranks_[number];
    }

    void refer_account() {
        const Value agreement = member_value(account_, "agreement");
        const Value plans = member_value(agreement, "plans");
        for (uint32_t i = 0; plans.json != nullptr && i < plans.json->size(); ++i) {
            const Value plan = element_value(plans, i);
            if (!knows_plan(plan.json->text())) unknown("unknown_plan", plan, "plan of the catalog");
        }
        const Value attachments = member_value(account_, "pricing_attachments");
        for (uint32_t i = 0; attachments.json != nullptr && i < attachments.json->size(); ++i) {
            const Value attachment = element_value(attachments, i);
            const Value plan = member_value(attachment, "plan");
            if (!knows_plan(plan.json->text())) unknown("unknown_plan", plan, "plan of the catalog");
        }
        refer_exemptions();
    }

    void refer_exemptions() {
        std::set<std::string_view> taxes;
        for (const Tax& tax : request_.catalog.taxes) taxes.insert(tax.id);
        const Value tax = member_value(account_, "tax");
        if (tax.json == nullptr) return;
        const Value exemptions = member_value(tax, "exemptions");
        for (uint32_t i = 0; exemptions.json != nullptr && i < exemptions.json->size(); ++i) {
            const Value exemption = element_value(exemptions, i);
            const Value id = member_value(exemption, "tax");
            if (taxes.count(id.json->text()) == 0) unknown("unknown_tax", id, "tax of the catalog");
        }
    }

    void refer_months() {
        const Value through = member_value(document_, "through");
        if (request_.through < request_.from) fail("period", through, "`through` must not be before `from`.");
        if (request_.through - request_.from >= 120)
            fail("period", through, "`through` must be at most 119 months after `from`: split the request.");
    }

    void refer_events(bool has_opening) {
        const Instant begin = start_of_month(request_.from);
        const Instant end = start_of_month(request_.through + 1);
        const Value list = member_value(document_, "events");
        for (uint32_t i = 0; i < lists_.events.size(); ++i) {
            const NamedEvent& named = lists_.events[i];
            if (i + texts_ahead < lists_.events.size())
                __builtin_prefetch(lists_.events[i + texts_ahead].device.data());
            Named& refers = named_by_events_[i];
            refers.device = device_at(named.device);
            refers.plan = plan_at(named.plan);
            if (refers.device == no_index)
                unknown_in(list, i, "device", named.device, "unknown_device", "device of the account");
            if (!named.plan.empty() && refers.plan == no_index)
                unknown_in(list, i, "plan", named.plan, "unknown_plan", "plan of the catalog");
            if (named.at >= begin && named.at < end) continue;
            const Value element = element_value(list, i);
            if (named.at >= end)
                fail("period", element, "Leave the event out or bill a later month: it is after `through`.");
            else if (has_opening)
                fail("before_period", element,
                     "Leave the event out: it is before `from`, and the opening state says what was before.");
        }
    }

    // By device, then instant, then as given.
    void sort_events() {
        if (!reader_.problems.empty()) return;
        std::vector<uint32_t> next(request_.account.devices.size() + 1);
        for (const Named& refers : named_by_events_) ++next[refers.device + 1];
        for (size_t device = 1; device < next.size(); ++device) next[device] += next[device - 1];
        std::vector<uint32_t> order(named_by_events_.size());
        for (uint32_t i = 0; i < order.size(); ++i) order[next[named_by_events_[i].device]++] = i;
        const auto before = [&](uint32_t a, uint32_t b) { return lists_.events[a].at < lists_.events[b].at; };
        reserve_filling(request_.events, order.size());
        for (size_t first = 0; first < order.size();) {
            const Index device = named_by_events_[order[first]].device;
            const auto begin = order.begin() + static_cast<std::ptrdiff_t>(first);
            const auto end = order.begin() + next[device];
            sort_list(begin, end, before);
            for (auto at = begin; at != end; ++at) request_.events.push_back(event_of(*at));
            first = next[device];
        }
    }
    Event event_of(uint32_t position) const {
        const NamedEvent& named = lists_.events[position];
        const Named& refers = named_by_events_[position];
        Event event;
        event.at = named.at;
        event.position = position;
        event.device = refers.device;
        event.plan = refers.plan;
        if (refers.group != no_index) event.group = group_ranks_[refers.group];
        event.type = named.type;
        event.by_provider = named.by_provider;
        event.pack = named.pack;
        return event;
    }
    // `no_index` for no name and an unknown one.
    Index plan_at(std::string_view id) {
        if (id.empty()) return no_index;
        if (id == last_plan_) return last_plan_index_;
        const auto plan = plans_.find(id);
        last_plan_ = id;
        return last_plan_index_ = plan == plans_.end() ? no_index : plan->second;
    }

    void collect_groups(const std::optional<WrittenState>& state) {
        named_by_events_.resize(lists_.events.size());
        for (size_t i = 0; i < lists_.events.size(); ++i) {
            const std::string_view group = lists_.events[i].group;
            if (!group.empty()) named_by_events_[i].group = group_names_.add_again(group);
        }
        if (state) {
            for (const WrittenDeviceState& device : state->devices) {
                if (!device.group.empty() && device_at(device.id) != no_index) group_names_.add(device.group);
            }
        }
        group_ranks_ = group_names_.ranks();
        request_.groups.resize(group_names_.size());
        for (uint32_t i = 0; i < group_names_.size(); ++i) request_.groups[group_ranks_[i]] = group_names_[i];
    }

    std::optional<WrittenState> check_opening(const Value& opening) {
        auto state = read_opening(*opening.json);
        if (!state) {
            fail("state", opening,
                 "The opening state is damaged or of another version: give the closing state as it came out.");
            return std::nullopt;
        }
        if (state->account != request_.account.id)
            fail("state", opening,
                 "The opening state is of account \"" + state->account + "\": give the one of this account.");
        else if (state->catalog != request_.catalog.id)
            fail("state", opening,
                 "The opening state is of catalog \"" + state->catalog + "\": give the one of this catalog.");
        if (state->period != request_.from - 1)
            fail("period", opening,
                 "The opening state closes " + format_month(state->period) +
                     ": give the one that closes the month before `from`.");
        return state;
    }

    // A plan of a device that the account still has; gone ones are a problem, but for those of paid periods.
    Index present_plan(const Value& opening, const std::string& id) {
        if (id.empty()) return no_index;
        const auto plan = plans_.find(id);
        if (plan != plans_.end()) return plan->second;
        fail("state", opening,
             "The opening state names the plan \"" + id + "\", which the catalog has no more: add it there.");
        return no_index;
    }

    void take_opening(const Value& opening, const WrittenState& written) {
        collect_gone_plans(written);
        AccountState& state = request_.opening.emplace();
        state.period = written.period;
        state.devices.resize(request_.account.devices.size());
        for (const WrittenDeviceState& device : written.devices) {
            const Index at = device_at(device.id);
            if (at == no_index) continue;
            DeviceState& taken = state.devices[at].emplace(device.state);
            taken.plan = present_plan(opening, device.plan);
            taken.pending_plan = present_plan(opening, device.pending_plan);
            taken.group = device.group.empty() ? no_index : group_ranks_[group_names_.add(device.group)];
            for (size_t i = 0; i < taken.periods.size(); ++i)
                taken.periods[i].plan = period_plan(device.period_plans[i]);
        }
    }

    void collect_gone_plans(const WrittenState& written) {
        auto& gone = request_.gone_plans;
        for (const WrittenDeviceState& device : written.devices) {
            if (device_at(device.id) == no_index) continue;
            for (const std::string& plan : device.period_plans) {
                if (!knows_plan(plan)) gone.push_back(plan);
            }
        }
        sort_list(gone, std::less<>{});
        gone.erase(std::unique(gone.begin(), gone.end()), gone.end());
    }

    Index period_plan(const std::string& id) const {
        const auto plan = plans_.find(id);
        if (plan != plans_.end()) return plan->second;
        const auto& gone = request_.gone_plans;
        const auto at = std::lower_bound(gone.begin(), gone.end(), id);
        return static_cast<Index>(request_.catalog.plans.size() + static_cast<size_t>(at - gone.begin()));
    }

    Reader reader_;
    const Value& document_;
    const Value account_;
    const NamedLists& lists_;
    Request& request_;
    Positions plans_;
    NameIndex device_names_;  // numbers are places in the text
    std::vector<Index> ranks_;
    NameIndex group_names_;
    std::vector<Index> group_ranks_;
    static constexpr size_t texts_ahead = 16;  // the text is long gone from the cache
    struct Named {                             // by an event
        Index device = no_index;
        Index plan = no_index;
        uint32_t group = no_index;  // number of the name
    };
    std::vector<Named> named_by_events_;
    std::string_view last_plan_;
    Index last_plan_index_ = no_index;
};

}  // namespace

void resolve_references(ProblemList& problems, const Value& document, const NamedLists& lists, Request& request) {
    Resolver(problems, document, lists, request).resolve();
}

}  // namespace samebill
