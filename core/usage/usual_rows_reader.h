// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstring>

#include "core/base/calendar.h"
#include "core/usage/id_key.h"
#include "core/usage/usual_rows.h"

// The usual rows' reader, once for each way of scanning ids: `Scan::id_run(p)` gives how many of the 16 bytes at p are id
// characters before the first that is not. Everything else is plain words of 8 bytes. Included by usual_rows_*.cpp alone.

namespace samebill {

template <class Scan>
class UsualRowReader {
public:
    UsualRowReader(const RowShape& shape, MonthMemory& months) : shape_(shape), months_(months) {}

    // Reads words of 8 and 16 bytes from [from, to) only.
    const char* read(Intake& intake, RowPlaces rows, int64_t& line) {
        return shape_.plain_csv ? read_all<true>(intake, rows, line) : read_all<false>(intake, rows, line);
    }

private:
    static constexpr std::ptrdiff_t slack = 64;      // no value or literal is looked at further behind a row's end
    static constexpr std::ptrdiff_t longest = 1024;  // longer rows are not usual

    template <bool plain_csv>
    const char* read_all(Intake& intake, RowPlaces rows, int64_t& line) {
        const char* at = rows.from;
        while (rows.to - at > slack) {
            const auto* end = static_cast<const char*>(std::memchr(at, '\n', static_cast<size_t>(rows.to - at - slack)));
            if (end == nullptr || end - at > longest) break;
            SessionTable::Record& record = intake.next();
            if (!(plain_csv ? read_plain_csv(at, record) : read_shaped(at, record))) break;
            if (at_ != end && !(at_ + 1 == end && *at_ == '\r')) break;
            if (record.end < record.start) break;
            const int64_t id_column = plain_csv ? 1 : record.id.data() - at + (quoted_ ? 0 : 1);
            intake.add_next({{at, static_cast<size_t>(at_ - at)}, line, id_column});
            ++line;
            at = end + 1;
        }
        return at;
    }

    bool read_plain_csv(const char* from, SessionTable::Record& record) {
        at_ = from;
        return read_id(record.id) && take(',') && read_id(record.device) && take(',') && read_kind(record.kind) && take(',') &&
               read_instant(record.start) && take(',') && read_instant(record.end) && take(',') &&
               read_quantity(record.quantity);
    }

    bool read_shaped(const char* from, SessionTable::Record& record) {
        at_ = from;
        for (size_t i = 0; i < field_count; ++i) {
            if (!take(shape_.around[i])) return false;
            bool well = false;
            switch (shape_.order[i]) {
                case Field::id: well = read_id(record.id); break;
                case Field::device: well = read_id(record.device); break;
                case Field::kind: well = read_kind(record.kind); break;
                case Field::start: well = read_instant(record.start); break;
                case Field::end: well = read_instant(record.end); break;
                case Field::quantity: well = read_quantity(record.quantity); break;
            }
            if (!well) return false;
        }
        return take(shape_.around[field_count]);
    }

    bool take(char c) { return *at_++ == c; }
    bool take(const Literal& literal) {
        uint64_t wrong = 0;
        for (uint32_t i = 0; i < literal.word_count; ++i)
            wrong |= (load_word(at_ + 8 * i) ^ literal.words[i]) & literal.masks[i];
        at_ += literal.length;
        return wrong == 0;
    }

    bool read_id(std::string_view& id) {
        const auto first = static_cast<unsigned char>(*at_);
        if (!is_letter_or_digit(first)) return false;
        uint32_t length = Scan::id_run(at_);
        for (uint32_t run = length; run == 16 && length <= 128; length += run) run = Scan::id_run(at_ + length);
        if (length > 128) return false;
        id = {at_, length};
        at_ += length;
        return true;
    }
    static bool is_letter_or_digit(unsigned char c) {
        return static_cast<unsigned char>((c | 0x20) - 'a') < 26 || static_cast<unsigned char>(c - '0') < 10;
    }

    // `data`, `sms`, `voice`: told apart by two bits of their first letters, then compared whole.
    bool read_kind(Kind& kind) {
        struct Name {
            uint64_t word, mask;
            uint32_t length;
            Kind kind;
        };
        static constexpr Name names[4] = {{1, 0, 0, Kind::data},
                                          {0x736D73, 0xFFFFFF, 3, Kind::sms},               // "sms"
                                          {0x61746164, 0xFFFFFFFF, 4, Kind::data},          // "data"
                                          {0x6563696F76, 0xFFFFFFFFFF, 5, Kind::voice}};    // "voice"
        const uint64_t word = load_word(at_);
        const Name& name = names[word >> 1 & 3];
        kind = name.kind;
        at_ += name.length;
        return (word & name.mask) == name.word;
    }

    // 2026-03-01T00:00:00Z
    bool read_instant(Instant& instant) {
        const uint64_t text = load_word(at_);
        MonthMemory::Entry& month = months_.entries[(text >> 48 & 15) | (text >> 36 & 16)];
        if (month.text != text && !learn_month(month, text)) return false;
        const uint32_t tens = static_cast<unsigned char>(at_[8]) - uint32_t{'0'};
        const uint32_t ones = static_cast<unsigned char>(at_[9]) - uint32_t{'0'};
        const uint32_t day = tens * 10 + ones - 1;
        // Tens and ones of the time less their digits' zeros, colons less colons: each at most the digit that may stand there.
        const uint64_t time = load_word(at_ + 11) ^ 0x30303A30303A3030u;
        const uint64_t wrong = ((time + 0x767A7F767A7F767Du) | time) & 0x8080808080808080u;
        const uint64_t pairs = time * 10 + (time >> 8);
        const uint64_t hours = pairs & 0xFF;
        const bool well = (wrong == 0) & (hours < 24) & (tens < 4) & (ones < 10) & (day < month.days) & (at_[10] == 'T') &
                          (at_[19] == 'Z');
        instant = month.first + static_cast<int64_t>(day * 86'400 + hours * 3600 + (pairs >> 24 & 0xFF) * 60 +
                                                     (pairs >> 48 & 0xFF));
        at_ += 20;
        return well;
    }
    static bool learn_month(MonthMemory::Entry& entry, uint64_t text) {
        char bytes[8];
        std::memcpy(bytes, &text, 8);
        const auto month = parse_month({bytes, 7});
        if (!month || bytes[7] != '-') return false;
        entry = {text, start_of_month(*month), static_cast<uint32_t>(days_in(*month))};
        return true;
    }

    // Digits from here on: how many of 8, and their value.
    static uint32_t read_digits(const char* from, uint64_t& value) {
        const uint64_t word = load_word(from) ^ 0x3030303030303030u;
        const uint64_t wrong = ((word + 0x7676767676767676u) | word) & 0x8080808080808080u;
        const uint32_t count = wrong == 0 ? 8 : static_cast<uint32_t>(__builtin_ctzll(wrong)) / 8;
        if (count == 0) return 0;
        uint64_t digits = word << (64 - 8 * count);
        digits = digits * 10 + (digits >> 8);
        digits = ((digits & 0x000000FF000000FFu) * 0x000F424000000064u + (digits >> 16 & 0x000000FF000000FFu) * 0x0000271000000001u) >> 32;
        value = digits;
        return count;
    }
    bool read_quantity(int64_t& quantity) {
        uint64_t value = 0;
        uint32_t count = read_digits(at_, value);
        if (count == 0 || (*at_ == '0' && count > 1)) return false;
        if (count == 8) {
            static constexpr uint64_t powers[9] = {1, 10, 100, 1000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000};
            uint64_t rest = 0;
            const uint32_t more = read_digits(at_ + 8, rest);
            value = value * powers[more] + rest;
            count += more;  // at 16 a further digit stays, and what must follow a value is not there
        }
        at_ += count;
        quantity = static_cast<int64_t>(value);
        return value <= static_cast<uint64_t>(max_quantity);
    }

    const RowShape& shape_;
    MonthMemory& months_;
    const char* at_ = nullptr;
    const bool quoted_ = shape_.around[0].length > 0;
};

}  // namespace samebill
