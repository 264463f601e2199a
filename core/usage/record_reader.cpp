// SPDX-License-Identifier: MIT
#include "core/usage/record_reader.h"

#include <algorithm>
#include <cstring>

namespace samebill {

namespace {

constexpr std::string_view too_long =
    "the record is longer than 65536 bytes: shorten it, or close the quoted field in it";
constexpr std::string_view not_closed =
    "a quoted field is not closed: put a quote at its end, and double quotes inside it";

const char* find_line_feed(const char* from, const char* to) {
    return static_cast<const char*>(std::memchr(from, '\n', static_cast<size_t>(to - from)));
}

}  // namespace

// The line feed that ends the record, or null; the scan goes on where it stopped.
const char* RecordReader::find_end(const char* from, const char* to) {
    if (from == to) return nullptr;
    if (quotes_ == Quotes::none) return find_line_feed(from, to);
    for (const char* at = from; at < to; ++at) {
        switch (place_) {
            case Place::field_start:
            case Place::unquoted:
                if (*at == '\n') return at;
                if (*at == ',')
                    place_ = Place::field_start;
                else
                    place_ = *at == '"' && place_ == Place::field_start ? Place::quoted : Place::unquoted;
                break;
            case Place::quoted:
                if (*at == '"') place_ = Place::after_quote;
                break;
            case Place::after_quote:
                if (*at == '\n') return at;
                place_ = *at == '"' ? Place::quoted : *at == ',' ? Place::field_start : Place::unquoted;
                break;
        }
    }
    return nullptr;
}

void RecordReader::take_record(std::string_view record) {
    place_ = Place::field_start;
    if (!record.empty() && record.back() == '\r') record.remove_suffix(1);
    const auto lines = 1 + std::count(record.begin(), record.end(), '\n');
    if (!record.empty()) read_record(record);
    line_ += lines;
}

uint64_t RecordReader::drop_first_line(std::string_view begun, std::string_view message) {
    const bool in_quotes = place_ == Place::quoted;
    place_ = Place::field_start;
    const char* end = find_line_feed(begun.data(), begun.data() + begun.size());
    const uint64_t length = end == nullptr ? begun.size() : static_cast<uint64_t>(end - begun.data());
    reject_endless(begun.substr(0, static_cast<size_t>(length)), message);
    if (end == nullptr) {
        skipping_ = true;
        return length;
    }
    if (in_quotes && --restarts_ < 0) {
        const auto lines = std::count(begun.begin(), begun.end(), '\n');
        intake_.count_unread(lines);  // the last of them may go on: it is passed over to its end
        line_ += lines;
        skipping_ = true;
        return begun.size();
    }
    ++line_;
    return length + 1;
}

void RecordReader::reject_endless(std::string_view line, std::string_view message) {
    intake_.reject({line_, 1, message, line});
}

void RecordReader::feed(std::string_view chunk) {
    const char* at = chunk.data();
    const char* const end = at + chunk.size();
    while (at < end) {
        if (skipping_) {
            const char* line_feed = find_line_feed(at, end);
            if (line_feed == nullptr) break;
            skipping_ = false;
            ++line_;
            at = line_feed + 1;
            continue;
        }
        if (begun_.empty()) {
            at = read_usual(at, end);
            if (at == end) break;
        }
        // At most one byte more than the longest record may have: its line feed.
        const uint64_t room = longest_record + 1 - begun_.size();
        const char* const last = at + std::min<uint64_t>(room, static_cast<uint64_t>(end - at));
        const char* line_feed = find_end(at, last);
        if (line_feed != nullptr) {
            if (begun_.empty()) {
                take_record({at, static_cast<size_t>(line_feed - at)});
            } else {
                begun_.append(at, line_feed);
                take_record(begun_);
                begun_.clear();
            }
            at = line_feed + 1;
            continue;
        }
        begun_.append(at, last);
        at = last;
        if (begun_.size() > longest_record) {
            const std::string whole = std::move(begun_);
            begun_.clear();
            const uint64_t done = drop_first_line(whole, too_long);
            feed(std::string_view(whole).substr(static_cast<size_t>(done)));  // shorter than the longest record: once
        }
    }
}

bool RecordReader::take(const RecordReader& sibling) {
    if (!sibling.is_between_records() || sibling.restarts_ != most_restarts) return false;
    line_ += sibling.line_ - 1;
    return true;
}

void RecordReader::end() {
    // Each turn takes at least the first line of what is left.
    while (!begun_.empty()) {
        const std::string whole = std::move(begun_);
        begun_.clear();
        if (place_ != Place::quoted) {
            take_record(whole);
        } else {
            const uint64_t done = drop_first_line(whole, not_closed);
            feed(std::string_view(whole).substr(static_cast<size_t>(done)));
        }
    }
}

}  // namespace samebill
