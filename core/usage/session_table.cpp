// SPDX-License-Identifier: MIT
#include "core/usage/session_table.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/assert.h"
#include "core/base/pages.h"
#include "core/usage/column.h"
#include "core/usage/device_grouping.h"
#include "core/usage/device_index.h"
#include "core/usage/id_store.h"
#include "core/usage/record_index.h"

namespace samebill {

// Bytes a session: while filling `when` 8, `quantity` 8, `device` 4, index 10 to 13.4, id 1 1/8; while sealing the
// index is gone and `when` and `quantity` stand twice for a moment; sealed 8, 8, 4 and 1 1/8. Sessions count by their
// place among those stored, until sealed the position.
struct SessionTable::Columns {
    bool sealed = false;
    uint64_t count = 0;
    DeviceIndex devices;
    IdStore ids;  // by place

    // While filling, by place.
    Column<uint64_t> when;
    Column<uint64_t> quantity;
    Column<uint32_t> device;
    std::optional<RecordIndex> index{std::in_place};

    // Sealed, by position: devices one after the other.
    Pages<uint64_t> sealed_when;
    Pages<uint64_t> sealed_quantity;
    Pages<uint32_t> sealed_record;
    Pages<uint64_t> offsets;  // by device, and the end

    // Where record number minus place rises: from `place` on, the number is `place` plus `number` minus this `place`.
    struct Shift {
        uint32_t place;
        uint32_t number;
    };
    std::vector<Shift> shifts;
    // Durations that the words do not hold, by number.
    struct LongDuration {
        uint32_t number;
        int64_t seconds;
    };
    std::vector<LongDuration> long_durations;

    std::vector<uint64_t> dropped;  // device << 32 | month, not yet counted
    std::vector<Duplicates> duplicates;

    Added add(const Record& record, const Keys& keys, uint32_t number);
    bool same(uint32_t place, const Record& record, const IdKey& device, uint64_t when) const;
    void count_dropped();
    uint32_t number_of(uint32_t place) const;
    uint32_t place_of(uint32_t number) const;
    int64_t long_duration_of(uint32_t number) const;
    void group_by_device();
};

SessionTable::SessionTable() : columns_(std::make_unique<Columns>()) {}
SessionTable::~SessionTable() = default;
SessionTable::SessionTable(SessionTable&&) noexcept = default;
SessionTable& SessionTable::operator=(SessionTable&&) noexcept = default;

SessionTable::Added SessionTable::add(const Record& record, uint32_t number) {
    return add(record, {key_of(record.id), key_of(record.device)}, number);
}

SessionTable::Keys SessionTable::keys_of(const Record& record) const {
    const Keys keys{key_of(record.id), key_of(record.device)};
    columns_->index->prefetch(keys.id.hash);
    columns_->devices.prefetch(keys.device);
    return keys;
}

SessionTable::Added SessionTable::add(const Record& record, const Keys& keys, uint32_t number) {
    SAMEBILL_ASSERT(!columns_->sealed && number < UINT32_MAX);
    return columns_->add(record, keys, number);
}

SessionTable::Added SessionTable::Columns::add(const Record& record, const Keys& keys, uint32_t number) {
    const auto place = static_cast<uint32_t>(count);
    const uint64_t word = pack_when(record.start, record.kind, record.end);
    bool identical = false;
    const uint32_t known = index->find_or_add(keys.id.hash, place, [&](uint32_t other) {
        if (ids[other] != record.id) return false;
        identical = same(other, record, keys.device, word);
        return true;
    });
    if (known != RecordIndex::none) {
        if (!identical) return Added::conflict;
        dropped.push_back(uint64_t{device[known]} << 32 | static_cast<uint32_t>(month_at(record.start)));
        if (dropped.size() > 65'536 && dropped.size() > duplicates.size()) count_dropped();
        return Added::duplicate;
    }
    const uint32_t shift = shifts.empty() ? 0 : shifts.back().number - shifts.back().place;
    SAMEBILL_ASSERT(number >= place && number - place >= shift);
    if (number - place != shift) shifts.push_back({place, number});
    if (duration_in(word) == long_duration) long_durations.push_back({number, record.end - record.start});
    when.push(word);
    quantity.push(static_cast<uint64_t>(record.quantity));
    device.push(devices.find_or_add(record.device, keys.device));
    ids.add(record.id, keys.id);
    ++count;
    return Added::stored;
}

bool SessionTable::Columns::same(uint32_t place, const Record& record, const IdKey& device_key, uint64_t word) const {
    return when[place] == word && quantity[place] == static_cast<uint64_t>(record.quantity) &&
           device[place] == devices.find(record.device, device_key) &&
           (duration_in(word) != long_duration || long_duration_of(number_of(place)) == record.end - record.start);
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

uint32_t SessionTable::Columns::number_of(uint32_t place) const {
    const auto after = std::upper_bound(shifts.begin(), shifts.end(), place,
                                        [](uint32_t value, const Shift& shift) { return value < shift.place; });
    if (after == shifts.begin()) return place;
    return place + ((after - 1)->number - (after - 1)->place);
}

uint32_t SessionTable::Columns::place_of(uint32_t number) const {
    const auto after = std::upper_bound(shifts.begin(), shifts.end(), number,
                                        [](uint32_t value, const Shift& shift) { return value < shift.number; });
    if (after == shifts.begin()) return number;
    return number - ((after - 1)->number - (after - 1)->place);
}

int64_t SessionTable::Columns::long_duration_of(uint32_t number) const {
    const auto found = std::lower_bound(long_durations.begin(), long_durations.end(), number,
                                        [](const LongDuration& entry, uint32_t value) { return entry.number < value; });
    SAMEBILL_ASSERT(found != long_durations.end() && found->number == number);
    return found->seconds;
}

void SessionTable::seal() {
    Columns& c = *columns_;
    if (c.sealed) return;
    c.sealed = true;
    c.index.reset();
    c.count_dropped();
    c.dropped = {};
    c.group_by_device();
}

void SessionTable::Columns::group_by_device() {
    DeviceGrouping grouping(device, count, devices.size());
    const auto gather = [&](Column<uint64_t>& from, Pages<uint64_t>& to) {
        grouping.gather(
            to, [&](uint64_t first) { return &from[first]; }, [&](uint64_t end) { from.drop_before(end); });
        from.clear();
    };
    gather(when, sealed_when);
    gather(quantity, sealed_quantity);
    std::vector<uint32_t> numbers(static_cast<size_t>(std::min(count, DeviceGrouping::span)));
    auto shift = shifts.begin();
    uint32_t added = 0;
    const auto number_from = [&](uint64_t first) {
        for (uint64_t i = 0; i < numbers.size() && first + i < count; ++i) {
            const auto place = static_cast<uint32_t>(first + i);
            for (; shift != shifts.end() && shift->place == place; ++shift) added = shift->number - place;
            numbers[i] = place + added;
        }
        return numbers.data();
    };
    grouping.gather(sealed_record, number_from, [](uint64_t) {});
    grouping.finish_gathering();
    grouping.sort_groups(sealed_when);
    grouping.sort_groups(sealed_quantity);
    grouping.sort_groups(sealed_record);
    offsets = grouping.take_offsets();
}

uint64_t SessionTable::size() const {
    return columns_->count;
}

int64_t SessionTable::bytes() const {
    const Columns& c = *columns_;
    uint64_t sum = sizeof c + c.devices.bytes() + c.ids.bytes() + c.when.bytes() + c.quantity.bytes() +
                   c.device.bytes() + c.sealed_when.bytes() + c.sealed_quantity.bytes() + c.sealed_record.bytes() +
                   c.offsets.bytes();
    if (c.index) sum += c.index->bytes();
    sum += c.shifts.capacity() * sizeof(Columns::Shift) + c.long_durations.capacity() * sizeof(Columns::LongDuration);
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

SessionTable::Range SessionTable::sessions_of(uint32_t device) const {
    SAMEBILL_ASSERT(columns_->sealed);
    return {columns_->offsets[device], columns_->offsets[device + 1]};
}

Session SessionTable::session(uint64_t position) const {
    const Columns& c = *columns_;
    const uint64_t word = c.sealed_when[position];
    Session session;
    session.start = start_in(word);
    session.quantity = static_cast<int64_t>(c.sealed_quantity[position]);
    session.record = c.sealed_record[position];
    session.kind = kind_in(word);
    const uint64_t duration = duration_in(word);
    session.end = session.start +
                  (duration == long_duration ? c.long_duration_of(session.record) : static_cast<int64_t>(duration));
    return session;
}

uint32_t SessionTable::device_of(uint64_t position) const {
    const uint64_t* const offsets = columns_->offsets.data();
    return static_cast<uint32_t>(std::upper_bound(offsets, offsets + device_count() + 1, position) - offsets - 1);
}

const uint64_t* SessionTable::when() const {
    return columns_->sealed_when.data();
}
const uint64_t* SessionTable::quantity() const {
    return columns_->sealed_quantity.data();
}
const uint32_t* SessionTable::record() const {
    return columns_->sealed_record.data();
}

std::string_view SessionTable::record_id(uint32_t record) const {
    return columns_->ids[columns_->place_of(record)];
}

const std::vector<SessionTable::Duplicates>& SessionTable::duplicates() const {
    return columns_->duplicates;
}

}  // namespace samebill
