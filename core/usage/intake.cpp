// SPDX-License-Identifier: MIT
#include "core/usage/intake.h"

#include <algorithm>
#include <utility>

#include "core/base/assert.h"

namespace samebill {

void Intake::begin_input(std::string_view name) {
    names_.emplace_back(name);
    line_shift_ = INT64_MIN;
}

SessionPart& Intake::part() {
    SAMEBILL_ASSERT(rejects_->records < UINT32_MAX - IdStore::block);
    SessionPart& part = own_part_ != nullptr ? *own_part_ : table_->open_part(next_record());
    part.number_next(next_record() - part.first_number);
    return part;
}

void Intake::mark_line(int64_t line) {
    marks_.push_back({next_record(), static_cast<uint32_t>(names_.size() - 1), line});
    line_shift_ = line - rejects_->records;
}

void Intake::add(const UsageRecord& record, const Source& source) {
    part().add(record);
    note_line(source.line);
    // Once as many earlier ones are kept as are listed, no later record is.
    if (rejects_->first.size() < rejects_->keep) sources_.keep(next_record(), source.id_column, source.text);
    ++rejects_->records;
}

void Intake::end_rows(const Rows& rows) {
    SessionPart& to = own_part_ != nullptr ? *own_part_ : table_->open_part(next_record());
    to.end_writing(rows.count, rows.next_id, rows.devices);
    if (rows.count == 0) return;
    note_line(rows.line);
    sources_.note_shape(next_record(), *rows.shape);
    rejects_->records += rows.count;
}

void Intake::reject(const Fault& fault) {
    if (Reject* kept = rejects_->add("schema")) {
        kept->record = rejects_->records;
        kept->line = fault.line;
        kept->column = fault.column;
        kept->message = fault.message;
        kept->text = shown_text(fault.text);
        kept->file = names_.back();
    }
    ++rejects_->records;
}

void Intake::count_unread(int64_t records) {
    rejects_->count("schema", records);
    rejects_->records += records;
}

void Intake::settle(const RunJobs* run_jobs) {
    Rejects conflicts;
    conflicts.records = rejects_->records;
    conflicts.keep = rejects_->keep;
    const std::vector<Reject>& listed = rejects_->first;
    const auto report = [&](const SessionTable::TakenOut& taken) {
        if (!taken.in_conflict) return;
        const bool after_all =
            listed.size() >= rejects_->keep && (listed.empty() || taken.number > listed.back().record);
        if (after_all) return conflicts.count("conflicting_record", 1);
        Reject* kept = conflicts.add("conflicting_record");
        if (kept == nullptr) return;
        const auto place = place_of(taken.number);
        const auto source = sources_.of(taken.number, taken.record);
        kept->record = taken.number;
        kept->line = place.line;
        kept->column = source.id_column;
        kept->message =
            "a record with this id came before and says something else; it stands, this one is left out: "
            "give every record an id of its own";
        kept->text = shown_text(source.text);
        kept->file = place.file;
    };
    table_->settle(report, run_jobs);
    sources_.clear();
    if (conflicts.rejected > 0) *rejects_ = merged(*rejects_, conflicts);
}

bool Intake::should_settle() const {
    constexpr uint64_t little = 16 << 20, a_record = 4;
    return sources_.bytes() > std::max(little, static_cast<uint64_t>(rejects_->records) * a_record);
}

Intake::Stretch::Stretch(const Intake& around) {
    begin(around);
}

void Intake::Stretch::begin(const Intake& around) {
    memory_.reuse();
    fresh_.clear();
    rejects_ = Rejects();
    rejects_.keep = around.rejects_->keep;
    part_.emplace(around.table_->new_part(memory_, fresh_));
    intake_.emplace(*part_, rejects_);
    intake_->begin_input(around.names_.back());
}

void Intake::take(std::span<const Read> stretches, const RunJobs* run_jobs) {
    std::vector<SessionPart::Filled> filled;
    for (const auto& [stretch, line] : stretches) {
        const Intake& other = *stretch->intake_;
        SAMEBILL_ASSERT(rejects_->records + stretch->rejects_.records < UINT32_MAX);
        const uint32_t first = next_record();
        for (const LineMark& mark : other.marks_) {
            const int64_t shift = mark.line + line - 1 - (int64_t{first} + mark.record);
            if (shift == line_shift_) continue;
            marks_.push_back({first + mark.record, static_cast<uint32_t>(names_.size() - 1), mark.line + line - 1});
            line_shift_ = shift;
        }
        sources_.append(other.sources_, first);
        rejects_->append(stretch->rejects_, line - 1);
        filled.push_back({&*stretch->part_, first});
    }
    table_->take_parts(filled, run_jobs);
}

void Intake::forget_places_before(uint32_t record) {
    const auto after = std::upper_bound(marks_.begin(), marks_.end(), record,
                                        [](uint32_t number, const LineMark& mark) { return number < mark.record; });
    if (after != marks_.begin()) marks_.erase(marks_.begin(), after - 1);
}

Intake::Place Intake::place_of(uint32_t record) const {
    const auto after = std::upper_bound(marks_.begin(), marks_.end(), record,
                                        [](uint32_t number, const LineMark& mark) { return number < mark.record; });
    SAMEBILL_ASSERT(after != marks_.begin());
    const LineMark& mark = *(after - 1);
    return {names_[mark.input], mark.line + (record - mark.record)};
}

int64_t Intake::bytes() const {
    return static_cast<int64_t>(sizeof *this) + static_cast<int64_t>(marks_.capacity() * sizeof(LineMark)) +
           static_cast<int64_t>(sources_.bytes());
}

}  // namespace samebill
