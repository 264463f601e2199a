// SPDX-License-Identifier: MIT
#include "core/usage/session_table.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>

#include "core/base/assert.h"

namespace samebill {

struct SessionTable::Columns {
    bool sealed = false;
    std::vector<uint64_t> when, quantity;
    std::vector<uint32_t> device, record;
    std::vector<int64_t> duration;
    std::vector<std::string> ids;  // by position before the seal
    std::vector<uint64_t> offsets;
    std::vector<std::string> devices;
    std::unordered_map<std::string, uint32_t> device_index;
    std::unordered_map<std::string, uint32_t> record_index;
    std::unordered_map<uint32_t, uint32_t> id_of_record;
    std::unordered_map<uint32_t, int64_t> duration_of_record;
    std::map<std::pair<uint32_t, Month>, int64_t> dropped;
    std::vector<Duplicates> duplicates;
};

SessionTable::SessionTable() : columns_(std::make_unique<Columns>()) {}
SessionTable::~SessionTable() = default;
SessionTable::SessionTable(SessionTable&&) noexcept = default;
SessionTable& SessionTable::operator=(SessionTable&&) noexcept = default;

SessionTable::Added SessionTable::add(const Record& record, uint32_t number) {
    Columns& c = *columns_;
    SAMEBILL_ASSERT(!c.sealed);
    const auto at = static_cast<uint32_t>(c.when.size());
    const uint64_t when = pack_when(record.start, record.kind, record.end);
    const auto [known, fresh] = c.record_index.emplace(std::string(record.id), at);
    const auto device = c.device_index.find(std::string(record.device));
    if (!fresh) {
        const uint32_t first = known->second;
        const bool same = device != c.device_index.end() && device->second == c.device[first] && c.when[first] == when &&
                          c.quantity[first] == static_cast<uint64_t>(record.quantity) &&
                          c.duration[first] == record.end - record.start;
        if (!same) return Added::conflict;
        ++c.dropped[{device->second, month_at(record.start)}];
        return Added::duplicate;
    }
    uint32_t number_of_device = static_cast<uint32_t>(c.devices.size());
    if (device == c.device_index.end()) {
        c.devices.emplace_back(record.device);
        c.device_index.emplace(std::string(record.device), number_of_device);
    } else {
        number_of_device = device->second;
    }
    c.when.push_back(when);
    c.quantity.push_back(static_cast<uint64_t>(record.quantity));
    c.duration.push_back(record.end - record.start);
    c.device.push_back(number_of_device);
    c.record.push_back(number);
    c.ids.emplace_back(record.id);
    c.id_of_record.emplace(number, at);
    return Added::stored;
}

void SessionTable::add(const Record* records, uint32_t count, uint32_t first_number, Added* added) {
    for (uint32_t i = 0; i < count; ++i) added[i] = add(records[i], first_number + i);
}

void SessionTable::seal() {
    Columns& c = *columns_;
    if (c.sealed) return;
    c.sealed = true;
    std::vector<uint32_t> order(c.when.size());
    for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return c.device[a] < c.device[b]; });
    Columns out;
    c.offsets.assign(c.devices.size() + 1, 0);
    for (const uint32_t i : order) {
        out.when.push_back(c.when[i]);
        out.quantity.push_back(c.quantity[i]);
        out.duration.push_back(c.duration[i]);
        out.record.push_back(c.record[i]);
        ++c.offsets[c.device[i] + 1];
    }
    for (size_t d = 0; d < c.devices.size(); ++d) c.offsets[d + 1] += c.offsets[d];
    c.when = std::move(out.when);
    c.quantity = std::move(out.quantity);
    c.duration = std::move(out.duration);
    c.record = std::move(out.record);
    for (const auto& [key, count] : c.dropped) c.duplicates.push_back({key.first, start_of_month(key.second), count});
}

uint64_t SessionTable::size() const { return columns_->when.size(); }
int64_t SessionTable::bytes() const { return static_cast<int64_t>(columns_->when.size() * 200); }
uint32_t SessionTable::device_count() const { return static_cast<uint32_t>(columns_->devices.size()); }
std::string_view SessionTable::device_id(uint32_t device) const { return columns_->devices[device]; }

uint32_t SessionTable::find_device(std::string_view id) const {
    const auto found = columns_->device_index.find(std::string(id));
    return found == columns_->device_index.end() ? UINT32_MAX : found->second;
}

SessionTable::Range SessionTable::sessions_of(uint32_t device) const {
    SAMEBILL_ASSERT(columns_->sealed);
    return {columns_->offsets[device], columns_->offsets[device + 1]};
}

uint32_t SessionTable::device_of(uint64_t position) const {
    const auto& offsets = columns_->offsets;
    return static_cast<uint32_t>(std::upper_bound(offsets.begin(), offsets.end(), position) - offsets.begin() - 1);
}

Session SessionTable::session(uint64_t position) const {
    const uint64_t word = columns_->when[position];
    Session session;
    session.start = start_in(word);
    session.end = session.start + columns_->duration[position];
    session.quantity = static_cast<int64_t>(columns_->quantity[position]);
    session.record = columns_->record[position];
    session.kind = kind_in(word);
    return session;
}

const uint64_t* SessionTable::when() const { return columns_->when.data(); }
const uint64_t* SessionTable::quantity() const { return columns_->quantity.data(); }
const uint32_t* SessionTable::record() const { return columns_->record.data(); }
std::string_view SessionTable::record_id(uint32_t record) const { return columns_->ids[columns_->id_of_record.at(record)]; }
const std::vector<SessionTable::Duplicates>& SessionTable::duplicates() const { return columns_->duplicates; }

}  // namespace samebill
