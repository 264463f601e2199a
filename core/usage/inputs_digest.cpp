// SPDX-License-Identifier: MIT
#include "core/usage/inputs_digest.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>
#include <vector>

#include "core/base/digits.h"
#include "core/base/pages.h"
#include "core/base/sha256.h"

namespace samebill {

namespace {

// A session with all that is written of it but its ids. In order, these are read one after the other, where the table's
// columns would be read all over memory.
struct Entry {
    uint64_t when;  // as packed in session.h: words sort by start
    uint64_t quantity;
    uint32_t rank;  // of the device among the ids, bytewise
    uint32_t record;
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
    const uint64_t* const when = table.when();
    Instant first = end_of_time;
    Instant last = 0;
    uint64_t count = 0;
    for (const RankedDevice& device : devices) {
        for (uint64_t at = device.range.begin; at < device.range.end; ++at) {
            const Instant start = start_in(when[at]);
            if (start >= end) continue;
            first = std::min(first, start);
            last = std::max(last, start);
            ++count;
        }
    }
    if (count == 0) return {};
    constexpr uint64_t least = 1 << 18;
    if (count <= least && last - first < UINT32_MAX) return {{first, last + 1, count}};
    constexpr int bins = 4096;
    int shift = 0;
    while (((last - first) >> shift) >= bins) ++shift;
    std::vector<uint64_t> in_bin(bins);
    for (const RankedDevice& device : devices) {
        for (uint64_t at = device.range.begin; at < device.range.end; ++at) {
            const Instant start = start_in(when[at]);
            if (start < end) ++in_bin[static_cast<size_t>((start - first) >> shift)];
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
void sort_by_start(std::vector<Entry>& entries, std::vector<Entry>& sorted, Instant from, uint32_t span) {
    const auto since = [from](const Entry& entry) { return static_cast<uint32_t>(start_in(entry.when) - from); };
    if (entries.size() < 2048) {
        std::stable_sort(entries.begin(), entries.end(),
                         [&](const Entry& a, const Entry& b) { return since(a) < since(b); });
        return;
    }
    constexpr int digit_bits = 11;
    reserve_filling(sorted, entries.size());
    sorted.resize(entries.size());
    for (int shift = 0; shift < 32 && span >> shift != 0; shift += digit_bits) {
        std::array<uint32_t, 1 << digit_bits> next{};
        const auto digit = [&](const Entry& entry) { return since(entry) >> shift & (next.size() - 1); };
        for (const Entry& entry : entries) ++next[digit(entry)];
        uint32_t sum = 0;
        for (uint32_t& begin : next) sum += std::exchange(begin, sum);
        for (const Entry& entry : entries) sorted[next[digit(entry)]++] = entry;
        entries.swap(sorted);
    }
}

void order_ties(const SessionTable& table, std::vector<Entry>& entries) {
    const auto tied = [](const Entry& a, const Entry& b) {
        return a.rank == b.rank && start_in(a.when) == start_in(b.when);
    };
    for (size_t begin = 0, end = 1; begin < entries.size(); begin = end++) {
        while (end < entries.size() && tied(entries[begin], entries[end])) ++end;
        if (end - begin == 1) continue;
        std::sort(entries.begin() + static_cast<std::ptrdiff_t>(begin),
                  entries.begin() + static_cast<std::ptrdiff_t>(end), [&](const Entry& a, const Entry& b) {
                      return table.record_id(a.record) < table.record_id(b.record);
                  });
    }
}

// Writes sessions out as the lines that are hashed. The ids lie all over memory: they are asked for some sessions
// before they are read, first where they are, then the ids.
class LineWriter {
public:
    LineWriter(const SessionTable& table, const std::vector<RankedDevice>& devices)
        : table_(table), devices_(devices) {}

    struct Text {
        std::vector<char> bytes;  // at least `used`
        size_t used = 0;
        std::string_view view() const { return {bytes.data(), used}; }
    };

    // Puts the lines of the entries in the place of `out`.
    void write(std::span<const Entry> entries, Text& out) const {
        if (out.bytes.size() < entries.size() * longest_line) out.bytes.resize(entries.size() * longest_line);
        char* at = out.bytes.data();
        for (size_t first = 0; first < entries.size(); first += batch) {
            const size_t count = std::min(batch, entries.size() - first);
            if (first == 0) prefetch(entries.first(count));
            prefetch(entries.subspan(first + count, std::min(batch, entries.size() - first - count)));
            at = put_batch(entries.subspan(first, count), at);
        }
        out.used = static_cast<size_t>(at - out.bytes.data());
    }

private:
    static constexpr size_t longest_line = 2 * 128 + 5 + 10 + 10 + 16 + 6;
    static constexpr size_t batch = 32;

    void prefetch(std::span<const Entry> entries) const {
        for (const Entry& entry : entries) __builtin_prefetch(&devices_[entry.rank]);
    }
    char* put_batch(std::span<const Entry> entries, char* at) const {
        std::array<std::string_view, batch> ids;
        for (size_t i = 0; i < entries.size(); ++i) {
            ids[i] = table_.record_id(entries[i].record);
            __builtin_prefetch(ids[i].data());
            __builtin_prefetch(devices_[entries[i].rank].id.data());
        }
        for (size_t i = 0; i < entries.size(); ++i) {
            const Entry& entry = entries[i];
            const Instant start = start_in(entry.when);
            at = put(at, ids[i]);
            at = put(at, devices_[entry.rank].id);
            at = put(at, name_of(kind_in(entry.when)));
            at = put_number(at, static_cast<uint64_t>(start));
            *at++ = ',';
            at = put_number(at, static_cast<uint64_t>(start + duration_of(entry)));
            *at++ = ',';
            at = put_number(at, entry.quantity);
            *at++ = '\n';
        }
        return at;
    }
    int64_t duration_of(const Entry& entry) const {
        const uint64_t duration = duration_in(entry.when);
        if (duration != long_duration) return static_cast<int64_t>(duration);
        // A device's sessions are in the order of their records.
        const SessionTable::Range range = devices_[entry.rank].range;
        const uint32_t* const records = table_.record();
        const uint32_t* const found = std::lower_bound(records + range.begin, records + range.end, entry.record);
        const Session session = table_.session(static_cast<uint64_t>(found - records));
        return session.end - session.start;
    }
    static char* put(char* at, std::string_view text) {
        const size_t size = text.size();
        if (size < 8 || size > 16) {
            std::memcpy(at, text.data(), size);
        } else {  // most ids; two words that overlap
            std::memcpy(at, text.data(), 8);
            std::memcpy(at + size - 8, text.data() + size - 8, 8);
        }
        at[size] = ',';
        return at + size + 1;
    }

    const SessionTable& table_;
    const std::vector<RankedDevice>& devices_;
};

// While some lines are written, those before them are hashed.
class LineHash {
public:
    LineHash(Sha256& sha, LineWriter writer, const RunJobs* run_jobs)
        : sha_(sha), writer_(writer), run_jobs_(run_jobs), texts_(run_jobs == nullptr ? 1 : 2 * at_once) {}

    void add(std::span<const Entry> entries) {
        if (run_jobs_ == nullptr) {
            for (; !entries.empty(); entries = entries.subspan(std::min(entries.size(), piece))) {
                writer_.write(entries.first(std::min(entries.size(), piece)), texts_[0]);
                sha_.update(texts_[0].view());
            }
            return;
        }
        for (size_t half = 0; !entries.empty() || written_ > 0; half = at_once - half) {
            const auto pieces = static_cast<uint32_t>(std::min(at_once, (entries.size() + piece - 1) / piece));
            const size_t before = std::exchange(written_, pieces);
            const auto job = [&](uint32_t number) {
                if (number == 0) {
                    for (size_t i = 0; i < before; ++i) sha_.update(texts_[at_once - half + i].view());
                } else {
                    const size_t first = (number - 1) * piece;
                    writer_.write(entries.subspan(first, std::min(piece, entries.size() - first)),
                                  texts_[half + number - 1]);
                }
            };
            (*run_jobs_)(pieces + 1, job);
            entries = entries.subspan(std::min(entries.size(), pieces * piece));
        }
    }

private:
    static constexpr size_t piece = 2048;  // entries: their text stays in the cache until it is hashed
    static constexpr size_t at_once = 8;

    Sha256& sha_;
    LineWriter writer_;
    const RunJobs* run_jobs_;
    std::vector<LineWriter::Text> texts_;
    size_t written_ = 0;  // texts that are not hashed yet
};

}  // namespace

std::string inputs_digest(std::string_view head, const SessionTable& table, std::span<const uint32_t> chosen,
                          Instant end, const RunJobs* run_jobs) {
    Sha256 sha;
    sha.update(head);
    sha.update("\n");
    const auto devices = ranked(table, chosen);
    LineHash lines(sha, LineWriter(table, devices), run_jobs);
    std::vector<Entry> entries, sorted;
    const uint64_t* const when = table.when();
    const uint64_t* const quantity = table.quantity();
    const uint32_t* const record = table.record();
    for (const Part& part : parts_of(table, devices, end)) {
        entries.clear();
        reserve_filling(entries, part.sessions);
        for (uint32_t rank = 0; rank < devices.size(); ++rank) {
            for (uint64_t at = devices[rank].range.begin; at < devices[rank].range.end; ++at) {
                const Instant start = start_in(when[at]);
                if (start >= part.from && start < part.until)
                    entries.push_back({when[at], quantity[at], rank, record[at]});
            }
        }
        sort_by_start(entries, sorted, part.from, static_cast<uint32_t>(part.until - part.from - 1));
        order_ties(table, entries);
        lines.add(entries);
    }
    return sha.finish_hex();
}

std::string inputs_digest(std::string_view head, const SessionTable& table, Instant end, const RunJobs* run_jobs) {
    std::vector<uint32_t> all(table.device_count());
    for (uint32_t device = 0; device < all.size(); ++device) all[device] = device;
    return inputs_digest(head, table, all, end, run_jobs);
}

}  // namespace samebill
