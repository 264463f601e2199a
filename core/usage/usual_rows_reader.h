// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <cstring>

#include "core/base/calendar.h"
#include "core/usage/id_key.h"
#include "core/usage/intake.h"
#include "core/usage/scan_plain.h"
#include "core/usage/usual_rows.h"

// The usual rows' reader, once for each way of looking at several bytes at once (scan_*.h). Everything else is plain
// words of 8 bytes. Included by usual_rows*.cpp alone.

// Into one loop that keeps its place in a register.
#define SAMEBILL_INLINE __attribute__((always_inline)) inline

namespace samebill {

template <class Scan>
class UsualRowReader {
public:
    UsualRowReader(const RowShape& shape, DayMemory& days, Intake& intake)
        : shape_(shape), days_(days), intake_(intake) {}

    // Looks at nothing outside [from, to).
    const char* read(RowPlaces rows, int64_t& line) {
        line_ = line;
        rows.from = shape_.plain_csv ? read_well_inside<true>(rows) : read_well_inside<false>(rows);
        // The last ones are read where zeros follow them: a row ends with its line feed.
        if (!stopped_ && rows.from != rows.to) {
            char last[2 * reach] = {};
            const auto size = static_cast<size_t>(rows.to - rows.from);
            std::memcpy(last, rows.from, size);
            const RowPlaces places{last, last + sizeof last};
            const char* const end = shape_.plain_csv ? read_well_inside<true>(places) : read_well_inside<false>(places);
            rows.from += end - last;
        }
        line = line_;
        return rows.from;
    }

private:
    // A row of the usual form is shorter, and nothing is looked at further from its beginning: ids of 128 bytes,
    // instants of 20, a quantity of 16, a kind, a line end and the longest literals; words may reach 16 bytes beyond.
    static constexpr std::ptrdiff_t reach = 2 * 128 + 2 * 20 + 16 + 5 + 2 + (field_count + 1) * Literal::most + 16;

    // Rows that begin at least `reach` before the end.
    template <bool plain_csv>
    const char* read_well_inside(RowPlaces rows) {
        const char* from = rows.from;
        SessionPart::DeviceName devices[IdStore::block];
        while (!stopped_ && rows.to - from >= reach) {
            const SessionPart::Writer to = intake_.begin_rows();
            const char* const last = rows.to - reach;
            char* next_id = to.ids.next;
            uint32_t count = 0;
            while (count < to.room && from <= last) {
                Row row;
                const char* at = from;
                const bool well =
                    plain_csv ? read_plain_csv(at, row, devices[count]) : read_shaped(at, row, devices[count]);
                stopped_ = !well || !end_line(at);
                if (stopped_) break;
                const auto duration = static_cast<uint64_t>(row.end - row.start);
                // An end before the start is a duration that is longer still.
                stopped_ = duration >= long_duration;
                if (stopped_) break;
                to.when[count] =
                    static_cast<uint64_t>(row.start) << (duration_bits + 2) | row.kind << duration_bits | duration;
                to.quantity[count] = row.quantity;
                to.entry[count] = SessionPart::entry_of(row.id_hash, to.first_row + count);
                to.ids.lengths[count] = static_cast<uint8_t>(row.id_length);
                std::memcpy(next_id, row.id, 16);  // what is too much is written over
                if (row.id_length > 16) std::memcpy(next_id, row.id, row.id_length);
                next_id += row.id_length;
                to.known->prefetch(devices[count].key.hash);
                ++count;
                from = at;
            }
            intake_.end_rows({count, next_id, devices, line_, &shape_});
            line_ += count;
        }
        return from;
    }

    struct Row {
        const char* id;
        uint32_t id_length;
        uint64_t id_hash;
        uint64_t kind;
        Instant start;
        Instant end;
        uint64_t quantity;
    };

    SAMEBILL_INLINE bool read_plain_csv(const char*& at, Row& row, SessionPart::DeviceName& device) {
        if (!read_record_id(at, row) || !take(at, ',') || !read_device(at, device) || !take(at, ',')) return false;
        if (!read_kind(at, row.kind) || !take(at, ',')) return false;
        // start,end,
        const char* const start = at;
        const char* const end = at + 21;
        uint32_t start_time = 0, end_time = 0;
        if (!Scan::seconds(start + 11, end + 11, start_time, end_time)) return false;
        if (word_of_two(start + 19) != zulu_comma || word_of_two(end + 19) != zulu_comma) return false;
        if (!read_day(start, row.start) || !read_day(end, row.end)) return false;
        row.start += start_time;
        row.end += end_time;
        at += 42;
        return Scan::quantity(at, row.quantity);
    }

    SAMEBILL_INLINE bool read_shaped(const char*& at, Row& row, SessionPart::DeviceName& device) {
        for (size_t i = 0; i < field_count; ++i) {
            if (!take(at, shape_.around[i])) return false;
            bool well = false;
            switch (shape_.order[i]) {
                case Field::id: well = read_record_id(at, row); break;
                case Field::device: well = read_device(at, device); break;
                case Field::kind: well = read_kind(at, row.kind); break;
                case Field::start: well = read_instant(at, row.start); break;
                case Field::end: well = read_instant(at, row.end); break;
                case Field::quantity: well = Scan::quantity(at, row.quantity); break;
            }
            if (!well) return false;
        }
        return take(at, shape_.around[field_count]);
    }

    SAMEBILL_INLINE static bool end_line(const char*& at) {
        if (*at == '\r') ++at;
        return *at++ == '\n';
    }
    SAMEBILL_INLINE static bool take(const char*& at, char c) { return *at++ == c; }
    SAMEBILL_INLINE static bool take(const char*& at, const Literal& literal) {
        uint64_t wrong = 0;
        for (uint32_t i = 0; i < literal.word_count; ++i)
            wrong |= (load_word(at + 8 * i) ^ literal.words[i]) & literal.masks[i];
        at += literal.length;
        return wrong == 0;
    }

    // Most ids of a file have one length: where the next field begins is known before its bytes are looked at. The
    // barrier keeps the compiler from making the guess depend on them again.
    SAMEBILL_INLINE static uint32_t guessed(uint32_t length, uint32_t& guess) {
        if (__builtin_expect_with_probability(length != guess, 0, 0.99)) guess = length;
        uint32_t known = guess;
        __asm__("" : "+r"(known));
        return known;
    }
    SAMEBILL_INLINE bool read_record_id(const char*& at, Row& row) {
        if (!begins_id(*at)) return false;
        const ShortId begin = Scan::id_run(at);
        row.id = at;
        if (begin.length == 16) {
            IdKey key;
            if (!read_long_id(at, row.id_length, key)) return false;
            row.id_hash = key.hash;
            at += row.id_length;
            return true;
        }
        row.id_length = guessed(begin.length, record_id_length_);
        row.id_hash = id_hash::of_short(begin.low, begin.high);
        at += row.id_length;
        return true;
    }
    SAMEBILL_INLINE bool read_device(const char*& at, SessionPart::DeviceName& device) {
        if (!begins_id(*at)) return false;
        const ShortId begin = Scan::id_run(at);
        device.text = at;
        if (begin.length == 16) {
            if (!read_long_id(at, device.length, device.key)) return false;
            at += device.length;
            return true;
        }
        device.length = guessed(begin.length, device_id_length_);
        device.key.low = begin.low;
        device.key.high = begin.high;
        device.key.hash = id_hash::of_short(begin.low, begin.high);
        at += device.length;
        return true;
    }
    // Of 16 bytes or more.
    __attribute__((noinline)) static bool read_long_id(const char* at, uint32_t& length, IdKey& key) {
        length = 16;
        for (uint32_t run = 16; run == 16 && length <= IdStore::longest; length += run)
            run = Scan::id_run(at + length).length;
        if (length > IdStore::longest) return false;
        key = key_of({at, length});
        return true;
    }
    SAMEBILL_INLINE static bool begins_id(char c) {
        static constexpr std::array<bool, 256> letters_and_digits = [] {
            std::array<bool, 256> set{};
            for (uint32_t i = 0; i < 256; ++i) set[i] = (i | 0x20) - 'a' < 26 || i - '0' < 10;
            return set;
        }();
        return letters_and_digits[static_cast<unsigned char>(c)];
    }

    // `data`, `sms`, `voice`: told apart by two bits of their first letters, then compared whole.
    SAMEBILL_INLINE static bool read_kind(const char*& at, uint64_t& kind) {
        struct Name {
            uint64_t word, mask;
            uint64_t length, kind;
        };
        static constexpr Name names[4] = {{1, 0, 0, 0},
                                          {0x736D73, 0xFFFFFF, 3, index_of(Kind::sms)},             // "sms"
                                          {0x61746164, 0xFFFFFFFF, 4, index_of(Kind::data)},        // "data"
                                          {0x6563696F76, 0xFFFFFFFFFF, 5, index_of(Kind::voice)}};  // "voice"
        const uint64_t word = load_word(at);
        const Name& name = names[word >> 1 & 3];
        kind = name.kind;
        at += name.length;
        return (word & name.mask) == name.word;
    }

    // 2026-03-01T00:00:00Z
    SAMEBILL_INLINE bool read_instant(const char*& at, Instant& instant) {
        uint32_t time = 0;
        if (!PlainScan::seconds(at + 11, time) || at[19] != 'Z' || !read_day(at, instant)) return false;
        instant += time;
        at += 20;
        return true;
    }
    static constexpr uint16_t zulu_comma = 'Z' | ',' << 8;
    SAMEBILL_INLINE static uint16_t word_of_two(const char* from) {
        uint16_t word;
        std::memcpy(&word, from, 2);
        return word;
    }
    // 01T
    SAMEBILL_INLINE static uint64_t day_at(const char* date) { return load_word(date + 8) & 0xFFFFFF; }
    // Mostly that of the instant before.
    SAMEBILL_INLINE bool read_day(const char* date, Instant& begin) {
        if ((load_word(date) != last_.month || day_at(date) != last_.day) && !find_day(date)) return false;
        begin = last_.begin;
        return true;
    }
    __attribute__((noinline)) bool find_day(const char* date) {
        const uint64_t month = load_word(date), day = day_at(date);
        const uint64_t place = (day & 3) << 4 | (day >> 8 & 15);
        DayMemory::Entry& entry = days_.entries[(place + (month >> 48 & 15) * 37) % 128];
        if ((entry.month != month || entry.day != day) && !learn_day(entry, date)) return false;
        last_ = entry;
        return true;
    }
    static bool learn_day(DayMemory::Entry& entry, const char* text) {
        const auto date = parse_date({text, 10});
        if (!date || text[10] != 'T') return false;
        entry = {load_word(text), day_at(text), start_of(*date)};
        return true;
    }

    const RowShape& shape_;
    DayMemory& days_;
    Intake& intake_;
    DayMemory::Entry last_;
    uint32_t record_id_length_ = 0;
    uint32_t device_id_length_ = 0;
    int64_t line_ = 0;
    bool stopped_ = false;  // at a row that is not of this shape, or not whole
};

}  // namespace samebill

#undef SAMEBILL_INLINE
