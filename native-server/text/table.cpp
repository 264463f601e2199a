// SPDX-License-Identifier: MIT
#include "native-server/text/table.h"

#include <algorithm>

#include "core/base/assert.h"
#include "native-server/text/words.h"

namespace samebill::text {

namespace {

constexpr int indent = 2;
constexpr int gap = 2;
constexpr int narrowest = 8;

// Bytes of the first `columns` code points.
size_t bytes_of(std::string_view value, int columns) {
    size_t at = 0;
    while (at < value.size()) {
        const bool begins = (static_cast<unsigned char>(value[at]) & 0xc0) != 0x80;
        if (begins && columns-- == 0) break;
        at++;
    }
    return at;
}

// Where to break a word that does not fit: after a mark between its parts, unless that leaves most of the line empty.
size_t part_end(std::string_view word, size_t limit) {
    const size_t mark = word.substr(0, limit).find_last_of("-._:@+/");
    return mark != std::string_view::npos && mark + 1 >= limit / 2 ? mark + 1 : limit;
}

void wrap_line(std::string_view line, int columns, std::vector<std::string>& out) {
    while (width(line) > columns) {
        const size_t limit = bytes_of(line, columns);
        size_t cut = line.rfind(' ', limit);
        if (cut == std::string_view::npos || cut == 0) cut = part_end(line, limit);
        out.emplace_back(line.substr(0, cut));
        line.remove_prefix(cut);
        while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
    }
    out.emplace_back(line);
}

std::string trimmed(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line + '\n';
}

}  // namespace

std::vector<std::string> wrap(std::string_view value, int columns) {
    std::vector<std::string> out;
    while (true) {
        const size_t end = value.find('\n');
        wrap_line(value.substr(0, end), columns, out);
        if (end == std::string_view::npos) return out;
        value.remove_prefix(end + 1);
    }
}

std::string right(std::string_view value, int columns) {
    return std::string(static_cast<size_t>(std::max(0, columns - width(value))), ' ') + std::string(value);
}

std::string left(std::string_view value, int columns) {
    return std::string(value) + std::string(static_cast<size_t>(std::max(0, columns - width(value))), ' ');
}

void Table::add_row(std::vector<std::string> cells) {
    SAMEBILL_ASSERT(cells.size() == columns_.size());
    rows_.push_back(std::move(cells));
}

// The natural widths, the widest left-aligned column narrowed one step at a time until the page holds them.
std::vector<int> Table::widths() const {
    std::vector<int> out;
    int total = indent - gap;
    for (size_t c = 0; c < columns_.size(); c++) {
        int widest = width(columns_[c].title);
        for (const auto& row : rows_) {
            for (const std::string& line : wrap(row[c], 1 << 20)) widest = std::max(widest, width(line));
        }
        out.push_back(widest);
        total += widest + gap;
    }
    while (total > page_width) {
        size_t choice = columns_.size();
        for (size_t c = 0; c < columns_.size(); c++) {
            const bool can = columns_[c].align == Align::left && out[c] > narrowest;
            if (can && (choice == columns_.size() || out[c] > out[choice])) choice = c;
        }
        if (choice == columns_.size()) break;
        out[choice]--;
        total--;
    }
    return out;
}

std::string Table::print() const {
    const std::vector<int> fields = widths();
    std::string out;
    const auto print_row = [&](const std::vector<std::string>& cells) {
        std::vector<std::vector<std::string>> parts;
        size_t height = 0;
        for (size_t c = 0; c < cells.size(); c++) {
            parts.push_back(wrap(cells[c], fields[c]));
            height = std::max(height, parts.back().size());
        }
        for (size_t h = 0; h < height; h++) {
            std::string line(indent, ' ');
            for (size_t c = 0; c < cells.size(); c++) {
                const std::string part = h < parts[c].size() ? parts[c][h] : "";
                line += columns_[c].align == Align::right ? right(part, fields[c]) : left(part, fields[c]);
                line += std::string(gap, ' ');
            }
            out += trimmed(line);
        }
    };
    std::vector<std::string> titles;
    for (const Column& column : columns_) titles.push_back(column.title);
    print_row(titles);
    for (const auto& row : rows_) print_row(row);
    return out;
}

}  // namespace samebill::text
