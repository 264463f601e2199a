// SPDX-License-Identifier: MIT
#include "core/codec/references.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/codec/state_codec.h"

namespace samebill {

namespace {

using Positions = std::map<std::string_view, Index>;

class Resolver {
public:
    Resolver(ProblemList& problems, const Value& document, Request& request)
        : reader_{problems}, document_(document), account_(member_value(document, "account")), request_(request) {}

    void resolve(const std::vector<NamedEvent>& events) {
        sort_lists();
        refer_account();
        refer_months();
        const Value opening = member_value(document_, "opening");
        std::optional<WrittenState> state;
        if (opening.json != nullptr) state = check_opening(opening);
        collect_groups(events, state);
        refer_events(events, opening.json != nullptr);
        if (state) take_opening(opening, *state);
    }

private:
    bool fail(std::string_view code, const Value& value, std::string message) {
        return reader_.fail(code, value, std::move(message));
    }
    bool unknown(std::string_view code, const Value& value, std::string_view what) {
        return fail(
            code, value,
            "\"" + text_of(*value.json) + "\" is no " + std::string(what) + ": correct the name or add it there.");
    }
    bool knows_plan(std::string_view id) const { return plans_.count(id) != 0; }

    void sort_lists() {
        set_lapses();
        auto& plans = request_.catalog.plans;
        auto& devices = request_.account.devices;
        std::sort(plans.begin(), plans.end(), [](const Plan& a, const Plan& b) { return a.id < b.id; });
        std::sort(devices.begin(), devices.end(), [](const Device& a, const Device& b) { return a.id < b.id; });
        for (Index i = 0; i < plans.size(); ++i) plans_.emplace(plans[i].id, i);
        for (Index i = 0; i < devices.size(); ++i) devices_.emplace(devices[i].id, i);
    }

    // Before the devices are sorted: they stand as in the document.
    void set_lapses() {
        std::map<std::string_view, bool> products;
        for (const SimProduct& product : request_.catalog.sim_products) products.emplace(product.id, product.lapses);
        const Value devices = member_value(account_, "devices");
        for (uint32_t i = 0; i < request_.account.devices.size(); ++i) {
            const Json* id = find_member((*devices.json)[i], "sim_product");
            if (id == nullptr) continue;
            const auto product = products.find(text_of(*id));
            if (product != products.end()) {
                request_.account.devices[i].lapses = product->second;
                continue;
            }
            const Value device = element_value(devices, i);
            unknown("unknown_sim_product", member_value(device, "sim_product"), "SIM product of the catalog");
        }
    }

    void refer_account() {
        const Value agreement = member_value(account_, "agreement");
        const Value plans = member_value(agreement, "plans");
        for (uint32_t i = 0; plans.json != nullptr && i < plans.json->size(); ++i) {
            const Value plan = element_value(plans, i);
            if (!knows_plan(text_of(*plan.json))) unknown("unknown_plan", plan, "plan of the catalog");
        }
        const Value attachments = member_value(account_, "pricing_attachments");
        for (uint32_t i = 0; attachments.json != nullptr && i < attachments.json->size(); ++i) {
            const Value attachment = element_value(attachments, i);
            const Value plan = member_value(attachment, "plan");
            if (!knows_plan(text_of(*plan.json))) unknown("unknown_plan", plan, "plan of the catalog");
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
            if (taxes.count(text_of(*id.json)) == 0) unknown("unknown_tax", id, "tax of the catalog");
        }
    }

    void refer_months() {
        const Value through = member_value(document_, "through");
        if (request_.through < request_.from) fail("period", through, "`through` must not be before `from`.");
        if (request_.through - request_.from >= 120)
            fail("period", through, "`through` must be at most 119 months after `from`: split the request.");
    }

    void refer_events(const std::vector<NamedEvent>& events, bool has_opening) {
        const Instant begin = start_of_month(request_.from);
        const Instant end = start_of_month(request_.through + 1);
        const Value list = member_value(document_, "events");
        for (const NamedEvent& named : events) {
            Event event = named.event;
            const Value element = element_value(list, event.position);
            const auto device = devices_.find(named.device);
            if (device != devices_.end())
                event.device = device->second;
            else
                unknown("unknown_device", member_value(element, "device"), "device of the account");
            if (!named.plan.empty()) {
                const auto plan = plans_.find(named.plan);
                if (plan != plans_.end())
                    event.plan = plan->second;
                else
                    unknown("unknown_plan", member_value(element, "plan"), "plan of the catalog");
            }
            if (!named.group.empty()) event.group = group_at(named.group);
            if (event.at >= end)
                fail("period", element, "Leave the event out or bill a later month: it is after `through`.");
            if (has_opening && event.at < begin)
                fail("before_period", element,
                     "Leave the event out: it is before `from`, and the opening state says what was before.");
            request_.events.push_back(std::move(event));
        }
        std::sort(request_.events.begin(), request_.events.end(), [](const Event& a, const Event& b) {
            if (a.device != b.device) return a.device < b.device;
            return a.at != b.at ? a.at < b.at : a.position < b.position;
        });
    }

    void collect_groups(const std::vector<NamedEvent>& events, const std::optional<WrittenState>& state) {
        std::set<std::string_view> names;
        for (const NamedEvent& named : events) {
            if (!named.group.empty()) names.insert(named.group);
        }
        if (state) {
            for (const WrittenDeviceState& device : state->devices) {
                if (!device.group.empty() && devices_.count(device.id) != 0) names.insert(device.group);
            }
        }
        request_.groups.assign(names.begin(), names.end());
    }

    Index group_at(std::string_view name) const {
        const auto at = std::lower_bound(request_.groups.begin(), request_.groups.end(), name);
        return static_cast<Index>(at - request_.groups.begin());
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
            const auto at = devices_.find(device.id);
            if (at == devices_.end()) continue;
            DeviceState& taken = state.devices[at->second].emplace(device.state);
            taken.plan = present_plan(opening, device.plan);
            taken.pending_plan = present_plan(opening, device.pending_plan);
            taken.group = device.group.empty() ? no_index : group_at(device.group);
            for (size_t i = 0; i < taken.periods.size(); ++i)
                taken.periods[i].plan = period_plan(device.period_plans[i]);
        }
    }

    void collect_gone_plans(const WrittenState& written) {
        auto& gone = request_.gone_plans;
        for (const WrittenDeviceState& device : written.devices) {
            if (devices_.count(device.id) == 0) continue;
            for (const std::string& plan : device.period_plans) {
                if (!knows_plan(plan)) gone.push_back(plan);
            }
        }
        std::sort(gone.begin(), gone.end());
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
    Request& request_;
    Positions plans_;
    Positions devices_;
};

}  // namespace

void resolve_references(ProblemList& problems, const Value& document, const std::vector<NamedEvent>& events,
                        Request& request) {
    Resolver(problems, document, request).resolve(events);
}

}  // namespace samebill
