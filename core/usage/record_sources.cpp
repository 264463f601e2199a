// SPDX-License-Identifier: MIT
#include "core/usage/record_sources.h"

#include <algorithm>

#include "core/base/assert.h"
#include "core/usage/rejects.h"

namespace samebill {

void RecordSources::note_shape(uint32_t number, const RowShape& shape) {
    if (!marks_.empty() && shapes_[marks_.back().shape] == shape) return;
    auto known = std::find(shapes_.begin(), shapes_.end(), shape);
    if (known == shapes_.end()) known = shapes_.insert(known, shape);
    marks_.push_back({number, static_cast<uint32_t>(known - shapes_.begin())});
}

void RecordSources::keep(uint32_t number, int64_t id_column, std::string_view text) {
    const std::string_view shown = text.substr(0, shown_bytes + longest_character);
    kept_.push_back({number, static_cast<uint32_t>(shown.size()), texts_.size(), id_column});
    texts_ += shown;
}

RecordSources::Source RecordSources::of(uint32_t number, const UsageRecord& record) const {
    const auto kept = std::lower_bound(kept_.begin(), kept_.end(), number,
                                       [](const Kept& entry, uint32_t value) { return entry.number < value; });
    if (kept != kept_.end() && kept->number == number)
        return {texts_.substr(static_cast<size_t>(kept->begin), kept->length), kept->id_column};
    const auto after = std::upper_bound(marks_.begin(), marks_.end(), number,
                                        [](uint32_t value, const ShapeMark& mark) { return value < mark.number; });
    SAMEBILL_ASSERT(after != marks_.begin());
    const RowShape& shape = shapes_[(after - 1)->shape];
    Source source;
    for (size_t i = 0; i < field_count; ++i) {
        source.text += shape.around[i].text();
        switch (shape.order[i]) {
            case Field::id:
                source.id_column = static_cast<int64_t>(source.text.size()) + (shape.is_quoted() ? 0 : 1);
                source.text += record.id;
                break;
            case Field::device: source.text += record.device; break;
            case Field::kind: source.text += name_of(record.kind); break;
            case Field::start: source.text += format_instant(record.start); break;
            case Field::end: source.text += format_instant(record.end); break;
            case Field::quantity: source.text += std::to_string(record.quantity); break;
        }
    }
    source.text += shape.around[field_count].text();
    return source;
}

void RecordSources::append(const RecordSources& stretch, uint32_t first_number) {
    for (const ShapeMark& mark : stretch.marks_) note_shape(first_number + mark.number, stretch.shapes_[mark.shape]);
    for (const Kept& kept : stretch.kept_)
        kept_.push_back({first_number + kept.number, kept.length, texts_.size() + kept.begin, kept.id_column});
    texts_ += stretch.texts_;
}

void RecordSources::clear() {
    RecordSources after;
    if (!marks_.empty()) after.note_shape(0, shapes_[marks_.back().shape]);
    *this = std::move(after);
}

uint64_t RecordSources::bytes() const {
    return shapes_.capacity() * sizeof(RowShape) + marks_.capacity() * sizeof(ShapeMark) +
           kept_.capacity() * sizeof(Kept) + texts_.capacity();
}

}  // namespace samebill
