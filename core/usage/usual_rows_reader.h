// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstring>

#include "core/base/calendar.h"
#include "core/usage/id_key.h"
#include "core/usage/usual_rows.h"

// The usual rows' reader, once for each way of scanning ids: `Scan::id_run(p)` gives how many of the 16 bytes at p are
// id characters before the first that is not. Everything else is plain words of 8 bytes. Included by usual_rows_*.cpp
// alone.

// Into one loop that keeps its place in a register.
#define SAMEBILL_INLINE __attribute__((always_inline)) inline

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
        const char* from = rows.from;
        while (rows.to - from > slack) {
            const auto* end =
                static_cast<const char*>(std::memchr(from, '\n', static_cast<size_t>(rows.to - from - slack)));
            if (end == nullptr || end - from > longest) break;
            SessionTable::Record& record = intake.next();
            const char* at = from;
            if (!(plain_csv ? read_plain_csv(at, record) : read_shaped(at, record))) break;
            if (at != end && !(at + 1 == end && *at == '\r')) break;
            if (record.end < record.start) break;
            const int64_t id_column = plain_csv ? 1 : record.id.data() - from + (quoted_ ? 0 : 1);
            intake.add_next({{from, static_cast<size_t>(at - from)}, line, id_column});
            ++line;
            from = end + 1;
        }
        return from;
    }

    SAMEBILL_INLINE bool read_plain_csv(const char*& at, SessionTable::Record& record) {
        return read_id(at, record.id) && take(at, ',') && read_id(at, record.device) && take(at, ',') &&
               read_kind(at, record.kind) && take(at, ',') && read_instant(at, record.start) && take(at, ',') &&
               read_instant(at, record.end) && take(at, ',') && read_quantity(at, record.quantity);
    }

    SAMEBILL_INLINE bool read_shaped(const char*& at, SessionTable::Record& record) {
        for (size_t i = 0; i < field_count; ++i) {
            if (!take(at, shape_.around[i])) return false;
            bool well = false;
            switch (shape_.order[i]) {
                case Field::id: well = read_id(at, record.id); break;
                case Field::device: well = read_id(at, record.device); break;
                case Field::kind: well = read_kind(at, record.kind); break;
                case Field::start: well = read_instant(at, record.start); break;
                case Field::end: well = read_instant(at, record.end); break;
                case Field::quantity: well = read_quantity(at, record.quantity); break;
            }
            if (!well) return false;
        }
        return take(at, shape_.around[field_count]);
    }

    SAMEBILL_INLINE static bool take(const char*& at, char c) { return *at++ == c; }
    SAMEBILL_INLINE static bool take(const char*& at, const Literal& literal) {
        uint64_t wrong = 0;
        for (uint32_t i = 0; i < literal.word_count; ++i)
            wrong |= (load_word(at + 8 * i) ^ literal.words[i]) & literal.masks[i];
        at += literal.length;
        return wrong == 0;
    }

    SAMEBILL_INLINE static bool read_id(const char*& at, std::string_view& id) {
        if (!is_letter_or_digit(static_cast<unsigned char>(*at))) return false;
        uint32_t length = Scan::id_run(at);
        for (uint32_t run = length; run == 16 && length <= 128; length += run) run = Scan::id_run(at + length);
        if (length > 128) return false;
        id = {at, length};
        at += length;
        return true;
    }
    static bool is_letter_or_digit(unsigned char c) {
        return static_cast<unsigned char>((c | 0x20) - 'a') < 26 || static_cast<unsigned char>(c - '0') < 10;
    }

    // `data`, `sms`, `voice`: told apart by two bits of their first letters, then compared whole.
    SAMEBILL_INLINE static bool read_kind(const char*& at, Kind& kind) {
        struct Name {
            uint64_t word, mask;
            uint32_t length;
            Kind kind;
        };
        static constexpr Name names[4] = {{1, 0, 0, Kind::data},
                                          {0x736D73, 0xFFFFFF, 3, Kind::sms},             // "sms"
                                          {0x61746164, 0xFFFFFFFF, 4, Kind::data},        // "data"
                                          {0x6563696F76, 0xFFFFFFFFFF, 5, Kind::voice}};  // "voice"
        const uint64_t word = load_word(at);
        const Name& name = names[word >> 1 & 3];
        kind = name.kind;
        at += name.length;
        return (word & name.mask) == name.word;
    }

    // 2026-03-01T00:00:00Z
    SAMEBILL_INLINE bool read_instant(const char*& at, Instant& instant) {
        const uint64_t text = load_word(at);
        MonthMemory::Entry& month = months_.entries[(text >> 48 & 15) | (text >> 36 & 16)];
        if (month.text != text && !learn_month(month, text)) return false;
        // "DDThh:mm" and "h:mm:ssZ" less the zeros of digits and less the signs: each byte at most the digit that may
        // stand there.
        const uint64_t date = load_word(at + 8) ^ 0x30303A3030543030u;
        const uint64_t time = load_word(at + 12) ^ 0x5A30303A30303A30u;
        const uint64_t wrong =
            (((date + 0x767A7F767D7F767Cu) | date) | ((time + 0x7F767A7F767A7F76u) | time)) & 0x8080808080808080u;
        const uint64_t date_pairs = date * 10 + (date >> 8);
        const uint64_t time_pairs = time * 10 + (time >> 8);
        const uint32_t day = static_cast<uint32_t>(date_pairs & 0xFF) - 1;
        const uint32_t hour = date_pairs >> 24 & 0xFF;
        const bool well = (wrong == 0) & (hour < 24) & (day < month.days);
        instant = month.first + day * 86'400 + hour * 3600 + static_cast<uint32_t>(date_pairs >> 48 & 0xFF) * 60 +
                  static_cast<uint32_t>(time_pairs >> 40 & 0xFF);
        at += 20;
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
    SAMEBILL_INLINE static uint32_t read_digits(const char* from, uint64_t& value) {
        const uint64_t word = load_word(from) ^ 0x3030303030303030u;
        const uint64_t wrong = ((word + 0x7676767676767676u) | word) & 0x8080808080808080u;
        const uint32_t count = wrong == 0 ? 8 : static_cast<uint32_t>(__builtin_ctzll(wrong)) / 8;
        if (count == 0) return 0;
        uint64_t digits = word << (64 - 8 * count);
        digits = digits * 10 + (digits >> 8);
        digits = ((digits & 0x000000FF000000FFu) * 0x000F424000000064u +
                  (digits >> 16 & 0x000000FF000000FFu) * 0x0000271000000001u) >>
                 32;
        value = digits;
        return count;
    }
    SAMEBILL_INLINE static bool read_quantity(const char*& at, int64_t& quantity) {
        uint64_t value = 0;
        uint32_t count = read_digits(at, value);
        if (count == 0 || (*at == '0' && count > 1)) return false;
        if (count == 8) {
            static constexpr uint64_t powers[9] = {1,       10,        100,        1000,       10'000,
                                                   100'000, 1'000'000, 10'000'000, 100'000'000};
            uint64_t rest = 0;
            const uint32_t more = read_digits(at + 8, rest);
            value = value * powers[more] + rest;
            count += more;  // at 16 a further digit stays, and what must follow a value is not there
        }
        at += count;
        quantity = static_cast<int64_t>(value);
        return value <= static_cast<uint64_t>(max_quantity);
    }

    const RowShape& shape_;
    MonthMemory& months_;
    const bool quoted_ = shape_.around[0].length > 0;
};

}  // namespace samebill

#undef SAMEBILL_INLINE
