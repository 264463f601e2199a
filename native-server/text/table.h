// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

// Text set in columns. What comes in: cells of any length, lines inside a cell separated by '\n'. What comes out: lines
// of at most `page_width` columns. Nothing is ever cut: what does not fit goes on in the next line of its cell, so two
// ids that differ look different.

namespace samebill::text {

inline constexpr int page_width = 80;

// Lines of at most `columns` columns, broken at spaces where there are some.
std::vector<std::string> wrap(std::string_view value, int columns);

// `value` between spaces, so that it ends (right) or begins (left) a field of `columns` columns.
std::string right(std::string_view value, int columns);
std::string left(std::string_view value, int columns);

enum class Align { left, right };

struct Column {
    std::string title;
    Align align = Align::left;
};

class Table {
public:
    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
    void add_row(std::vector<std::string> cells);
    bool empty() const { return rows_.empty(); }
    // All rows under their titles, moved in by two columns.
    std::string print() const;

private:
    std::vector<int> widths() const;

    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace samebill::text
