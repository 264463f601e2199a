// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/usage/session_part.h"
#include "core/usage/usual_rows.h"

namespace samebill {

// How records stood in their files, for the rejects of those that turn out to be in conflict once ids are compared. A
// row of the usual form is written out again from its values and the form; of others the text is kept until then.
class RecordSources {
public:
    // Records from this number on, unless they are kept, are rows of this shape.
    void note_shape(uint32_t number, const RowShape& shape);
    void keep(uint32_t number, int64_t id_column, std::string_view text);

    struct Source {
        std::string text;       // without the line end, at least as much as a reject shows
        int64_t id_column = 1;  // byte of the id's field, from 1
    };
    Source of(uint32_t number, const UsageRecord& record) const;

    // Those of the stretch that follows, whose numbers begin at `first_number`.
    void append(const RecordSources& stretch, uint32_t first_number);
    // Forgets all records but the shape of the last.
    void clear();
    uint64_t bytes() const;

private:
    struct ShapeMark {
        uint32_t number;
        uint32_t shape;
    };
    struct Kept {
        uint32_t number;
        uint32_t length;
        uint64_t begin;
        int64_t id_column;
    };
    std::vector<RowShape> shapes_;
    std::vector<ShapeMark> marks_;
    std::vector<Kept> kept_;
    std::string texts_;
};

}  // namespace samebill
