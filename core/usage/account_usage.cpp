// SPDX-License-Identifier: MIT
#include "core/usage/account_usage.h"

#include <algorithm>

#include "core/base/assert.h"

namespace samebill {

AccountUsage::AccountUsage(const UsageQuery& query) : table_(query.table), own_records_only_(query.own_records_only) {
    for (Month month = query.from; month <= query.through + 1; ++month) month_begins_.push_back(start_of_month(month));
    unknown_.resize(static_cast<size_t>(month_count()));
    duplicates_.resize(static_cast<size_t>(month_count()));
    std::vector<uint32_t> owner(table_->device_count(), UINT32_MAX);
    table_devices_ = table_->find_devices(query.devices);
    for (size_t device = 0; device < table_devices_.size(); ++device) {
        if (table_devices_[device] != UINT32_MAX) owner[table_devices_[device]] = static_cast<uint32_t>(device);
    }
    plain_ = month_count() == 1 && in_one_month();
    for (size_t device = 0; device < table_devices_.size() && !plain_; ++device) {
        if (device == 0) offsets_.push_back(0);
        place_device(table_devices_[device], device, true);
    }
    if (!own_records_only_) {
        for (uint32_t table_device = 0; table_device < owner.size(); ++table_device) {
            if (owner[table_device] == UINT32_MAX) place_device(table_device, 0, false);
        }
    }
    count_duplicates(owner);
}

// True if every session of the account's devices starts in the first month.
bool AccountUsage::in_one_month() const {
    if (table_->starts_within(month_begins_[0], month_begins_[1])) return true;
    const uint64_t* when = table_->when();
    for (const uint32_t device : table_devices_) {
        if (device == UINT32_MAX) continue;
        const auto range = table_->sessions_of(device);
        uint64_t outside = 0;
        for (uint64_t at = range.begin; at < range.end; ++at) {
            const Instant start = start_in(when[at]);
            outside |=
                static_cast<uint64_t>(start < month_begins_[0]) | static_cast<uint64_t>(start >= month_begins_[1]);
        }
        if (outside != 0) return false;
    }
    return true;
}

int AccountUsage::month_of_start(Instant start) const {
    if (start < month_begins_.front()) return -1;
    if (start >= month_begins_.back()) return month_count();
    const auto next = std::upper_bound(month_begins_.begin(), month_begins_.end(), start);
    return static_cast<int>(next - month_begins_.begin()) - 1;
}

// Sorts the positions of one device by month (known devices), and takes out what no walk will see.
void AccountUsage::place_device(uint32_t table_device, size_t device, bool known) {
    const auto months = static_cast<size_t>(month_count());
    if (known) offsets_.resize((device + 1) * months + 1, order_.size());
    if (table_device == UINT32_MAX) return;
    const std::string_view id = table_->device_id(table_device);
    const auto range = table_->sessions_of(table_device);
    std::vector<uint64_t> counts(known ? months : 0);
    for (uint64_t at = range.begin; at < range.end; ++at) {
        const int month = month_of_start(table_->start(at));
        if (month == month_count())
            after_.push_back(at);
        else if (month < 0)
            count_uncounted(before_, id, table_->session(at));
        else if (!known)
            count_uncounted(unknown_[static_cast<size_t>(month)], id, table_->session(at));
        else
            ++counts[static_cast<size_t>(month)];
    }
    if (!known) return;
    const size_t base = device * months;
    for (size_t month = 0; month < months; ++month) offsets_[base + month + 1] = offsets_[base + month] + counts[month];
    order_.resize(offsets_[base + months]);
    std::vector<uint64_t> next(offsets_.begin() + static_cast<std::ptrdiff_t>(base),
                               offsets_.begin() + static_cast<std::ptrdiff_t>(base + months));
    for (uint64_t at = range.begin; at < range.end; ++at) {
        const int month = month_of_start(table_->start(at));
        if (month >= 0 && month < month_count()) order_[next[static_cast<size_t>(month)]++] = static_cast<uint32_t>(at);
    }
}

void AccountUsage::count_uncounted(std::vector<UncountedUsage>& list, std::string_view device, const Session& session) {
    // The records of one device come one after the other, so its rows are among the last three.
    for (size_t back = 1; back <= kind_count && back <= list.size(); ++back) {
        UncountedUsage& row = list[list.size() - back];
        if (row.device != device || row.kind != session.kind) continue;
        row.sessions += 1;
        if (!add_checked(row.quantity, session.quantity)) overflow_ = true;
        return;
    }
    list.push_back({device, session.kind, 1, session.quantity});
}

void AccountUsage::count_duplicates(std::span<const uint32_t> owner) {
    for (const SessionTable::Duplicates& dropped : table_->duplicates()) {
        if (own_records_only_ && owner[dropped.device] == UINT32_MAX) continue;
        const int month = month_of_start(dropped.month_start);
        if (month < month_count()) duplicates_[static_cast<size_t>(std::max(month, 0))] += dropped.count;
    }
}

DeviceUsage::Columns AccountUsage::columns(uint32_t device, int month) const {
    const uint32_t table_device = table_devices_[device];
    if (table_device == UINT32_MAX) return {};
    if (plain_) {
        const auto range = table_->sessions_of(table_device);
        return {table_->when(), table_->quantity(), nullptr, range.begin, range.end - range.begin};
    }
    const size_t at = device * static_cast<size_t>(month_count()) + static_cast<size_t>(month);
    return {table_->when(), table_->quantity(), order_.data() + offsets_[at], 0, offsets_[at + 1] - offsets_[at]};
}

void AccountUsage::sorted_sessions(uint32_t device, int month, std::vector<Session>& sessions) const {
    const Columns found = columns(device, month);
    const uint64_t* const when = table_->when();
    std::vector<std::pair<uint64_t, uint64_t>> order(found.count);  // the packed start, the position
    // By start first: words sort by start. Files mostly come nearly in order, each session a few places from its own;
    // what is not is sorted afterwards. Sessions of the same start are then brought into the order of their ids.
    uint64_t moves = 0, most_moves = 8 * found.count;
    uint64_t taken = 0;
    for (; taken < found.count && moves <= most_moves; ++taken) {
        const std::pair entry(when[found.at(taken)], found.at(taken));
        uint64_t at = taken;
        for (; at > 0 && entry < order[at - 1]; --at) order[at] = order[at - 1];
        order[at] = entry;
        moves += taken - at;
    }
    if (taken < found.count) {
        for (; taken < found.count; ++taken) order[taken] = {when[found.at(taken)], found.at(taken)};
        std::sort(order.begin(), order.end());
    }
    sessions.clear();
    for (const auto& [word, position] : order) sessions.push_back(table_->session(position));
    for (size_t first = 0; first < sessions.size();) {
        size_t last = first + 1;
        while (last < sessions.size() && sessions[last].start == sessions[first].start) ++last;
        if (last - first > 1) {
            std::sort(sessions.begin() + static_cast<std::ptrdiff_t>(first),
                      sessions.begin() + static_cast<std::ptrdiff_t>(last), [&](const Session& a, const Session& b) {
                          return table_->record_id(a.record) < table_->record_id(b.record);
                      });
        }
        first = last;
    }
}

}  // namespace samebill
