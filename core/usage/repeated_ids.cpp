// SPDX-License-Identifier: MIT
#include "core/usage/repeated_ids.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string_view>

namespace samebill {

namespace {

// Hashes are shared out by their upper bits once there are more sessions than one table in the cache takes: in runs of
// each part, of which several neighbouring ones make a share if there are not so many sessions.
constexpr int run_bits = 10;
constexpr uint32_t runs = 1u << run_bits;
constexpr uint32_t few = 1u << 14;

uint32_t run_of(uint64_t entry) {
    return static_cast<uint32_t>(entry >> (64 - run_bits));
}

// Brings a part's entries into the order of their runs, rows rising in each. Some may be in it already, and others
// behind.
void share_out(SessionPart& part, Pages<uint64_t>& spare) {
    if (!part.runs.empty() && part.runs.back() == part.count()) return;
    if (part.count() == 0) return part.runs.assign(runs + 1, 0);
    if (spare.count() < part.count()) spare = Pages<uint64_t>(part.count());
    uint64_t* const entries = part.entries();
    std::vector<uint32_t> next(runs + 1);
    for (uint32_t i = 0; i < part.count(); ++i) ++next[run_of(entries[i]) + 1];
    for (uint32_t r = 0; r < runs; ++r) next[r + 1] += next[r];
    part.runs = next;
    for (uint32_t i = 0; i < part.count(); ++i) spare[next[run_of(entries[i])]++] = entries[i];
    std::memcpy(entries, spare.data(), part.count() * sizeof(uint64_t));
}

// One share's sessions, each once, by the hashes of their ids.
class Share {
public:
    // `bits`: of a hash that choose the share; 0: all sessions are one, and their entries in no order.
    Share(const std::vector<SessionPart>& parts, int bits) : parts_(parts), share_bits_(bits) {}

    // What is repeated goes to the list, which is empty.
    void find(uint32_t share, std::vector<uint64_t>& repeated) {
        uint64_t count = 0;
        for_each_run(share, [&](const SessionPart&, const uint64_t*, uint64_t size) { count += size; });
        if (count < 2) return;
        // At most half full.
        const int bits = std::bit_width(count) + 1;
        const uint64_t slots = uint64_t{1} << bits;
        if (slots_.count() < slots) slots_ = Pages<uint64_t>(slots);
        std::memset(slots_.data(), 0, static_cast<size_t>(slots * sizeof(uint64_t)));
        mask_ = slots - 1;
        shift_ = 64 - share_bits_ - bits;
        bool crowded = false;
        for_each_run(share, [&](const SessionPart& part, const uint64_t* run, uint64_t size) {
            for (uint64_t i = 0; i < size && !crowded; ++i) crowded = !enter(part, run[i], repeated);
        });
        if (!crowded) return;
        repeated.clear();
        sort(share, count, repeated);
    }

private:
    static constexpr uint32_t most_probes = 256;
    static constexpr uint64_t row_mask = SessionPart::most - 1;

    template <class Take>
    void for_each_run(uint32_t share, Take take) const {
        for (const SessionPart& part : parts_) {
            if (share_bits_ == 0) {
                take(part, part.entries(), part.count());
            } else {
                const uint32_t begin = part.runs[share << (run_bits - share_bits_)];
                take(part, part.entries() + begin, part.runs[(share + 1) << (run_bits - share_bits_)] - begin);
            }
        }
    }

    // False if too many sessions want the same slots.
    bool enter(const SessionPart& part, uint64_t entry, std::vector<uint64_t>& repeated) {
        const auto row = static_cast<uint32_t>(entry & row_mask);
        const auto tag = static_cast<uint32_t>(entry >> 16);
        const uint64_t value = uint64_t{tag} << 32 | (part.first_place + row + 1);
        uint64_t at = entry >> shift_ & mask_;
        for (uint32_t probe = 0; probe < most_probes; ++probe, at = (at + 1) & mask_) {
            const uint64_t slot = slots_[at];
            if (slot == 0) {
                slots_[at] = value;
                return true;
            }
            if ((slot ^ value) >> 32 != 0) continue;
            const uint32_t first = static_cast<uint32_t>(slot) - 1;
            if (id_at(first) != part.id(row)) continue;
            repeated.push_back(uint64_t{part.first_place + row} << 32 | first);
            return true;
        }
        return false;
    }
    std::string_view id_at(uint32_t place) const {
        const SessionPart& part = parts_[part_of(parts_, place)];
        return part.id(place - part.first_place);
    }

    void sort(uint32_t share, uint64_t count, std::vector<uint64_t>& repeated) const {
        struct Named {
            std::string_view id;
            uint32_t place;
        };
        std::vector<Named> all;
        all.reserve(static_cast<size_t>(count));
        for_each_run(share, [&](const SessionPart& part, const uint64_t* run, uint64_t size) {
            for (uint64_t i = 0; i < size; ++i) {
                const auto row = static_cast<uint32_t>(run[i] & row_mask);
                all.push_back({part.id(row), part.first_place + row});
            }
        });
        std::sort(all.begin(), all.end(), [](const Named& a, const Named& b) {
            const int order = a.id.compare(b.id);
            return order != 0 ? order < 0 : a.place < b.place;
        });
        uint32_t first = 0;
        for (size_t i = 0; i < all.size(); ++i) {
            if (i == 0 || all[i].id != all[i - 1].id)
                first = all[i].place;
            else
                repeated.push_back(uint64_t{all[i].place} << 32 | first);
        }
    }

    const std::vector<SessionPart>& parts_;
    const int share_bits_;
    Pages<uint64_t> slots_;  // tag and place plus 1; 0: empty
    uint64_t mask_ = 0;
    int shift_ = 0;
};

}  // namespace

std::vector<uint64_t> repeated_ids(std::vector<SessionPart>& parts, const RunJobs* run_jobs) {
    uint64_t sessions = 0;
    for (const SessionPart& part : parts) sessions += part.count();
    std::vector<uint64_t> all;
    if (sessions <= few) {
        Share(parts, 0).find(0, all);
        std::sort(all.begin(), all.end());
        return all;
    }
    run_in_lanes(run_jobs, static_cast<uint32_t>(parts.size()), [&] {
        return [&parts, spare = Pages<uint64_t>()](uint32_t i) mutable { share_out(parts[i], spare); };
    });
    int bits = 1;
    while (bits < run_bits && sessions >> bits > few) ++bits;
    std::vector<std::vector<uint64_t>> found(size_t{1} << bits);
    run_in_lanes(run_jobs, 1u << bits,
                 [&] { return [&found, share = Share(parts, bits)](uint32_t i) mutable { share.find(i, found[i]); }; });
    for (std::vector<uint64_t>& list : found) {
        all.insert(all.end(), list.begin(), list.end());
        list = {};
    }
    std::sort(all.begin(), all.end());
    return all;
}

}  // namespace samebill
