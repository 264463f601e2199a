// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/quote/classes.h"
#include "core/quote/timetable.h"
#include "core/usage/device_usage.h"

namespace samebill {

// The most that a session of the behaviour can carry, whatever is drawn. Beyond `most_quantity` the scenario is a
// problem (`limit`).
inline constexpr int64_t most_quantity = (int64_t{1} << 53) - 1;
inline constexpr std::string_view too_large_quantity =
    "A session comes to more than 2^53-1 with the largest usage class, draws and overhead: state smaller amounts.";
Int128 largest_quantity(const Cohort& cohort, const Behaviour& behaviour);

// What comes in: the classes of a scenario and a seed. What goes out: month after month, the sessions of a device of
// each class, in columns that classes of the same usage share. Invariant: a device's sessions lie where it is in use:
// from its activation (or provisioning, if it is used in its test) to its cancellation, but for its seasons.
// Example: 1,000 bytes, usage class 150 percent, drawn 980 thousandths for the class and 1,020 for the day:
// 1000 * 150 * 980 / 100000 = 1470, * 1020 / 1000 = 1499 bytes, each rounded half up, and the protocol's overhead.
class ClassUsage final : public DeviceUsage {
public:
    ClassUsage(const Scenario& scenario, const Classes& classes, const SessionTable* records, uint64_t seed);

    // Only one month is there at a time; the months of the calls below count for nothing.
    void begin_month(Month month);
    int64_t sessions() const { return sessions_; }  // of one device of each class, of the months so far

    Columns columns(uint32_t device, int month) const override;
    Session session(const Columns& columns, uint64_t position) const override;
    void sorted_sessions(uint32_t device, int month, std::vector<Session>& sessions) const override;
    const std::vector<UncountedUsage>& before_period() const override { return none_; }
    const std::vector<UncountedUsage>& unknown_devices(int) const override { return none_; }
    int64_t duplicates(int) const override { return 0; }
    bool overflow() const override { return false; }

private:
    struct Stream {  // the sessions of a profile in the month
        const uint64_t* when = nullptr;
        uint64_t first = 0;  // into `quantities_`
        uint64_t count = 0;
    };

    void begin_profiles();
    void fill_behaviour(Index profile, const Timetable& table, Date first_day);
    void fill_sample(Index profile, Month month);
    Columns cut(const DeviceClass& device, Month month);
    int64_t quantity(const Behaviour& behaviour, int64_t amount) const;

    const Scenario& scenario_;
    const Classes& classes_;
    const SessionTable* records_;
    uint64_t seed_;
    std::vector<uint64_t> keys_;                       // of each profile
    std::vector<size_t> bases_;                        // of each profile, into `amounts_`
    std::vector<int64_t> amounts_;                     // by profile and behaviour: the amount that a day's draw varies
    std::vector<std::vector<Session>> samples_;        // of each profile from records, by start
    std::vector<Timetable> timetables_;                // of each cohort
    std::vector<std::vector<uint64_t>> sample_whens_;  // of each profile from records
    std::vector<Stream> streams_;
    std::vector<uint64_t> quantities_;
    std::vector<Columns> columns_;              // of each class
    std::vector<std::vector<uint32_t>> lists_;  // of classes that are in use in several pieces
    std::vector<UncountedUsage> none_;
    int64_t sessions_ = 0;
};

}  // namespace samebill
