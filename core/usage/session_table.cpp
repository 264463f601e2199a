// SPDX-License-Identifier: MIT
#include "core/usage/session_table.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/base/assert.h"
#include "core/usage/device_grouping.h"
#include "core/usage/repeated_ids.h"

namespace samebill {

namespace {

constexpr int number_bits = 12;

}  // namespace

// Bytes a session beside its id: while filling 28 and 1 1/8 (session_part.h), while grouping 28 and 1 1/8,
// sealed 20 and 1 1/8.
struct SessionTable::Columns {
    bool sealed = false;
    uint64_t count = 0;    // sessions in the parts
    uint64_t settled = 0;  // of these, whose ids were compared
    uint64_t taken_out = 0;
    bool may_hold_unused_devices = false;
    bool within_devices = false;
    struct {  // by `first_out_of_order`
        uint32_t place = 0;
        uint32_t device = 0;
    } looked_through;
    DeviceIndex devices;
    PartMemory memory;
    std::vector<SessionPart> parts;
    std::vector<uint32_t>
        part_of_number;       // by every 4,096th record number, once sealed: the part that it is in, or after
    GroupedSessions grouped;  // once sealed

    std::vector<uint64_t> dropped;  // device << 32 | month, not yet counted
    std::vector<Duplicates> duplicates;

    SessionPart& add_part(uint32_t number);
    Record record_at(const SessionPart& part, uint32_t row) const;
    uint32_t device_at(uint32_t place) const {
        const SessionPart& part = parts[part_of(parts, place)];
        return part.device(place - part.first_place);
    }
    void take_out(SessionPart& part, uint32_t row, bool in_conflict);
    void count_dropped();
    void forget_unused_devices();
    const SessionPart& part_with(uint32_t number) const;
};

SessionTable::SessionTable() : columns_(std::make_unique<Columns>()) {}
SessionTable::~SessionTable() = default;
SessionTable::SessionTable(SessionTable&&) noexcept = default;
SessionTable& SessionTable::operator=(SessionTable&&) noexcept = default;

void SessionTable::add(const Record& record, uint32_t number) {
    SessionPart& part = open_part(number);
    part.number_next(number - part.first_number);
    part.add(record);
}

SessionPart& SessionTable::open_part(uint32_t number) {
    Columns& c = *columns_;
    SAMEBILL_ASSERT(!c.sealed && number < UINT32_MAX);
    if (!c.parts.empty() && !c.parts.back().is_full()) return c.parts.back();
    // Behind a part that was filled here, more will come; behind one filled elsewhere, mostly a record or two.
    const bool is_long = !c.parts.empty() && c.parts.back().count() == SessionPart::most;
    SessionPart& part = c.add_part(number);
    if (is_long) part.reserve(SessionPart::most);
    return part;
}

SessionPart& SessionTable::Columns::add_part(uint32_t number) {
    const uint32_t place = parts.empty() ? 0 : parts.back().first_place + parts.back().count();
    SessionPart& part = parts.emplace_back(memory, devices, devices);
    part.first_number = number;
    part.first_place = place;
    return part;
}

SessionPart SessionTable::new_part(PartMemory& memory, DeviceIndex& fresh) const {
    return {memory, columns_->devices, fresh};
}

void SessionTable::take_parts(std::span<const SessionPart::Filled> filled, const RunJobs* run_jobs) {
    Columns& c = *columns_;
    SAMEBILL_ASSERT(!c.sealed);
    c.memory.use_long_blocks();
    struct Copy {
        size_t into;
        SessionPart::Adopted from;
    };
    std::vector<Copy> copies;
    // As many as fit go into one: what is done part by part, and share by share in each, is then done less often.
    for (size_t begin = 0, end = 0; begin < filled.size(); begin = end) {
        uint64_t sessions = 0;
        while (end < filled.size() && sessions + filled[end].part->count() <= SessionPart::most)
            sessions += filled[end++].part->count();
        SAMEBILL_ASSERT(end > begin);
        if (sessions == 0) continue;
        SessionPart& part = c.add_part(filled[begin].first_number);
        for (SessionPart::Adopted& adopted : part.adopt(filled.subspan(begin, end - begin)))
            copies.push_back({c.parts.size() - 1, std::move(adopted)});
    }
    run_with(run_jobs, static_cast<uint32_t>(copies.size()),
             [&](uint32_t i) { c.parts[copies[i].into].copy(copies[i].from); });
}

void SessionTable::settle(const Report& report, const RunJobs* run_jobs) {
    Columns& c = *columns_;
    c.count = c.parts.empty() ? 0 : uint64_t{c.parts.back().first_place} + c.parts.back().count();
    if (c.sealed || c.settled == c.count) return;
    c.settled = c.count;
    std::map<std::pair<uint32_t, uint32_t>, uint32_t> first_of_device;  // by place of the first of an id, and device
    for (const uint64_t repeated : repeated_ids(c.parts, run_jobs)) {
        const auto place = static_cast<uint32_t>(repeated >> 32);
        auto first = static_cast<uint32_t>(repeated);
        SessionPart& part = c.parts[part_of(c.parts, place)];
        const uint32_t row = place - part.first_place;
        if (part.device(row) == SessionPart::dropped) continue;
        if (c.within_devices && c.device_at(first) != part.device(row)) {
            const auto [known, is_first] = first_of_device.try_emplace({first, part.device(row)}, place);
            if (is_first) continue;
            first = known->second;
        }
        const SessionPart& first_part = c.parts[part_of(c.parts, first)];
        const bool in_conflict = !part.same(row, first_part, first - first_part.first_place);
        if (report) report({part.first_number + part.number_of(row), in_conflict, c.record_at(part, row)});
        c.take_out(part, row, in_conflict);
    }
    c.count_dropped();
}

SessionTable::Record SessionTable::Columns::record_at(const SessionPart& part, uint32_t row) const {
    const uint64_t word = part.when(row);
    const uint64_t duration = duration_in(word);
    Record record;
    record.id = part.id(row);
    record.device = devices.id(part.device(row));
    record.kind = kind_in(word);
    record.start = start_in(word);
    record.end =
        record.start + (duration == long_duration ? part.long_duration_of(row) : static_cast<int64_t>(duration));
    record.quantity = part.quantity(row);
    return record;
}

void SessionTable::Columns::take_out(SessionPart& part, uint32_t row, bool in_conflict) {
    ++taken_out;
    may_hold_unused_devices = may_hold_unused_devices || in_conflict;
    if (!in_conflict) {
        dropped.push_back(uint64_t{part.device(row)} << 32 | static_cast<uint32_t>(month_at(start_in(part.when(row)))));
        if (dropped.size() > 65'536 && dropped.size() > duplicates.size()) count_dropped();
    }
    part.drop(row);
}

// Takes what was dropped into the sorted counts.
void SessionTable::Columns::count_dropped() {
    std::sort(dropped.begin(), dropped.end());
    const auto before = [](const Duplicates& a, const Duplicates& b) {
        return a.device != b.device ? a.device < b.device : a.month_start < b.month_start;
    };
    const auto middle = static_cast<std::ptrdiff_t>(duplicates.size());
    for (size_t begin = 0, end = 0; begin < dropped.size(); begin = end) {
        while (end < dropped.size() && dropped[end] == dropped[begin]) ++end;
        const auto month = static_cast<Month>(dropped[begin] & UINT32_MAX);
        duplicates.push_back(
            {static_cast<uint32_t>(dropped[begin] >> 32), start_of_month(month), static_cast<int64_t>(end - begin)});
    }
    dropped.clear();
    std::inplace_merge(duplicates.begin(), duplicates.begin() + middle, duplicates.end(), before);
    size_t kept = 0;
    for (size_t i = 0; i < duplicates.size(); ++i) {
        if (kept > 0 && !before(duplicates[kept - 1], duplicates[i]))
            duplicates[kept - 1].count += duplicates[i].count;
        else
            duplicates[kept++] = duplicates[i];
    }
    duplicates.resize(kept);
}

void SessionTable::compare_within_devices() {
    SAMEBILL_ASSERT(columns_->parts.empty());
    columns_->within_devices = true;
}

// Devices have numbers in the order in which they come: they must rise from row to row, and the ids with them.
uint32_t SessionTable::first_out_of_order() {
    Columns& c = *columns_;
    auto& [place, last] = c.looked_through;
    for (size_t i = c.parts.empty() ? 0 : part_of(c.parts, place); i < c.parts.size(); ++i) {
        const SessionPart& part = c.parts[i];
        for (uint32_t row = place - part.first_place; row < part.count(); ++row, ++place) {
            const uint32_t device = part.device(row);
            if (device == last || device == SessionPart::dropped) continue;
            if (device < last || c.devices.id(device) < c.devices.id(last))
                return part.first_number + part.number_of(row);
            last = device;
        }
    }
    return UINT32_MAX;
}

uint32_t SessionTable::move_last_device(SessionTable& rest) {
    Columns& c = *columns_;
    SAMEBILL_ASSERT(!c.sealed && rest.columns_->parts.empty());
    if (c.parts.empty()) return UINT32_MAX;
    const uint32_t last = c.looked_through.device;
    uint32_t begin = c.looked_through.place;
    for (uint32_t at = begin; at > 0; --at) {
        const uint32_t device = c.device_at(at - 1);
        if (device == last)
            begin = at - 1;
        else if (device != SessionPart::dropped)
            break;
        if (at == 1) return UINT32_MAX;
    }
    uint32_t first = UINT32_MAX;
    for (size_t i = part_of(c.parts, begin); i < c.parts.size(); ++i) {
        SessionPart& part = c.parts[i];
        for (uint32_t row = std::max(begin, part.first_place) - part.first_place; row < part.count(); ++row) {
            if (part.device(row) == SessionPart::dropped) continue;
            const uint32_t number = part.first_number + part.number_of(row);
            first = std::min(first, number);
            rest.add(c.record_at(part, row), number);
            part.drop(row);
            ++c.taken_out;
        }
    }
    while (!c.duplicates.empty() && c.duplicates.back().device == last) {
        rest.columns_->duplicates.push_back(c.duplicates.back());
        rest.columns_->duplicates.back().device = 0;
        c.duplicates.pop_back();
    }
    std::reverse(rest.columns_->duplicates.begin(), rest.columns_->duplicates.end());
    rest.columns_->looked_through.place = static_cast<uint32_t>(rest.size());
    c.may_hold_unused_devices = true;
    return first;
}

void SessionTable::seal(const RunJobs* run_jobs) {
    Columns& c = *columns_;
    if (c.sealed) return;
    settle({}, run_jobs);
    c.sealed = true;
    c.dropped = {};
    SparePages spare;
    c.memory.entries.clear(spare);
    c.grouped = group_by_device(c.parts, c.memory, spare, c.devices.size(), run_jobs);
    if (c.may_hold_unused_devices) c.forget_unused_devices();
    for (size_t i = 0; i < c.parts.size(); ++i) {
        while (uint64_t{c.part_of_number.size()} << number_bits < c.parts[i].first_number) {
            c.part_of_number.push_back(static_cast<uint32_t>(i == 0 ? 0 : i - 1));
        }
    }
}

// A device that only records in conflict name is none of the table.
void SessionTable::Columns::forget_unused_devices() {
    DeviceIndex used;
    std::vector<uint32_t> numbers(devices.size());
    const uint32_t count = devices.size();
    for (uint32_t device = 0; device < count; ++device) {
        if (grouped.offsets[device] == grouped.offsets[device + 1]) continue;
        const std::string_view id = devices.id(device);
        grouped.offsets[used.size()] = grouped.offsets[device];
        numbers[device] = used.find_or_add(id, key_of(id));
    }
    grouped.offsets[used.size()] = grouped.offsets[count];
    for (Duplicates& entry : duplicates) entry.device = numbers[entry.device];
    devices = std::move(used);
}

const SessionPart& SessionTable::Columns::part_with(uint32_t number) const {
    const size_t known = number >> number_bits;
    size_t at = known < part_of_number.size() ? part_of_number[known] : parts.size() - 1;
    while (at + 1 < parts.size() && parts[at + 1].first_number <= number) ++at;
    return parts[at];
}

uint64_t SessionTable::size() const {
    const Columns& c = *columns_;
    if (c.parts.empty()) return 0;
    return uint64_t{c.parts.back().first_place} + c.parts.back().count() - c.taken_out;
}

int64_t SessionTable::bytes() const {
    const Columns& c = *columns_;
    uint64_t sum = sizeof c + c.devices.bytes() + c.memory.bytes() + c.grouped.when.bytes() +
                   c.grouped.quantity.bytes() + c.grouped.record.bytes() + c.grouped.offsets.bytes();
    for (const SessionPart& part : c.parts) sum += sizeof part + part.bytes();
    sum += c.part_of_number.capacity() * sizeof(uint32_t);
    sum += c.dropped.capacity() * sizeof(uint64_t) + c.duplicates.capacity() * sizeof(Duplicates);
    return static_cast<int64_t>(sum);
}

uint32_t SessionTable::device_count() const {
    return columns_->devices.size();
}
std::string_view SessionTable::device_id(uint32_t device) const {
    return columns_->devices.id(device);
}

uint32_t SessionTable::find_device(std::string_view id) const {
    return columns_->devices.find(id, key_of(id));
}

// Some at a time, so that nobody waits for each one's line.
std::vector<uint32_t> SessionTable::find_devices(std::span<const std::string_view> ids) const {
    constexpr size_t at_once = 16;
    const DeviceIndex& index = columns_->devices;
    std::vector<uint32_t> found;
    found.reserve(ids.size());
    IdKey keys[at_once];
    for (size_t begin = 0; begin < ids.size(); begin += at_once) {
        const size_t count = std::min(at_once, ids.size() - begin);
        for (size_t i = 0; i < count; ++i) {
            keys[i] = key_of(ids[begin + i]);
            index.prefetch(keys[i].hash);
        }
        for (size_t i = 0; i < count; ++i) {
            const uint32_t candidate = index.candidate(keys[i].hash);
            if (candidate != DeviceIndex::none) index.prefetch_id(candidate);
        }
        for (size_t i = 0; i < count; ++i) found.push_back(index.find(ids[begin + i], keys[i]));
    }
    return found;
}

SessionTable::Range SessionTable::sessions_of(uint32_t device) const {
    SAMEBILL_ASSERT(columns_->sealed);
    return {columns_->grouped.offsets[device], columns_->grouped.offsets[device + 1]};
}

Session SessionTable::session(uint64_t position) const {
    const Columns& c = *columns_;
    const uint64_t word = c.grouped.when[position];
    Session session;
    session.start = start_in(word);
    session.quantity = static_cast<int64_t>(c.grouped.quantity[position]);
    session.record = c.grouped.record[position];
    session.kind = kind_in(word);
    const uint64_t duration = duration_in(word);
    session.end = session.start + static_cast<int64_t>(duration);
    if (duration == long_duration) {
        const SessionPart& part = c.part_with(session.record);
        session.end = session.start + part.long_duration_of(part.row_of(session.record - part.first_number));
    }
    return session;
}

bool SessionTable::starts_within(Instant from, Instant until) const {
    const GroupedSessions& grouped = columns_->grouped;
    return grouped.least_when > grouped.most_when ||
           (start_in(grouped.least_when) >= from && start_in(grouped.most_when) < until);
}

uint32_t SessionTable::device_of(uint64_t position) const {
    const uint64_t* const offsets = columns_->grouped.offsets.data();
    return static_cast<uint32_t>(std::upper_bound(offsets, offsets + device_count() + 1, position) - offsets - 1);
}

const uint64_t* SessionTable::when() const {
    return columns_->grouped.when.data();
}
const uint64_t* SessionTable::quantity() const {
    return columns_->grouped.quantity.data();
}
const uint32_t* SessionTable::record() const {
    return columns_->grouped.record.data();
}

std::string_view SessionTable::record_id(uint32_t record) const {
    const SessionPart& part = columns_->part_with(record);
    return part.id(part.row_of(record - part.first_number));
}

const std::vector<SessionTable::Duplicates>& SessionTable::duplicates() const {
    return columns_->duplicates;
}

}  // namespace samebill
