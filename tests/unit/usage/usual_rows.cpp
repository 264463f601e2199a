// SPDX-License-Identifier: MIT
#include "core/usage/usual_rows.h"

#include <boost/test/unit_test.hpp>
#include <memory>
#include <string>
#include <vector>

#include "tests/unit/usage/readers.h"

using namespace samebill;
using namespace samebill::readers;

namespace {

struct Dice {
    uint64_t state;
    uint32_t below(uint32_t limit) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        return static_cast<uint32_t>((state >> 33) % limit);
    }
};

std::string two(uint32_t value) {
    return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

std::string any_instant(Dice& dice) {
    return std::to_string(1969 + dice.below(222)) + "-" + two(dice.below(14)) + "-" + two(dice.below(33)) + "T" +
           two(dice.below(25)) + ":" + two(dice.below(61)) + ":" + two(dice.below(61)) + "Z";
}

// Mostly a sound row: ids of all lengths and characters, quantities of all lengths, instants at the edges.
struct Row {
    std::string id, device, kind, start, end, quantity;
};
Row any_row(Dice& dice, uint32_t number) {
    static const std::string characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:@+-";
    const auto any_id = [&](uint32_t length) {
        std::string id(1, characters[dice.below(62)]);
        while (id.size() < length) id.push_back(characters[dice.below(static_cast<uint32_t>(characters.size()))]);
        return id;
    };
    Row row;
    row.id = any_id(1 + dice.below(dice.below(4) == 0 ? 129 : 20)) + std::to_string(number % 300);
    row.device = dice.below(3) == 0 ? any_id(1 + dice.below(129)) : "d" + std::to_string(dice.below(20));
    row.kind = std::vector<std::string>{"data", "voice", "sms"}[dice.below(3)];
    row.start = dice.below(4) == 0 ? any_instant(dice)
                                   : "2026-03-" + two(1 + dice.below(31)) + "T" + two(dice.below(24)) + ":00:59Z";
    row.end = dice.below(4) == 0 ? any_instant(dice) : "2027-02-28T23:59:" + two(dice.below(60)) + "Z";
    row.quantity = std::to_string(dice.below(10));
    for (uint32_t digits = dice.below(dice.below(4) == 0 ? 18 : 8); digits > 0; --digits)
        row.quantity += std::to_string(dice.below(10));
    if (dice.below(3) != 0 && row.quantity[0] == '0') row.quantity = "0";
    return row;
}

std::string as_csv(const Row& row) {
    return row.id + "," + row.device + "," + row.kind + "," + row.start + "," + row.end + "," + row.quantity;
}
std::string as_other_csv(const Row& row) {
    return row.end + "," + row.quantity + "," + row.device + "," + row.start + "," + row.id + "," + row.kind;
}
std::string as_json(const Row& row) {
    return "{\"id\":\"" + row.id + "\",\"device\":\"" + row.device + "\",\"kind\":\"" + row.kind + "\",\"start\":\"" +
           row.start + "\",\"end\":\"" + row.end + "\",\"quantity\":" + row.quantity + "}";
}
std::string as_other_json(const Row& row) {
    return "{ \"quantity\": " + row.quantity + ", \"end\": \"" + row.end + "\", \"start\": \"" + row.start +
           "\", \"kind\": \"" + row.kind + "\", \"device\": \"" + row.device + "\", \"id\": \"" + row.id + "\" }";
}

void mutate(std::string& line, Dice& dice) {
    static const std::string bytes = "\",\\\r\n :-+.TZ0159azAZ{}[]\x00\x7F\xC3\xA9\xFF";
    const size_t at = dice.below(static_cast<uint32_t>(line.size()));
    switch (dice.below(4)) {
        case 0: line[at] = bytes[dice.below(static_cast<uint32_t>(bytes.size()))]; break;
        case 1: line.erase(at, 1); break;
        case 2: line.insert(at, 1, bytes[dice.below(static_cast<uint32_t>(bytes.size()))]); break;
        default: line[at] = static_cast<char>(line[at] ^ (1 << dice.below(8))); break;
    }
}

std::string any_input(const std::string& header, std::string (*form)(const Row&), uint64_t seed) {
    Dice dice{seed};
    std::string text = header;
    for (uint32_t number = 0; number < 400; ++number) {
        std::string line = form(any_row(dice, number));
        if (dice.below(8) == 0) mutate(line, dice);
        text += line + (dice.below(6) == 0 ? "\r\n" : "\n");
        if (dice.below(20) == 0) text += line + "\n";
    }
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(usual_rows)

// Byte by byte, every record is put together and takes the general way; at once, most take the fast one.
BOOST_AUTO_TEST_CASE(the_fast_and_the_general_way_read_the_same_of_sound_and_damaged_rows) {
    struct Form {
        std::string header;
        std::string (*row)(const Row&);
        UsageTable::Format format;
    };
    const std::vector<Form> forms{{"id,device,kind,start,end,quantity\n", as_csv, UsageTable::Format::csv},
                                  {"end,quantity,device,start,id,kind\n", as_other_csv, UsageTable::Format::csv},
                                  {"", as_json, UsageTable::Format::ndjson},
                                  {"", as_other_json, UsageTable::Format::ndjson}};
    for (const Form& form : forms) {
        int64_t stored = 0;
        int64_t rejected = 0;
        for (uint64_t seed = 1; seed <= 25; ++seed) {
            const std::string text = any_input(form.header, form.row, seed);
            UsageTable fast = read(text, form.format);
            UsageTable general = read(text, form.format, 1);
            BOOST_TEST(all_of(fast) == all_of(general));
            stored += static_cast<int64_t>(fast.impl().sessions.size());
            rejected += fast.rejected();
        }
        BOOST_TEST(stored > 2000);
        BOOST_TEST(rejected > 500);
    }
}

BOOST_AUTO_TEST_CASE(the_form_of_this_machine_and_the_portable_one_take_the_same_rows) {
    RowShape shape;
    shape.order = {Field::id, Field::device, Field::kind, Field::start, Field::end, Field::quantity};
    for (size_t i = 1; i < field_count; ++i) shape.around[i] = Literal(",");
    for (const bool plain_csv : {false, true}) {
        shape.plain_csv = plain_csv;
        for (uint64_t seed = 100; seed < 110; ++seed) {
            const std::string text = any_input("", as_csv, seed) + std::string(64, '\n');
            const char* const end = text.data() + text.size();
            UsageTable tables[2];
            uint64_t taken = 0;
            for (int form = 0; form < 2; ++form) {
                auto& impl = tables[form].impl();
                impl.intake.begin_input("usage");
                DayMemory days;
                int64_t line = 1;
                for (const char* at = text.data(); end - at > 64; ++line) {
                    const char* const stop = form == 0
                                                 ? read_usual_rows(shape, days, impl.intake, {at, end}, line)
                                                 : read_usual_rows_plain(shape, days, impl.intake, {at, end}, line);
                    taken += static_cast<uint64_t>(stop - at);
                    at = text.data() + text.find('\n', static_cast<size_t>(stop - text.data())) + 1;
                }
                tables[form].seal();
            }
            BOOST_TEST(taken > text.size() * 4 / 5);  // of two; sessions of decades are left to the general way
            BOOST_TEST(all_of(tables[0]) == all_of(tables[1]));
        }
    }
}

// The fast way takes what it is made for: nothing of these is left to the general one.
BOOST_AUTO_TEST_CASE(rows_of_the_usual_form_are_all_taken) {
    RowShape shape;
    shape.order = {Field::id, Field::device, Field::kind, Field::start, Field::end, Field::quantity};
    for (size_t i = 1; i < field_count; ++i) shape.around[i] = Literal(",");
    const std::string longest(128, 'x');
    const std::string rows =
        "s1,d1,data,2189-12-31T00:00:00Z,2189-12-31T23:59:59Z,9007199254740991\n" + longest + "," + longest +
        ",voice,2024-02-29T09:09:09Z,2024-02-29T09:09:09Z,0\r\n"
        "azAZ09._:@+-,d,sms,2026-10-30T20:50:39Z,2026-11-30T20:50:39Z,12345678\n"
        "a23456789012345,a234567890123456,data,2026-10-30T20:50:39Z,2026-12-30T20:50:39Z,123456789\n";
    const std::string text = rows + std::string(64, '\n');
    for (const bool plain_csv : {false, true}) {
        shape.plain_csv = plain_csv;
        UsageTable usage;
        usage.impl().intake.begin_input("usage");
        DayMemory days;
        int64_t line = 1;
        const char* const stop =
            read_usual_rows(shape, days, usage.impl().intake, {text.data(), text.data() + text.size()}, line);
        BOOST_TEST(static_cast<size_t>(stop - text.data()) == rows.size());
        BOOST_TEST(line == 5);
        usage.seal();
        const SessionTable& table = usage.impl().sessions;
        BOOST_REQUIRE(table.size() == 4u);
        BOOST_TEST(table.session(0).quantity == 9007199254740991);
        BOOST_TEST(table.session(0).end == 6942585599);
        BOOST_TEST(table.session(1).start == 1709197749);
        BOOST_TEST(table.record_id(1) == longest);
        BOOST_TEST(table.session(2).quantity == 12345678);
        BOOST_TEST(table.session(2).start == 1793393439);
        BOOST_TEST(table.session(3).quantity == 123456789);
        BOOST_TEST(table.device_id(3) == "a234567890123456");
    }
}

BOOST_AUTO_TEST_SUITE_END()
