// SPDX-License-Identifier: MIT
#include "core/usage/usage_table.h"

#include <algorithm>

#include "core/base/assert.h"
#include "core/usage/csv_reader.h"
#include "core/usage/ndjson_reader.h"

namespace samebill {

UsageTable::UsageTable() : impl_(std::make_unique<Impl>()) {}
UsageTable::~UsageTable() = default;
UsageTable::UsageTable(UsageTable&&) noexcept = default;
UsageTable& UsageTable::operator=(UsageTable&&) noexcept = default;

namespace {

// Nothing is thrown across the door: a table that could not be filled for lack of memory says so when it is billed.
template <class Work>
void guarded(UsageTable::Impl& impl, Work work) {
    if (impl.failed) return;
    try {
        work();
    } catch (...) {
        impl.failed = true;
        impl.reader.reset();
    }
}

}  // namespace

void UsageTable::begin(Format format, std::string_view name) {
    end();
    SAMEBILL_ASSERT(impl_->claimed.empty());
    guarded(*impl_, [&] {
        impl_->intake.begin_input(name);
        if (format == Format::csv)
            impl_->reader = std::make_unique<CsvReader>(impl_->intake);
        else
            impl_->reader = std::make_unique<NdjsonReader>(impl_->intake);
    });
}

void UsageTable::feed(std::string_view chunk) {
    SAMEBILL_ASSERT(impl_->failed || impl_->reader != nullptr);
    guarded(*impl_, [&] { impl_->reader->feed(chunk); });
}

void UsageTable::end() {
    if (impl_->reader == nullptr) return;
    guarded(*impl_, [&] { impl_->reader->end(); });
    impl_->reader.reset();
}

void UsageTable::seal() {
    end();
    guarded(*impl_, [&] { impl_->seal(); });
}

int64_t UsageTable::records() const {
    return impl_->rejects.records;
}
int64_t UsageTable::rejected() const {
    return impl_->rejects.rejected;
}
int64_t UsageTable::bytes() const {
    return impl_->sessions.bytes() + impl_->intake.bytes() +
           static_cast<int64_t>(impl_->claimed.capacity() * sizeof(uint64_t));
}

void UsageTable::Impl::seal() {
    if (!claimed.empty()) return;
    sessions.seal();
    claimed.assign(sessions.device_count() + 1, 0);  // never empty once sealed
}

std::string_view UsageTable::Impl::claim(std::string_view account, std::span<const std::string_view> device_ids) {
    uint64_t mark = 14'695'981'039'346'656'037u;  // FNV-1a
    for (const char c : account) mark = (mark ^ static_cast<unsigned char>(c)) * 1'099'511'628'211u;
    mark |= 1;
    std::vector<uint32_t> devices;
    for (const std::string_view id : device_ids) {
        const uint32_t device = sessions.find_device(id);
        if (device == UINT32_MAX) continue;
        if (claimed[device] != 0 && claimed[device] != mark) return id;
        devices.push_back(device);
    }
    for (const uint32_t device : devices) claimed[device] = mark;
    return {};
}

namespace {

// Of many sessions those with the smallest record numbers, as many as are kept.
class FirstRecords {
public:
    void add(uint32_t record, uint64_t position) {
        ++seen_;
        if (heap_.size() == kept_rejects) {
            if (record > heap_.front().first) return;
            std::pop_heap(heap_.begin(), heap_.end());
            heap_.pop_back();
        }
        heap_.emplace_back(record, position);
        std::push_heap(heap_.begin(), heap_.end());
    }
    const std::vector<std::pair<uint32_t, uint64_t>>& sorted() {
        std::sort_heap(heap_.begin(), heap_.end());
        return heap_;
    }
    int64_t seen() const { return seen_; }

private:
    std::vector<std::pair<uint32_t, uint64_t>> heap_;
    int64_t seen_ = 0;
};

// The record as a line of CSV: what a reject shows of a record that was well read.
std::string written_out(const SessionTable& table, uint64_t position) {
    const Session session = table.session(position);
    std::string text(table.record_id(session.record));
    text.append(",").append(table.device_id(table.device_of(position))).append(",").append(name_of(session.kind));
    text.append(",").append(format_instant(session.start)).append(",").append(format_instant(session.end));
    return text.append(",").append(std::to_string(session.quantity));
}

Rejects list_of(const UsageTable::Impl& impl, FirstRecords& found, std::string_view code, std::string_view message) {
    Rejects list;
    list.records = impl.rejects.records;
    for (const auto& [record, position] : found.sorted()) {
        Reject* kept = list.add(code);
        const auto place = impl.intake.place_of(record);
        kept->record = record;
        kept->line = place.line;
        kept->column = 1;
        kept->message = message;
        kept->text = shown_text(written_out(impl.sessions, position));
        kept->file = place.file;
    }
    if (found.seen() > list.rejected) {
        list.rejected = found.seen();
        list.counts[std::string(code)] = found.seen();
    }
    return list;
}

}  // namespace

Rejects UsageTable::Impl::listed(std::span<const uint64_t> positions, std::string_view code,
                                 std::string_view message) const {
    FirstRecords found;
    for (const uint64_t position : positions) found.add(sessions.record()[position], position);
    return list_of(*this, found, code, message);
}

Rejects UsageTable::Impl::unclaimed_records() const {
    FirstRecords found;
    for (uint32_t device = 0; device < sessions.device_count(); ++device) {
        if (claimed[device] != 0) continue;
        const auto range = sessions.sessions_of(device);
        for (uint64_t at = range.begin; at < range.end; ++at) found.add(sessions.record()[at], at);
    }
    return list_of(*this, found, "unknown_device",
                   "no account that was billed has this device: add it to its account, or leave the record out");
}

}  // namespace samebill
