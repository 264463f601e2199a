// SPDX-License-Identifier: MIT
#include "core/codec/usage_text.h"

#include <array>

#include "core/codec/decode_event.h"
#include "core/usage/json_line.h"

namespace samebill {

namespace {

constexpr size_t nowhere = std::string_view::npos;

bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

size_t skip_space(std::string_view text, size_t at) {
    while (at < text.size() && is_space(text[at])) ++at;
    return at;
}

// After the string that begins at the quote; nowhere if it has no end.
size_t skip_string(std::string_view text, size_t at) {
    for (++at; at < text.size(); ++at) {
        if (text[at] == '"') return at + 1;
        if (text[at] == '\\') ++at;
    }
    return nowhere;
}

// After the flat object that begins at the brace; nowhere if it is not flat or has no end.
size_t skip_record(std::string_view text, size_t at) {
    ++at;
    while (at < text.size()) {
        switch (text[at]) {
            case '"':
                at = skip_string(text, at);
                if (at == nowhere) return nowhere;
                break;
            case '}': return at + 1;
            case '{':
            case '[':
            case ']': return nowhere;
            default: ++at;
        }
    }
    return nowhere;
}

// Calls `take(record)` for each object of the list that begins at the bracket; after the list, or nowhere if it has
// anything else in it or `take` says no.
template <class Take>
size_t walk_list(std::string_view text, size_t at, Take take) {
    at = skip_space(text, at + 1);
    if (at < text.size() && text[at] == ']') return at + 1;
    while (at < text.size() && text[at] == '{') {
        const size_t end = skip_record(text, at);
        if (end == nowhere || !take(text.substr(at, end - at))) return nowhere;
        at = skip_space(text, end);
        if (at < text.size() && text[at] == ']') return at + 1;
        if (at == text.size() || text[at] != ',') return nowhere;
        at = skip_space(text, at + 1);
    }
    return nowhere;
}

// Sessions on their way into the table. Their ids stay where they are until `flush`.
class Batch {
public:
    explicit Batch(UsageInput& usage) : usage_(usage) {}

    SessionTable::Record& next() { return records_[held_]; }
    void take_next(const Place& list) {
        keys_[held_] = usage_.sessions.keys_of(records_[held_]);
        if (++held_ == size) flush(list);
    }
    void flush(const Place& list) {
        for (uint32_t i = 0; i < held_; ++i) {
            const uint32_t position = first_ + i;
            const auto added = usage_.sessions.add(records_[i], keys_[i], position);
            if (added != SessionTable::Added::stored || records_[i].start >= usage_.end)
                report_added(records_[i], added, {&list, {}, position, 2 * position + 1, true}, usage_);
        }
        first_ += held_;
        held_ = 0;
    }
    // A record that gives no session; all before it must be flushed.
    void pass_over() { ++first_; }

private:
    static constexpr uint32_t size = 128;

    UsageInput& usage_;
    std::array<SessionTable::Record, size> records_;
    std::array<SessionTable::Keys, size> keys_;
    uint32_t held_ = 0;
    uint32_t first_ = 0;  // position of the first record held
};

}  // namespace

std::optional<UsageSpan> find_usage(std::string_view text) {
    size_t at = skip_space(text, 0);
    if (at == text.size() || text[at] != '{') return std::nullopt;
    int level = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c != '"') {
            level += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            ++at;
            continue;
        }
        const size_t begin = at;
        at = skip_string(text, at);
        if (at == nowhere) return std::nullopt;
        if (level != 1 || text.substr(begin, at - begin) != "\"usage\"") continue;
        at = skip_space(text, at);
        if (at == text.size() || text[at] != ':') continue;  // a value, not a name
        at = skip_space(text, at + 1);
        if (at == text.size() || text[at] != '[') return std::nullopt;
        const size_t end = walk_list(text, at, [](std::string_view) { return true; });
        if (end == nowhere) return std::nullopt;
        return UsageSpan{at, end};
    }
    return std::nullopt;
}

bool read_usage_text(Reader& reader, const Value& list, std::string_view text, UsageInput& usage) {
    constexpr int levels_around = 2;  // the document and the list
    Batch batch(usage);
    JsonLine line;
    uint32_t position = 0;
    const size_t end = walk_list(text, 0, [&](std::string_view record) {
        const Value element{nullptr, {&list.place, {}, position, 2 * position + 1, true}};
        ++position;
        const bool is_usual =
            !read_json_line(record, line) && !line.escaped && !read_fields(line.texts, line.order, batch.next());
        if (is_usual) {
            batch.take_next(list.place);
            return true;
        }
        batch.flush(list.place);
        Json json;
        if (!parse_json(record, json, reader.problems, element.place, most_levels - levels_around)) return false;
        if (read_session(reader, Value{&json, element.place}, batch.next())) {
            batch.take_next(list.place);
            batch.flush(list.place);  // the ids are in `json`
        } else {
            batch.pass_over();
        }
        return true;
    });
    batch.flush(list.place);
    return end == text.size();
}

}  // namespace samebill
