// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <vector>

#include "core/timeline/month_records.h"
#include "core/timeline/walk.h"

namespace samebill {

// Sums of one device's sessions in one state of one plan, over a month.
struct StateTally {
    Quantities sessions{};
    Quantities quantity{};  // as counted
    Quantities rated{};
    Quantities chargeable{};  // above the complimentary amounts (U5)
};

// What a month brings to one device on one plan.
struct PlanTally {
    Index plan = no_index;
    Index group = no_index;  // G2, once `placed`
    bool placed = false;
    Date counted_through = INT32_MIN;  // billed days are counted up to here
    int32_t billed_days = 0;
    StateTally active;
    StateTally provisioned;
    StateTally suspended;
    Quantities month_sums{};  // running sums of U1, `per` month
    Quantities day_sums{};    // `per` day, of the days below
    std::array<Date, kind_count> days{};
    Quantities bucket{};
    Quantities uncovered{};
    Instant bucket_from = no_instant;
    Date paid_through = 0;
    Quantities credited{};
    Quantities taken{};
};

// The tallies of one device in one month, by plan in the order in which the device came to them.
class DeviceTally {
public:
    PlanTally& of(Index plan);

    // Counts the days from `first` to `last`, both included, that are not counted yet (F2, F3).
    static void count_days(PlanTally& tally, Date first, Date last);

    void count_exception(ExceptionReason reason, Kind kind, int64_t quantity, bool& overflow);

    // Appends the month of the device to the records, by plan, state and kind.
    void close(const PlanBook& book, Index device, std::string_view device_id, MonthRecords& records);

private:
    static constexpr size_t reason_count = 6;
    struct Exceptions {
        int64_t sessions = 0;
        int64_t quantity = 0;
    };
    std::vector<PlanTally> plans_;
    std::array<std::array<Exceptions, reason_count>, kind_count> exceptions_{};
    bool any_exception_ = false;
};

}  // namespace samebill
