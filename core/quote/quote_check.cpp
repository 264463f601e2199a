// SPDX-License-Identifier: MIT
#include "core/quote/quote_check.h"

#include <algorithm>
#include <optional>

#include "core/bill/make_bill.h"
#include "core/quote/class_usage.h"
#include "core/quote/run_scenario.h"
#include "core/usage/account_usage.h"

namespace samebill {

namespace {

struct Computed {
    PartAmounts parts{};
    int64_t total = 0;
    Quantities usage{};
    bool overflow = false;
};

// A request of the chain, its month as the engine computes it; nothing if it is refused.
struct ChainRun {
    BillRun run;
    std::optional<Computed> month;
};

// Devices of a class count as many times as there are. Amounts stay far below 2^63, as their sum does (M3).
Computed computed_of(const Bill& bill, const Request& request) {
    Computed out;
    for (const Line& line : bill.lines) out.parts[static_cast<size_t>(line.category)] += line.amount * line.weight;
    out.parts[category_count] = bill.tax_total;
    out.total = bill.total;
    for (const UsageRow& row : bill.usage) {
        int64_t quantity = 0;
        if (__builtin_mul_overflow(row.quantity, request.account.devices[row.device].weight, &quantity) ||
            !add_checked(out.usage[static_cast<size_t>(index_of(row.kind))], quantity))
            out.overflow = true;
    }
    return out;
}

// The month, or the problem that its usage cannot be counted.
bool is_counted(const std::optional<Computed>& month, Problems& problems) {
    if (month && month->overflow)
        problems.push_back({"overflow", "", "A sum of usage passes 2^63-1: correct the quantities."});
    return problems.empty();
}

// With the records of the account's devices alone if some of the others are known to the table.
ChainRun run_of(const Request& request, const SessionTable& sessions, Month month, bool own_records_only = false) {
    std::vector<std::string_view> ids;
    for (const Device& device : request.account.devices) ids.push_back(device.id);
    UsageQuery query;
    query.table = &sessions;
    query.devices = ids;
    query.from = request.from;
    query.through = request.through;
    query.own_records_only = own_records_only;
    const AccountUsage usage(query);
    ChainRun out;
    out.run = make_bills(request, usage);
    if (!out.run.problems.empty()) return out;
    for (const Bill& bill : out.run.bills) {
        if (bill.period == month) out.month = computed_of(bill, request);
    }
    return out;
}

// The plan of the other catalog with the same id; false if there is none.
bool same_plan(const Catalog& from, const Catalog& to, Index& plan) {
    if (plan == no_index) return true;
    const std::string& id = from.plans[plan].id;
    const auto found = std::lower_bound(to.plans.begin(), to.plans.end(), id,
                                        [](const Plan& one, const std::string& wanted) { return one.id < wanted; });
    if (found == to.plans.end() || found->id != id) return false;
    plan = static_cast<Index>(found - to.plans.begin());
    return true;
}

// The scenario under the catalog and agreement that were billed; nothing if these do not have all of its plans.
std::optional<Scenario> repriced(const Scenario& scenario, const Request& billed) {
    Scenario out = scenario;
    const Catalog& before = scenario.base.catalog;
    out.base.catalog = billed.catalog;
    out.base.account = billed.account;
    out.base.account.devices.clear();
    for (Cohort& cohort : out.cohorts) {
        if (!same_plan(before, billed.catalog, cohort.plan)) return std::nullopt;
        for (PlannedChange& change : cohort.plan_changes) {
            if (!same_plan(before, billed.catalog, change.plan)) return std::nullopt;
        }
    }
    return out;
}

// The chain, run by run.
class Chain {
public:
    explicit Chain(const CheckedMonth& month) : month_(month) {}

    CheckFailure run(QuoteDifference& out, Problems& problems);

private:
    bool run_quoted(Problems& problems);
    std::optional<Computed> run_classes(const Scenario& scenario, const Classes& classes) const;
    std::optional<Computed> run_dated(PartOfAccount part) const;
    CheckFailure run_billed(Problems& problems);
    void run_between();
    void split(QuoteDifference& out) const;

    const CheckedMonth& month_;
    Classes quoted_;
    std::optional<Computed> quoted_month_;
    std::vector<Index> default_plans_;  // of each class, the plan it was first billed on
    ChainRun billed_run_;               // of all months
    FleetMatch match_;
    std::optional<Computed> prices_, devices_, dates_, matched_;
    std::optional<Computed> last_;  // of the bill's own request
};

// What the walk does not do by itself: classes and limits are as for any scenario.
Problems classes_of(const Scenario& scenario, const SessionTable* records, Classes& classes) {
    Problems problems = make_classes(scenario, records, classes);
    int64_t work = 0;
    if (problems.empty()) problems = check_work(scenario, classes, records, work);
    return problems;
}

bool Chain::run_quoted(Problems& problems) {
    const Scenario& scenario = month_.scenario;
    problems = classes_of(scenario, month_.records, quoted_);
    if (!problems.empty()) return false;
    default_plans_.assign(quoted_.classes.size(), no_index);
    problems = walk_scenario(scenario, quoted_, month_.records, scenario.seed, [&](const ScenarioMonth& month) {
        for (const Interval& interval : month.bill->intervals) {
            Index& plan = default_plans_[interval.device];
            if (plan == no_index) plan = interval.plan;
        }
        if (month.bill->period == month_.month) quoted_month_ = computed_of(*month.bill, *month.request);
    });
    return problems.empty() && is_counted(quoted_month_, problems);
}

std::optional<Computed> Chain::run_classes(const Scenario& scenario, const Classes& classes) const {
    std::optional<Computed> out;
    const Problems problems =
        walk_scenario(scenario, classes, month_.records, scenario.seed, [&](const ScenarioMonth& month) {
            if (month.bill->period == month_.month) out = computed_of(*month.bill, *month.request);
        });
    return problems.empty() && !out->overflow ? out : std::nullopt;
}

CheckFailure Chain::run_billed(Problems& problems) {
    billed_run_ = run_of(month_.billed, month_.usage, month_.month);
    problems = billed_run_.run.problems;
    if (!is_counted(billed_run_.month, problems)) return CheckFailure::billed;
    last_ = billed_run_.month;
    if (month_.last == nullptr) return CheckFailure::none;
    ChainRun last = run_of(*month_.last, *month_.last_usage, month_.month);
    problems = std::move(last.run.problems);
    last_ = last.month;
    return is_counted(last_, problems) ? CheckFailure::none : CheckFailure::last;
}

// The usage of a month, each device's that of the class it stands for.
class LikeUsage final : public DeviceUsage {
public:
    LikeUsage(const ClassUsage& classes, const std::vector<Index>& like) : classes_(classes), like_(like) {}

    Columns columns(uint32_t device, int month) const override { return classes_.columns(like_[device], month); }
    Session session(const Columns& columns, uint64_t position) const override {
        return classes_.session(columns, position);
    }
    void sorted_sessions(uint32_t device, int month, std::vector<Session>& sessions) const override {
        classes_.sorted_sessions(like_[device], month, sessions);
    }
    const std::vector<UncountedUsage>& before_period() const override { return classes_.before_period(); }
    const std::vector<UncountedUsage>& unknown_devices(int month) const override {
        return classes_.unknown_devices(month);
    }
    int64_t duplicates(int) const override { return 0; }
    bool overflow() const override { return false; }

private:
    const ClassUsage& classes_;
    const std::vector<Index>& like_;
};

// The billed devices with their events, month by month (B5); before the quote's first month with their own usage, from
// then on with the planned one, which is the same under either catalog.
std::optional<Computed> Chain::run_dated(PartOfAccount part) const {
    Request request = std::move(part.request);
    const std::vector<Event> events = std::move(request.events);
    const Month first = request.from;
    ClassUsage planned(month_.scenario, quoted_, month_.records, month_.scenario.seed);
    std::vector<std::string_view> ids;
    for (const Device& device : request.account.devices) ids.push_back(device.id);
    for (Month month = first;; ++month) {
        request.from = request.through = month;
        request.events.clear();
        for (const Event& event : events) {
            const bool before = month > first && event.at < start_of_month(month);
            if (!before && event.at < start_of_month(month + 1)) request.events.push_back(event);
        }
        BillRun run;
        if (month < month_.scenario.base.from) {
            run = make_bills(request, AccountUsage({&month_.usage, ids, month, month, true}));
        } else {
            planned.begin_month(month);
            run = make_bills(request, LikeUsage(planned, part.like));
        }
        if (!run.problems.empty()) return std::nullopt;
        if (month == month_.month) {
            const Computed out = computed_of(run.bills.front(), request);
            return out.overflow ? std::nullopt : std::optional(out);
        }
        request.opening = std::move(run.closing);
    }
}

void Chain::run_between() {
    matched_ = billed_run_.month;
    PartOfAccount own = matched_part(month_.billed, match_);
    if (match_.has_outside) matched_ = run_of(own.request, month_.usage, month_.month, true).month;
    const std::optional<Scenario> scenario = repriced(month_.scenario, month_.billed);
    Classes classes;
    if (scenario && classes_of(*scenario, month_.records, classes).empty()) prices_ = run_classes(*scenario, classes);
    // What the bill's prices do not take is counted at the quote's: how many devices there are is known all the same.
    devices_ = prices_ ? run_classes(*scenario, billed_counts(classes, match_))
                       : run_classes(month_.scenario, billed_counts(quoted_, match_));
    dates_ = run_dated(std::move(own));
}

CauseAmount& add(CauseAmount& cause, const Computed& from, const Computed& to) {
    for (size_t i = 0; i < part_count; ++i) cause.parts[i] += to.parts[i] - from.parts[i];
    cause.amount += to.total - from.total;
    return cause;
}

void Chain::split(QuoteDifference& out) const {
    for (int i = 0; i < cause_count; ++i) out.causes[static_cast<size_t>(i)].cause = static_cast<DifferenceCause>(i);
    const std::array<const std::optional<Computed>*, cause_count> steps = {&prices_, &devices_, &dates_, &matched_};
    const Computed* before = &*quoted_month_;
    // What could not be computed by itself is in the next that could be. The last always can, or is the bill itself.
    for (size_t i = 0; i < cause_count; ++i) {
        out.causes[i].apart = steps[i]->has_value();
        if (!out.causes[i].apart) continue;
        add(out.causes[i], *before, **steps[i]);
        before = &**steps[i];
    }
    // Devices that no cohort has; and where the months before were billed on other terms, what that leaves.
    add(out.causes[static_cast<size_t>(DifferenceCause::devices)], *before, *billed_run_.month);
    add(out.causes[static_cast<size_t>(DifferenceCause::prices)], *billed_run_.month, *last_);
}

CheckFailure Chain::run(QuoteDifference& out, Problems& problems) {
    if (!run_quoted(problems)) return CheckFailure::quote;
    if (const CheckFailure failure = run_billed(problems); failure != CheckFailure::none) return failure;
    match_ = match_fleet({month_.scenario, quoted_, default_plans_, month_.billed, billed_run_.run, month_.matches});
    run_between();
    split(out);
    out.quoted = quoted_month_->total;
    out.billed = last_->total;
    out.quoted_usage = quoted_month_->usage;
    out.billed_usage = last_->usage;
    for (const CohortMatch& cohort : match_.cohorts) {
        out.cohorts.push_back({cohort.planned, static_cast<int64_t>(cohort.own.size())});
    }
    out.outside = match_.outside;
    return CheckFailure::none;
}

}  // namespace

std::string_view name_of(DifferenceCause cause) {
    constexpr std::string_view names[] = {"prices", "devices", "dates", "usage"};
    return names[static_cast<size_t>(cause)];
}

std::string_view name_of_part(int part) {
    return part == category_count ? std::string_view("tax") : name_of(static_cast<Category>(part));
}

CheckFailure check_quote(const CheckedMonth& month, QuoteDifference& difference, Problems& problems) {
    return Chain(month).run(difference, problems);
}

}  // namespace samebill
