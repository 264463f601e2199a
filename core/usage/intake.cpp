// SPDX-License-Identifier: MIT
#include "core/usage/intake.h"

#include <algorithm>

#include "core/base/assert.h"

namespace samebill {

void Intake::begin_input(std::string_view name) {
    flush();
    names_.emplace_back(name);
    line_shift_ = INT64_MIN;
}

void Intake::note_line(int64_t line) {
    SAMEBILL_ASSERT(next_record() < UINT32_MAX);
    marks_.push_back({static_cast<uint32_t>(next_record()), static_cast<uint32_t>(names_.size() - 1), line});
    line_shift_ = line - next_record();
}

void Intake::reject(const Fault& fault) {
    flush();
    if (Reject* kept = rejects_.add("schema")) {
        kept->record = rejects_.records;
        kept->line = fault.line;
        kept->column = fault.column;
        kept->message = fault.message;
        kept->text = shown_text(fault.text);
        kept->file = names_.back();
    }
    ++rejects_.records;
}

void Intake::count_unread(int64_t records) {
    flush();
    rejects_.count("schema", records);
    rejects_.records += records;
}

void Intake::flush() {
    if (held_ == 0) return;
    SAMEBILL_ASSERT(next_record() < UINT32_MAX);
    const auto first = static_cast<uint32_t>(rejects_.records);
    for (uint32_t i = 0; i < held_; ++i) {
        if (table_.add(records_[i], keys_[i], first + i) != SessionTable::Added::conflict) continue;
        Reject* kept = rejects_.add("conflicting_record");
        if (kept == nullptr) continue;
        kept->record = first + i;
        kept->line = sources_[i].line;
        kept->column = sources_[i].id_column;
        kept->message =
            "a record with this id came before and says something else; it stands, this one is left out: "
            "give every record an id of its own";
        kept->text = shown_text(sources_[i].text);
        kept->file = names_.back();
    }
    rejects_.records += held_;
    held_ = 0;
}

Intake::Place Intake::place_of(uint32_t record) const {
    const auto after = std::upper_bound(marks_.begin(), marks_.end(), record,
                                        [](uint32_t number, const LineMark& mark) { return number < mark.record; });
    SAMEBILL_ASSERT(after != marks_.begin());
    const LineMark& mark = *(after - 1);
    return {names_[mark.input], mark.line + (record - mark.record)};
}

int64_t Intake::bytes() const {
    return static_cast<int64_t>(sizeof *this) + static_cast<int64_t>(marks_.capacity() * sizeof(LineMark));
}

}  // namespace samebill
