// SPDX-License-Identifier: MIT
#include "core/usage/inputs_digest.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>
#include <vector>

#include "core/base/sha256.h"

namespace samebill {

namespace {

struct Entry {
    uint32_t start;     // since the beginning of the part
    uint32_t rank;      // of the device among the ids, bytewise
    uint32_t position;  // in the table
};

struct RankedDevice {
    std::string_view id;
    SessionTable::Range range;
};

struct Part {  // of the time span, half-open
    Instant from;
    Instant until;
    uint64_t sessions;
};

std::vector<RankedDevice> ranked(const SessionTable& table, std::span<const uint32_t> devices) {
    std::vector<RankedDevice> list;
    list.reserve(devices.size());
    for (const uint32_t device : devices) list.push_back({table.device_id(device), table.sessions_of(device)});
    std::sort(list.begin(), list.end(), [](const RankedDevice& a, const RankedDevice& b) { return a.id < b.id; });
    return list;
}

// Parts of about an eighth of the sessions, so that the entries of one need little memory beside the table. No part
// goes beyond `end`.
std::vector<Part> parts_of(const SessionTable& table, const std::vector<RankedDevice>& devices, Instant end) {
    Instant first = end_of_time;
    Instant last = 0;
    uint64_t count = 0;
    for (const RankedDevice& device : devices) {
        for (uint64_t at = device.range.begin; at < device.range.end; ++at) {
            if (table.start(at) >= end) continue;
            first = std::min(first, table.start(at));
            last = std::max(last, table.start(at));
            ++count;
        }
    }
    if (count == 0) return {};
    constexpr uint64_t least = 1 << 20;
    if (count <= least && last - first < UINT32_MAX) return {{first, last + 1, count}};
    constexpr int bins = 4096;
    int shift = 0;
    while (((last - first) >> shift) >= bins) ++shift;
    std::vector<uint64_t> in_bin(bins);
    for (const RankedDevice& device : devices) {
        for (uint64_t at = device.range.begin; at < device.range.end; ++at) {
            if (table.start(at) < end) ++in_bin[static_cast<size_t>((table.start(at) - first) >> shift)];
        }
    }
    std::vector<Part> parts;
    const uint64_t wanted = std::max(least, count / 8);
    for (int bin = 0; bin < bins; ++bin) {
        const uint64_t sessions = in_bin[static_cast<size_t>(bin)];
        const Instant from = first + (Instant{bin} << shift);
        const Instant until = std::min(from + (Instant{1} << shift), end);
        if (sessions == 0) continue;
        const bool joins =
            !parts.empty() && parts.back().sessions + sessions <= wanted && until - parts.back().from < UINT32_MAX;
        if (!joins) parts.push_back({from, until, 0});
        parts.back().until = until;
        parts.back().sessions += sessions;
    }
    return parts;
}

// Stable, by start; the entries come by rank, so that ties stay in the order of the device ids.
void sort_by_start(std::vector<Entry>& entries, uint32_t span) {
    if (entries.size() < 2048) {
        std::stable_sort(entries.begin(), entries.end(),
                         [](const Entry& a, const Entry& b) { return a.start < b.start; });
        return;
    }
    constexpr int digit_bits = 11;
    std::vector<Entry> sorted(entries.size());
    for (int shift = 0; shift < 32 && span >> shift != 0; shift += digit_bits) {
        std::array<uint32_t, 1 << digit_bits> next{};
        const auto digit = [&](const Entry& entry) { return entry.start >> shift & (next.size() - 1); };
        for (const Entry& entry : entries) ++next[digit(entry)];
        uint32_t sum = 0;
        for (uint32_t& begin : next) sum += std::exchange(begin, sum);
        for (const Entry& entry : entries) sorted[next[digit(entry)]++] = entry;
        entries.swap(sorted);
    }
}

void order_ties(const SessionTable& table, std::vector<Entry>& entries) {
    const auto tied = [](const Entry& a, const Entry& b) { return a.start == b.start && a.rank == b.rank; };
    for (size_t begin = 0, end = 1; begin < entries.size(); begin = end++) {
        while (end < entries.size() && tied(entries[begin], entries[end])) ++end;
        if (end - begin == 1) continue;
        std::sort(entries.begin() + static_cast<std::ptrdiff_t>(begin),
                  entries.begin() + static_cast<std::ptrdiff_t>(end), [&](const Entry& a, const Entry& b) {
                      return table.record_id(table.record()[a.position]) < table.record_id(table.record()[b.position]);
                  });
    }
}

// Gathers the text of many sessions before it is hashed.
class HashedText {
public:
    explicit HashedText(Sha256& sha) : sha_(sha) {}

    // Room for one session: ids of 128 bytes, three numbers, a kind.
    void make_room() {
        if (used_ + 512 > buffer_.size()) flush();
    }
    void append(std::string_view text) {
        std::memcpy(buffer_.data() + used_, text.data(), text.size());
        used_ += text.size();
    }
    void append(char c) { buffer_[used_++] = c; }
    void append(uint64_t value) {
        char digits[20];
        int count = 0;
        do {
            digits[count++] = static_cast<char>('0' + value % 10);
            value /= 10;
        } while (value != 0);
        while (count > 0) append(digits[--count]);
    }
    void flush() {
        sha_.update({buffer_.data(), used_});
        used_ = 0;
    }

private:
    Sha256& sha_;
    std::array<char, 16'384> buffer_;
    size_t used_ = 0;
};

}  // namespace

std::string inputs_digest(std::string_view head, const SessionTable& table, std::span<const uint32_t> chosen,
                          Instant end) {
    Sha256 sha;
    sha.update(head);
    sha.update("\n");
    const auto devices = ranked(table, chosen);
    HashedText text(sha);
    std::vector<Entry> entries;
    for (const Part& part : parts_of(table, devices, end)) {
        entries.clear();
        entries.reserve(static_cast<size_t>(part.sessions));
        for (uint32_t rank = 0; rank < devices.size(); ++rank) {
            for (uint64_t at = devices[rank].range.begin; at < devices[rank].range.end; ++at) {
                const Instant start = table.start(at);
                if (start >= part.from && start < part.until)
                    entries.push_back({static_cast<uint32_t>(start - part.from), rank, static_cast<uint32_t>(at)});
            }
        }
        sort_by_start(entries, static_cast<uint32_t>(part.until - part.from - 1));
        order_ties(table, entries);
        for (const Entry& entry : entries) {
            const Session session = table.session(entry.position);
            text.make_room();
            text.append(table.record_id(session.record));
            text.append(',');
            text.append(devices[entry.rank].id);
            text.append(',');
            text.append(name_of(session.kind));
            text.append(',');
            text.append(static_cast<uint64_t>(session.start));
            text.append(',');
            text.append(static_cast<uint64_t>(session.end));
            text.append(',');
            text.append(static_cast<uint64_t>(session.quantity));
            text.append('\n');
        }
    }
    text.flush();
    return sha.finish_hex();
}

std::string inputs_digest(std::string_view head, const SessionTable& table, Instant end) {
    std::vector<uint32_t> all(table.device_count());
    for (uint32_t device = 0; device < all.size(); ++device) all[device] = device;
    return inputs_digest(head, table, all, end);
}

}  // namespace samebill
