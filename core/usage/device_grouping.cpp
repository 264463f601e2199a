// SPDX-License-Identifier: MIT
#include "core/usage/device_grouping.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/base/assert.h"
#include "core/usage/repeated_ids.h"

namespace samebill {

namespace {

constexpr int row_bits = 16;
constexpr uint32_t row_mask = (1u << row_bits) - 1;
constexpr uint32_t gone = UINT32_MAX;

class Grouping {
public:
    Grouping(std::vector<SessionPart>& parts, PartMemory& memory, uint32_t device_count, const RunJobs* run_jobs)
        : parts_(parts), memory_(memory), device_count_(device_count), run_jobs_(run_jobs) {
        while (device_count_ >> shift_ >= 1024 && shift_ < row_bits) ++shift_;
        groups_ = (device_count_ >> shift_) + 1;
    }

    GroupedSessions take(SparePages& spare) {
        gather();
        count();
        const uint64_t sessions = out_.offsets[device_count_];
        out_.when = Pages<uint64_t>(sessions, spare);
        place(out_.when,
              [](SessionPart& part) { return [whens = part.whens()](uint32_t at, uint32_t) { return whens[at]; }; });
        memory_.whens.clear(spare);
        out_.quantity = Pages<uint64_t>(sessions, spare);
        place(out_.quantity, [](SessionPart& part) {
            return [quantities = part.quantities()](uint32_t at, uint32_t) { return quantities[at]; };
        });
        memory_.quantities.clear(spare);
        out_.record = Pages<uint32_t>(sessions, spare);
        place(out_.record, [](SessionPart& part) {
            return
                [&part, first = part.first_number + part.number_of(0), run_on = part.numbers_run_on()](
                    uint32_t, uint32_t row) { return run_on ? first + row : part.first_number + part.number_of(row); };
        });
        memory_.devices.clear(spare);
        return std::move(out_);
    }

private:
    struct Bounds {
        uint64_t least = UINT64_MAX, most = 0;
        void take(uint64_t from, uint64_t to) {
            least = std::min(least, from);
            most = std::max(most, to);
        }
    };
    struct Spare {
        explicit Spare(uint32_t rows) : when(rows), quantity(rows), device(rows) {}
        Pages<uint64_t> when;
        Pages<uint64_t> quantity;
        Pages<uint32_t> device;
    };

    // First step. Each part's rows go into the order of the groups, with the device's number in its group and the row
    // in place of the device's number.
    void gather() {
        runs_.resize(parts_.size());
        uint32_t rows = 0;  // with one group they stay where they are
        for (size_t i = 0; i < parts_.size() && groups_ > 1; ++i) rows = std::max(rows, parts_[i].count());
        std::vector<Bounds> bounds(parts_.size());
        run_in_lanes(run_jobs_, static_cast<uint32_t>(parts_.size()), [&, this] {
            return [&, this, spare = Spare(rows)](uint32_t i) mutable {
                gather(parts_[i], runs_[i], spare);
                const uint64_t* const whens = parts_[i].whens();
                Bounds found;
                for (uint32_t at = 0; at < runs_[i][groups_]; ++at) found.take(whens[at], whens[at]);
                bounds[i] = found;
            };
        });
        Bounds all;
        for (const Bounds& found : bounds) all.take(found.least, found.most);
        out_.least_when = all.least;
        out_.most_when = all.most;
    }
    void gather(SessionPart& part, std::vector<uint32_t>& runs, Spare& spare) const {
        const uint32_t count = part.count();
        uint32_t* const devices = part.devices();
        const uint32_t device_mask = (1u << shift_) - 1;
        // One more group, of dropped sessions.
        const auto group_of = [&](uint32_t device) { return std::min(device >> shift_, groups_); };
        runs.resize(groups_ + 2);
        if (count == 0) return;
        if (groups_ == 1) {
            runs[1] = runs[2] = count;
            for (uint32_t row = 0; row < count; ++row)
                devices[row] = devices[row] == SessionPart::dropped ? gone : devices[row] << row_bits | row;
            runs[1] -= take_out_gone(part);
            return;
        }
        for (uint32_t row = 0; row < count; ++row) ++runs[group_of(devices[row]) + 1];
        for (uint32_t g = 0; g <= groups_; ++g) runs[g + 1] += runs[g];
        std::vector<uint32_t> next(runs);
        const uint64_t* const whens = part.whens();
        const uint64_t* const quantities = part.quantities();
        for (uint32_t row = 0; row < count; ++row) {
            const uint32_t device = devices[row];
            const uint32_t to = next[group_of(device)]++;
            spare.when[to] = whens[row];
            spare.quantity[to] = quantities[row];
            spare.device[to] = (device & device_mask) << row_bits | row;
        }
        std::memcpy(part.whens(), spare.when.data(), count * sizeof(uint64_t));
        std::memcpy(part.quantities(), spare.quantity.data(), count * sizeof(uint64_t));
        std::memcpy(devices, spare.device.data(), count * sizeof(uint32_t));
    }
    // With one group the rows stay where they are; dropped ones are closed up.
    static uint32_t take_out_gone(SessionPart& part) {
        uint32_t kept = 0;
        for (uint32_t row = 0; row < part.count(); ++row) {
            if (part.devices()[row] == gone) continue;
            if (kept != row) {
                part.whens()[kept] = part.whens()[row];
                part.quantities()[kept] = part.quantities()[row];
                part.devices()[kept] = part.devices()[row];
            }
            ++kept;
        }
        return part.count() - kept;
    }

    template <class Work>
    void for_each_group(Work work) {
        run_in_lanes(run_jobs_, groups_, [&, this] {
            return
                [&, by_device = std::vector<uint64_t>(size_t{1} << shift_)](uint32_t g) mutable { work(g, by_device); };
        });
    }
    uint32_t devices_in(uint32_t group) const { return std::min(device_count_ - (group << shift_), 1u << shift_); }

    // Second step: how many each device has.
    void count() {
        std::vector<uint64_t> begins(groups_ + 1);
        for (const std::vector<uint32_t>& runs : runs_) {
            for (uint32_t g = 0; g < groups_; ++g) begins[g + 1] += runs[g + 1] - runs[g];
        }
        for (uint32_t g = 0; g < groups_; ++g) begins[g + 1] += begins[g];
        out_.offsets = Pages<uint64_t>(uint64_t{device_count_} + 1);
        out_.offsets[device_count_] = begins[groups_];
        for_each_group([&](uint32_t group, std::vector<uint64_t>& sessions) {
            std::fill(sessions.begin(), sessions.end(), 0);
            for (size_t i = 0; i < parts_.size(); ++i) {
                const uint32_t* const keys = parts_[i].devices();
                for (uint32_t at = runs_[i][group]; at < runs_[i][group + 1]; ++at) ++sessions[keys[at] >> row_bits];
            }
            uint64_t begin = begins[group];
            for (uint32_t d = 0; d < devices_in(group); ++d) {
                out_.offsets[(group << shift_) + d] = begin;
                begin += sessions[d];
            }
        });
    }

    // Third step, column by column. `values_of` a part gives what goes from a place in it, with the row that it was.
    template <class Value, class ValuesOf>
    void place(Pages<Value>& out, ValuesOf values_of) {
        for_each_group([&](uint32_t group, std::vector<uint64_t>& next) {
            const uint64_t* const offsets = out_.offsets.data() + (group << shift_);
            std::copy(offsets, offsets + devices_in(group), next.begin());
            Value* const to = out.data();
            for (size_t i = 0; i < parts_.size(); ++i) {
                const uint32_t begin = runs_[i][group], end = runs_[i][group + 1];
                if (begin == end) continue;
                const auto value = values_of(parts_[i]);
                const uint32_t* const keys = parts_[i].devices();
                for (uint32_t at = begin; at < end; ++at)
                    to[next[keys[at] >> row_bits]++] = value(at, keys[at] & row_mask);
            }
        });
    }

    std::vector<SessionPart>& parts_;
    PartMemory& memory_;
    const uint32_t device_count_;
    const RunJobs* const run_jobs_;
    int shift_ = 9;  // device number >> shift_ is its group
    uint32_t groups_ = 1;
    std::vector<std::vector<uint32_t>> runs_;  // by part: where each group begins, and the end
    GroupedSessions out_;
};

}  // namespace

GroupedSessions group_by_device(std::vector<SessionPart>& parts, PartMemory& memory, SparePages& spare,
                                uint32_t device_count, const RunJobs* run_jobs) {
    return Grouping(parts, memory, device_count, run_jobs).take(spare);
}

}  // namespace samebill
