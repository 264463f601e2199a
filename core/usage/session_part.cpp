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

void SessionPart::adopt(const SessionPart& part) {
    set_memory(part.count_);
    id_memory_ = memory_->ids.take(part.ids_.id_bytes());
    adopted_.resize(part.fresh_->size());
    for (uint32_t i = 0; i < adopted_.size(); ++i) {
        const std::string_view id = part.fresh_->id(i);
        adopted_[i] = fresh_->find_or_add(id, key_of(id));
    }
    marks_ = part.marks_;
    long_durations_ = part.long_durations_;
    count_ = part.count_;
}

void SessionPart::copy(const SessionPart& part) {
    std::memcpy(when_, part.when_, count_ * sizeof *when_);
    std::memcpy(quantity_, part.quantity_, count_ * sizeof *quantity_);
    std::memcpy(entry_, part.entry_, count_ * sizeof *entry_);
    for (uint32_t row = 0; row < count_; ++row) {
        const uint32_t device = part.device_[row];
        device_[row] = (device & fresh_device) == 0 ? device : adopted_[device & ~fresh_device];
    }
    ids_ = part.ids_;
    ids_.move_to(id_memory_);
    adopted_ = {};
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
