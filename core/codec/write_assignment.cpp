// SPDX-License-Identifier: MIT
#include "core/codec/write_assignment.h"

#include "core/codec/canonical_writer.h"

namespace samebill {

namespace {

class AssignmentWriter {
public:
    AssignmentWriter(const Request& request, const AssignmentOffer& offer, const Assignment& found, std::string& out)
        : request_(request), offer_(offer), found_(found), writer_(out) {}

    void write() {
        int64_t own_saving = 0;
        for (const Reassignment& change : found_.changes) own_saving += change.present - change.proposed;
        const int64_t saving = found_.present_total - found_.proposed_total;
        writer_.begin_object();
        writer_.member("account");
        writer_.plain(request_.account.id);
        writer_.member("bound");
        write_bound();
        writer_.member("changes");
        write_changes();
        writer_.member("changes_on");
        writer_.month(offer_.changes_on);
        writer_.member("currency");
        writer_.plain(request_.catalog.currency.code);
        writer_.member("events");
        write_events();
        writer_.member("excluded");
        write_excluded();
        writer_.member("own_saving");
        money(own_saving);
        writer_.member("plans");
        write_counts();
        writer_.member("present");
        write_months(found_.present, found_.present_total);
        writer_.member("proposed");
        write_months(found_.proposed, found_.proposed_total);
        writer_.member("saving");
        money(saving);
        writer_.member("schema");
        writer_.plain("samebill/assignment_result/1");
        writer_.member("shared_saving");
        money(saving - own_saving);
        writer_.member("through");
        writer_.month(request_.through);
        writer_.end_object();
    }

private:
    void money(int64_t minor) { writer_.money(minor, request_.catalog.currency.minor_digits); }

    void plan(Index plan) { writer_.plain(request_.catalog.plans[plan].id); }
    void group(Index group) {
        if (group == no_index)
            writer_.null();
        else
            writer_.plain(request_.groups[group]);
    }
    void device(Index device) { writer_.plain(request_.account.devices[device].id); }

    void write_bound() {
        writer_.begin_object();
        writer_.member("gap");
        money(found_.proposed_total - found_.bound_total);
        writer_.member("method");
        writer_.plain(name_of(found_.method));
        writer_.member("proven");
        writer_.boolean(found_.proposed_total == found_.bound_total);
        writer_.member("total");
        money(found_.bound_total);
        writer_.end_object();
    }

    void write_changes() {
        writer_.begin_array();
        for (const Reassignment& change : found_.changes) {
            writer_.element();
            writer_.begin_object();
            writer_.member("device");
            device(change.device);
            writer_.member("group_after");
            group(change.group_after);
            writer_.member("group_before");
            group(change.group_before);
            writer_.member("plan_after");
            plan(change.plan_after);
            writer_.member("plan_before");
            plan(change.plan_before);
            writer_.member("present");
            money(change.present);
            writer_.member("proposed");
            money(change.proposed);
            writer_.member("saving");
            money(change.present - change.proposed);
            writer_.end_object();
        }
        writer_.end_array();
    }

    void write_events() {
        writer_.begin_array();
        for (const Event& event : found_.events) {
            writer_.element();
            writer_.begin_object();
            writer_.member("at");
            writer_.instant(event.at);
            writer_.member("device");
            device(event.device);
            if (event.type == EventType::set_group) {
                writer_.member("group");
                group(event.group);
            } else {
                writer_.member("plan");
                plan(event.plan);
            }
            writer_.member("type");
            writer_.plain(name_of(event.type));
            writer_.end_object();
        }
        writer_.end_array();
    }

    void write_excluded() {
        writer_.begin_array();
        for (const ExcludedPlan& excluded : found_.excluded) {
            writer_.element();
            writer_.begin_object();
            writer_.member("devices");
            writer_.integer(excluded.devices);
            writer_.member("plan");
            plan(excluded.plan);
            writer_.member("reason");
            writer_.plain(name_of(excluded.reason));
            writer_.end_object();
        }
        writer_.end_array();
    }

    void write_counts() {
        writer_.begin_array();
        for (const PlanCount& count : found_.counts) {
            writer_.element();
            writer_.begin_object();
            writer_.member("plan");
            plan(count.plan);
            writer_.member("present");
            writer_.integer(count.present);
            writer_.member("proposed");
            writer_.integer(count.proposed);
            writer_.end_object();
        }
        writer_.end_array();
    }

    void write_months(const std::vector<MonthTotals>& months, int64_t total) {
        writer_.begin_object();
        writer_.member("months");
        writer_.begin_array();
        for (const MonthTotals& month : months) {
            writer_.element();
            writer_.begin_object();
            writer_.member("month");
            writer_.month(month.month);
            writer_.member("subtotal");
            money(month.subtotal);
            writer_.member("tax_total");
            money(month.tax_total);
            writer_.member("total");
            money(month.total);
            writer_.end_object();
        }
        writer_.end_array();
        writer_.member("total");
        money(total);
        writer_.end_object();
    }

    const Request& request_;
    const AssignmentOffer& offer_;
    const Assignment& found_;
    CanonicalWriter writer_;
};

}  // namespace

std::string write_assignment(const Request& request, const AssignmentOffer& offer, const Assignment& found) {
    std::string text;
    AssignmentWriter(request, offer, found, text).write();
    return text;
}

}  // namespace samebill
