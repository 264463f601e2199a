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
    guarded(*impl_, [&] { impl_->feed(chunk); });
}

void UsageTable::end() {
    if (impl_->reader == nullptr) return;
    guarded(*impl_, [&] { impl_->reader->end(); });
    impl_->reader.reset();
}

void UsageTable::lend(const RunJobs* run_jobs) {
    impl_->run_jobs = run_jobs;
}

void UsageTable::seal() {
    end();
    guarded(*impl_, [&] { impl_->seal(impl_->run_jobs); });
}

int64_t UsageTable::records() const {
    return impl_->rejects.records;
}
int64_t UsageTable::rejected() const {
    return impl_->settled_rejects().rejected;
}
int64_t UsageTable::bytes() const {
    return impl_->sessions.bytes() + impl_->intake.bytes() +
           static_cast<int64_t>(impl_->claimed.capacity() * sizeof(uint64_t));
}
bool UsageTable::failed() const {
    return impl_->failed;
}

namespace {

// Where a line begins, at `wanted` or behind it; the end if none does.
size_t next_line(std::string_view text, size_t wanted) {
    if (wanted >= text.size()) return text.size();
    const size_t line_feed = text.find('\n', wanted);
    return line_feed == std::string_view::npos ? text.size() : line_feed + 1;
}

}  // namespace

void UsageTable::Impl::feed(std::string_view chunk) {
    if (by_device) return feed_by_device(chunk);
    read(chunk);
    if (intake.should_settle()) intake.settle(run_jobs);
}

void UsageTable::Impl::read(std::string_view chunk) {
    constexpr size_t worth_threads = 1 << 20;
    if (run_jobs != nullptr && chunk.size() >= worth_threads)
        feed_in_stretches(chunk);
    else
        reader->feed(chunk);
}

// In pieces, so that no chunk is too large for what may be held at a time.
void UsageTable::Impl::feed_by_device(std::string_view chunk) {
    constexpr size_t most_bytes = 8 << 20;
    for (; !chunk.empty() && by_device->out_of_order == UINT32_MAX;
         chunk.remove_prefix(std::min(chunk.size(), most_bytes))) {
        read(chunk.substr(0, most_bytes));
        by_device->out_of_order = sessions.first_out_of_order();
        if (by_device->out_of_order == UINT32_MAX && (sessions.size() >= by_device->enough || intake.should_settle()))
            hand_on();
    }
}

void UsageTable::Impl::hand_on() {
    intake.settle(run_jobs);
    SessionTable rest;
    rest.compare_within_devices();
    const uint32_t first = sessions.move_last_device(rest);
    if (first == UINT32_MAX) return;
    sessions.seal(run_jobs);
    claimed.assign(sessions.device_count() + 1, 0);
    by_device->take(rest.device_id(0));
    by_device->unclaimed = merged(by_device->unclaimed, unclaimed_records());
    claimed.clear();
    sessions = std::move(rest);
    intake.forget_places_before(first);
}

void UsageTable::Impl::take_last_devices() {
    by_device->take({});
    by_device->unclaimed = merged(by_device->unclaimed, unclaimed_records());
    by_device->unclaimed.records = rejects.records;
}

// Cut where lines end, so that the stretches can be read at the same time. Each is read as if a record began there;
// where it shows that none does, it is read again, from where the record before it ends. The cut looks at the text
// alone, and what is read is put together in its order: nothing depends on the threads.
void UsageTable::Impl::feed_in_stretches(std::string_view chunk) {
    const size_t whole_lines = chunk.rfind('\n') + 1;  // 0 if there is none
    size_t at = std::min(next_line(chunk, 0), whole_lines);
    reader->feed(chunk.substr(0, at));  // the rest of a record, or the header
    while (at < whole_lines) at += read_at_once(chunk.substr(at, whole_lines - at));
    reader->feed(chunk.substr(whole_lines));
}

// The first stretches of the lines; returns how many bytes they are. Few at first: what devices there are is known to
// the stretches that come after, and need not be found out by each.
size_t UsageTable::Impl::read_at_once(std::string_view lines) {
    constexpr size_t stretch_bytes = 1 << 20, fewest = 2, most_at_once = 16;
    const size_t most = std::clamp(stretches.size() * 2, fewest, most_at_once);
    struct Piece {
        std::string_view text;
        std::unique_ptr<RecordReader> reader;
    };
    std::vector<Piece> pieces;
    size_t at = 0;
    while (at < lines.size() && pieces.size() < most) {
        const size_t end = next_line(lines, at + stretch_bytes - 1);
        Piece& piece = pieces.emplace_back();
        piece.text = lines.substr(at, end - at);
        at = end;
        if (stretches.size() < pieces.size()) stretches.push_back(std::make_unique<Intake::Stretch>(intake));
        Intake::Stretch& stretch = *stretches[pieces.size() - 1];
        stretch.begin(intake);
        if (piece.text.size() <= Intake::longest_stretch) piece.reader = reader->sibling(stretch.intake());
    }
    (*run_jobs)(static_cast<uint32_t>(pieces.size()), [&](uint32_t i) {
        if (pieces[i].reader) pieces[i].reader->feed(pieces[i].text);
    });
    std::vector<Intake::Read> read;
    for (size_t i = 0; i < pieces.size(); ++i) {
        const int64_t line = reader->line();
        if (pieces[i].reader && reader->is_between_records() && reader->take(*pieces[i].reader)) {
            read.push_back({stretches[i].get(), line});
            continue;
        }
        intake.take(read, run_jobs);
        read.clear();
        reader->feed(pieces[i].text);
    }
    intake.take(read, run_jobs);
    return at;
}

const Rejects& UsageTable::Impl::settled_rejects() {
    guarded(*this, [&] { intake.settle(run_jobs); });
    return rejects;
}

void UsageTable::Impl::seal(const RunJobs* threads) {
    if (!claimed.empty()) return;
    stretches.clear();
    if (by_device && by_device->out_of_order == UINT32_MAX) by_device->out_of_order = sessions.first_out_of_order();
    intake.settle(threads);
    sessions.seal(threads);
    run_jobs = nullptr;
    claimed.assign(sessions.device_count() + 1, 0);  // never empty once sealed
}

std::string_view UsageTable::Impl::claim(std::string_view account, std::span<const uint32_t> devices) {
    uint64_t mark = 14'695'981'039'346'656'037u;  // FNV-1a
    for (const char c : account) mark = (mark ^ static_cast<unsigned char>(c)) * 1'099'511'628'211u;
    mark |= 1;
    for (const uint32_t device : devices) {
        if (device != UINT32_MAX && claimed[device] != 0 && claimed[device] != mark) return sessions.device_id(device);
    }
    for (const uint32_t device : devices) {
        if (device != UINT32_MAX) claimed[device] = mark;
    }
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
