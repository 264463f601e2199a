// SPDX-License-Identifier: MIT
#include "core/usage/session_part.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/base/assert.h"

namespace samebill {

void SessionPart::set_memory(uint32_t sessions) {
    when_ = reinterpret_cast<uint64_t*>(memory_->whens.take(sessions * sizeof(uint64_t)));
    quantity_ = reinterpret_cast<uint64_t*>(memory_->quantities.take(sessions * sizeof(uint64_t)));
    device_ = reinterpret_cast<uint32_t*>(memory_->devices.take(sessions * sizeof(uint32_t)));
    entry_ = reinterpret_cast<uint64_t*>(memory_->entries.take(sessions * sizeof(uint64_t)));
    capacity_ = sessions;
}

void SessionPart::grow(uint32_t sessions) {
    const uint64_t *const when = when_, *const quantity = quantity_, *const entry = entry_;
    const uint32_t* const device = device_;
    set_memory(sessions);
    if (count_ == 0) return;
    std::memcpy(when_, when, count_ * sizeof *when);
    std::memcpy(quantity_, quantity, count_ * sizeof *quantity);
    std::memcpy(device_, device, count_ * sizeof *device);
    std::memcpy(entry_, entry, count_ * sizeof *entry);
}

SessionPart::Writer SessionPart::begin_writing() {
    SAMEBILL_ASSERT(count_ < most);
    if (count_ == capacity_) grow(std::min(most, std::max(IdStore::block, capacity_ * 4)));
    const IdStore::Writer ids = ids_.begin_writing(memory_->ids);
    return {when_ + count_, quantity_ + count_, entry_ + count_, ids, count_, ids.room, known_};
}

void SessionPart::end_writing(uint32_t rows, char* next_id, const DeviceName* devices) {
    uint32_t candidates[IdStore::block];
    for (uint32_t i = 0; i < rows; ++i) {
        candidates[i] = known_->candidate(devices[i].key.hash);
        if (candidates[i] != DeviceIndex::none) known_->prefetch_id(candidates[i]);
    }
    for (uint32_t i = 0; i < rows; ++i) {
        const std::string_view id{devices[i].text, devices[i].length};
        const bool found = candidates[i] != DeviceIndex::none && known_->is(candidates[i], id, devices[i].key);
        device_[count_ + i] = found ? candidates[i] : number_of_device(id, devices[i].key);
    }
    ids_.end_writing(next_id, rows);
    count_ += rows;
}

void SessionPart::add(const UsageRecord& record) {
    SAMEBILL_ASSERT(count_ < most);
    if (count_ == capacity_) grow(std::min(most, std::max(IdStore::block, capacity_ * 4)));
    const uint64_t word = pack_when(record.start, record.kind, record.end);
    if (duration_in(word) == long_duration) long_durations_.push_back({count_, record.end - record.start});
    when_[count_] = word;
    quantity_[count_] = static_cast<uint64_t>(record.quantity);
    device_[count_] = number_of_device(record.device, key_of(record.device));
    entry_[count_] = entry_of(key_of(record.id).hash, count_);
    ids_.add(record.id, memory_->ids);
    ++count_;
}

std::vector<SessionPart::Adopted> SessionPart::adopt(std::span<const Filled> parts) {
    SAMEBILL_ASSERT(count_ == 0);
    std::vector<Adopted> all;
    uint64_t id_bytes = 0;
    for (const auto& [part, part_number] : parts) {
        if (part->count_ == 0) continue;
        Adopted& adopted = all.emplace_back();
        adopted.part = part;
        adopted.first_row = count_;
        adopted.devices.resize(part->fresh_->size());
        for (uint32_t i = 0; i < adopted.devices.size(); ++i) {
            const std::string_view id = part->fresh_->id(i);
            adopted.devices[i] = fresh_->find_or_add(id, key_of(id));
        }
        for (const NumberMark& mark : part->marks_) {
            const uint32_t row = count_ + mark.row, number = part_number - first_number + mark.number;
            if (marks_.empty() || number - marks_.back().number != row - marks_.back().row)
                marks_.push_back({row, number});
        }
        for (const LongDuration& entry : part->long_durations_)
            long_durations_.push_back({count_ + entry.row, entry.seconds});
        count_ += part->count_;
        id_bytes += part->ids_.id_bytes();
    }
    SAMEBILL_ASSERT(count_ <= most);
    set_memory(count_);
    ids_.resize(count_);
    char* ids = memory_->ids.take(id_bytes);
    for (Adopted& adopted : all) {
        adopted.ids = ids;
        ids += adopted.part->ids_.id_bytes();
    }
    holds_others_ = true;
    return all;
}

void SessionPart::copy(const Adopted& adopted) {
    const SessionPart& part = *adopted.part;
    const uint32_t first = adopted.first_row, count = part.count_;
    std::memcpy(when_ + first, part.when_, count * sizeof *when_);
    std::memcpy(quantity_ + first, part.quantity_, count * sizeof *quantity_);
    for (uint32_t row = 0; row < count; ++row) entry_[first + row] = part.entry_[row] + first;
    for (uint32_t row = 0; row < count; ++row) {
        const uint32_t device = part.device_[row];
        device_[first + row] = (device & fresh_device) == 0 ? device : adopted.devices[device & ~fresh_device];
    }
    ids_.copy(part.ids_, first, adopted.ids);
}

uint32_t SessionPart::number_of(uint32_t row) const {
    const auto after = std::upper_bound(marks_.begin(), marks_.end(), row,
                                        [](uint32_t value, const NumberMark& mark) { return value < mark.row; });
    return (after - 1)->number + (row - (after - 1)->row);
}

uint32_t SessionPart::row_of(uint32_t number) const {
    const auto after = std::upper_bound(marks_.begin(), marks_.end(), number,
                                        [](uint32_t value, const NumberMark& mark) { return value < mark.number; });
    return (after - 1)->row + (number - (after - 1)->number);
}

int64_t SessionPart::long_duration_of(uint32_t row) const {
    const auto found = std::lower_bound(long_durations_.begin(), long_durations_.end(), row,
                                        [](const LongDuration& entry, uint32_t value) { return entry.row < value; });
    SAMEBILL_ASSERT(found != long_durations_.end() && found->row == row);
    return found->seconds;
}

bool SessionPart::same(uint32_t row, const SessionPart& other, uint32_t other_row) const {
    return when_[row] == other.when_[other_row] && quantity_[row] == other.quantity_[other_row] &&
           device_[row] == other.device_[other_row] &&
           (duration_in(when_[row]) != long_duration || long_duration_of(row) == other.long_duration_of(other_row));
}

uint64_t SessionPart::bytes() const {
    return ids_.bytes() + marks_.capacity() * sizeof(NumberMark) + long_durations_.capacity() * sizeof(LongDuration) +
           runs.capacity() * sizeof(uint32_t);
}

}  // namespace samebill
