// SPDX-License-Identifier: MIT
#include "core/bill/inputs_digest.h"

#include <algorithm>
#include <charconv>

#include "core/base/sha256.h"

namespace samebill {

namespace {

constexpr int window_bits = 32;  // of the seconds that one sort looks at, so that start and position share a word
constexpr uint64_t window_mask = (uint64_t{1} << window_bits) - 1;
constexpr uint64_t windows = 2;  // instants end below 2^33
constexpr size_t block_size = 1 << 16;

// Sessions hashed in U3's order, window by window: sorted by start, then those of one start by device id and record id.
class SessionHasher {
public:
    SessionHasher(const UsageQuery& query, Sha256& hash) : query_(query), table_(*query.table), hash_(hash) {
        for (uint32_t device = 0; device < table_.device_count(); ++device)
            ends_.push_back(table_.sessions_of(device).end);
    }

    void hash_all() {
        for (uint64_t window = 0; window < windows; ++window) {
            collect(window);
            if (!std::is_sorted(keys_.begin(), keys_.end())) std::sort(keys_.begin(), keys_.end());
            for (size_t begin = 0; begin < keys_.size();) {
                size_t end = begin + 1;
                while (end < keys_.size() && keys_[end] >> window_bits == keys_[begin] >> window_bits) ++end;
                hash_same_start(begin, end);
                begin = end;
            }
        }
        hash_.update(block_);
    }

private:
    uint32_t device_of(uint64_t position) const {
        return static_cast<uint32_t>(std::upper_bound(ends_.begin(), ends_.end(), position) - ends_.begin());
    }

    void collect_device(uint32_t device, uint64_t window) {
        const Instant end = start_of_month(query_.through + 1);
        const SessionTable::Range range = table_.sessions_of(device);
        for (uint64_t position = range.begin; position < range.end; ++position) {
            const Instant start = start_in(table_.when()[position]);
            const auto second = static_cast<uint64_t>(start);
            if (start < end && second >> window_bits == window)
                keys_.push_back((second & window_mask) << window_bits | position);
        }
    }

    void collect(uint64_t window) {
        keys_.clear();
        if (!query_.own_records_only) {
            for (uint32_t device = 0; device < table_.device_count(); ++device) collect_device(device, window);
            return;
        }
        for (const std::string_view id : query_.devices) {
            const uint32_t device = table_.find_device(id);
            if (device != UINT32_MAX) collect_device(device, window);
        }
    }

    void hash_same_start(size_t begin, size_t end) {
        if (end - begin > 1) {
            std::sort(keys_.begin() + static_cast<std::ptrdiff_t>(begin),
                      keys_.begin() + static_cast<std::ptrdiff_t>(end), [&](uint64_t a, uint64_t b) {
                          const uint32_t device_a = device_of(a & window_mask);
                          const uint32_t device_b = device_of(b & window_mask);
                          if (device_a != device_b) return table_.device_id(device_a) < table_.device_id(device_b);
                          return record_id(a & window_mask) < record_id(b & window_mask);
                      });
        }
        for (size_t i = begin; i < end; ++i) add_line(keys_[i] & window_mask);
    }

    std::string_view record_id(uint64_t position) const { return table_.record_id(table_.record()[position]); }

    void add_number(int64_t number) {
        char digits[20];
        const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
        block_.append(digits, static_cast<size_t>(end - digits));
    }

    void add_line(uint64_t position) {
        const Session session = table_.session(position);
        block_.append(record_id(position)).push_back(',');
        block_.append(table_.device_id(device_of(position))).push_back(',');
        block_.append(name_of(session.kind)).push_back(',');
        add_number(session.start);
        block_.push_back(',');
        add_number(session.end);
        block_.push_back(',');
        add_number(session.quantity);
        block_.push_back('\n');
        if (block_.size() < block_size) return;
        hash_.update(block_);
        block_.clear();
    }

    const UsageQuery& query_;
    const SessionTable& table_;
    Sha256& hash_;
    std::vector<uint64_t> ends_;  // of each device's positions
    std::vector<uint64_t> keys_;  // second in the window, then position
    std::string block_;
};

}  // namespace

std::string inputs_digest(std::string_view hashed_head, const UsageQuery& query) {
    Sha256 hash;
    hash.update(hashed_head);
    hash.update("\n");
    SessionHasher(query, hash).hash_all();
    return "sha256:" + hash.finish_hex();
}

}  // namespace samebill
