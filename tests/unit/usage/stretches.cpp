// SPDX-License-Identifier: MIT
// Reading with threads: whatever their number, and wherever chunks and stretches are cut, a table says the same.
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "core/usage/repeated_ids.h"
#include "tests/unit/support/jobs.h"
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

// Sound rows, and between them whatever makes a reader stop and think: repeated ids far apart, conflicts, wrong rows,
// quoted line breaks, a stray quote now and then, empty lines, both line ends.
std::string large_csv(uint32_t rows, bool stray_quotes) {
    Dice dice{rows};
    std::string text = "id,device,kind,start,end,quantity\n";
    for (uint32_t row = 0; row < rows; ++row) {
        const uint32_t number = dice.below(50) == 0 ? dice.below(row + 1) : row;
        const uint32_t device = number * 7 % 900 + (row > rows / 2 ? 5000 : 0) * (number % 2);
        const std::string day = two(1 + number % 28), second = two(number % 60);
        std::string line = "r" + std::to_string(number) + ",d" + std::to_string(device) + ",data,2026-03-" + day +
                           "T00:00:" + second + "Z,2026-03-" + day + "T01:00:" + second + "Z," +
                           std::to_string(dice.below(300) == 0 ? 1 : number);
        switch (dice.below(stray_quotes ? 2000 : 500)) {
            case 0: line = "\"" + line.substr(0, line.find(',')) + "\"" + line.substr(line.find(',')); break;
            case 1: line += ",more"; break;
            case 2: line = "\"a\nb\"," + line; break;
            case 3: line = "\n\r\n" + line; break;
            case 4: line = "x,\"y\n" + line + "\"\n" + line; break;
            case 5: line.replace(line.find("T01"), 3, "T25"); break;
            case 6:
                if (stray_quotes) line = "\"" + line;
                break;
            default: break;
        }
        text += line + (row % 5 == 0 ? "\r\n" : "\n");
    }
    return text;
}

std::string large_ndjson(uint32_t rows) {
    std::string text;
    for (uint32_t row = 0; row < rows; ++row) {
        const uint32_t number = row % 97 == 0 ? row / 2 : row;
        const std::string id = row % 501 == 0 ? "\\u0072" + std::to_string(number) : "r" + std::to_string(number);
        const std::string device = "\"device\":\"d" + std::to_string(number % 700) + "\"";
        const std::string times = "\"start\":\"2026-03-05T00:00:00Z\",\"end\":\"2026-03-05T00:00:09Z\"";
        const std::string quantity = "\"quantity\":" + std::to_string(row % 203 == 0 ? 3 : number);
        text += row % 3000 < 1500
                    ? "{\"id\":\"" + id + "\"," + device + ",\"kind\":\"sms\"," + times + "," + quantity + "}\n"
                    : "{" + quantity + ", \"id\": \"" + id + "\"," + times + ",\"kind\":\"sms\"," + device + "}\n";
        if (row % 1234 == 0) text += "{\"id\":3}\n\n";
    }
    return text;
}

// In chunks of `part` bytes, with threads if there are any.
std::string read_with(const std::string& text, UsageTable::Format format, size_t part, uint32_t threads) {
    const RunJobs jobs = on_threads(threads);
    UsageTable table;
    if (threads > 0) table.lend(&jobs);
    for (int input = 0; input < 2; ++input) {
        table.begin(format, input == 0 ? "first" : "second");
        const std::string_view whole =
            input == 0 ? std::string_view(text) : std::string_view(text).substr(0, text.size() / 5);
        for (size_t at = 0; at < whole.size(); at += part) table.feed(whole.substr(at, part));
    }
    table.seal();
    return all_of(table);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stretches)

BOOST_AUTO_TEST_CASE(threads_and_chunks_change_nothing_of_a_table) {
    struct Input {
        std::string text;
        UsageTable::Format format;
    };
    const std::vector<Input> inputs{{large_csv(60'000, false), UsageTable::Format::csv},
                                    {large_csv(60'000, true), UsageTable::Format::csv},
                                    {large_ndjson(50'000), UsageTable::Format::ndjson}};
    for (const Input& input : inputs) {
        const size_t whole = input.text.size();
        BOOST_TEST(whole > size_t{7} << 19);
        const std::string expected = read_with(input.text, input.format, 100'003, 0);
        BOOST_TEST(expected.find("conflicting_record") != std::string::npos);
        BOOST_TEST(expected.find("duplicates") != std::string::npos);
        for (const uint32_t threads : {0u, 1u, 2u, 7u})
            BOOST_TEST((read_with(input.text, input.format, whole, threads) == expected));
        for (const size_t part : {(size_t{1} << 20) + 1, (size_t{2} << 20) + 77, size_t{3'333'333}})
            BOOST_TEST((read_with(input.text, input.format, part, 2) == expected));
    }
}

// The first stretch has nothing but records of the wrong shape: its part is empty.
BOOST_AUTO_TEST_CASE(a_stretch_of_nothing_but_rejects_changes_nothing) {
    std::string text;
    while (text.size() < size_t{5} << 18) text += "{\"id\":3}\n";
    text += large_ndjson(20'000);
    const std::string expected = read_with(text, UsageTable::Format::ndjson, 100'003, 0);
    BOOST_TEST((read_with(text, UsageTable::Format::ndjson, text.size(), 2) == expected));
}

// A line that is longer than any stretch, or the rest of one: read by itself, and what follows goes on.
BOOST_AUTO_TEST_CASE(a_line_of_megabytes_is_one_reject_with_threads_as_without) {
    const std::string rows = large_csv(20'000, false);
    const std::string text = rows + std::string(7 << 20, 'x') + "\n" + rows.substr(rows.find('\n') + 1);
    const std::string expected = read_with(text, UsageTable::Format::csv, 65'536, 0);
    BOOST_TEST(expected.find("longer than 65536") != std::string::npos);
    for (const size_t part : {text.size(), size_t{4} << 20})
        BOOST_TEST((read_with(text, UsageTable::Format::csv, part, 2) == expected));
}

// Rows of an unusual form are kept until ids are compared, which then happens before the end; and whoever asks has them
// compared at once. Neither changes what comes out.
BOOST_AUTO_TEST_CASE(ids_can_be_compared_before_all_records_are_there) {
    std::string text = "id,device,kind,start,end,quantity\n";
    for (uint32_t row = 0; row < 300'000; ++row) {
        const uint32_t number = row % 1000 == 999 ? row / 2 : row;
        text += "\"r" + std::to_string(number) + "\",d" + std::to_string(number % 500) +
                ",sms,2026-03-05T00:00:00Z,2026-03-05T00:00:09Z," + (row % 4000 == 999 ? "7" : "\"3\"") + "\n";
    }
    const size_t whole = text.size();
    const std::string_view view = text;
    const auto read_asking = [&](size_t part, size_t every) {
        UsageTable table;
        table.begin(UsageTable::Format::csv, "usage");
        int64_t rejected = 0;
        for (size_t at = 0, chunk = 1; at < whole; at += part, ++chunk) {
            table.feed(view.substr(at, part));
            if (every == 0 || chunk % every != 0) continue;
            BOOST_TEST(table.rejected() >= rejected);
            rejected = table.rejected();
        }
        BOOST_TEST((every == 0 || rejected > 0));
        table.seal();
        return all_of(table);
    };
    const std::string expected = read_asking(whole, 0);
    BOOST_TEST(whole > size_t{16} << 20);
    BOOST_TEST(expected.find("conflicting_record 75") != std::string::npos);  // records 999, 4999, 8999 ...
    BOOST_TEST((read_asking(1 << 20, 0) == expected));
    BOOST_TEST((read_asking(1 << 20, 3) == expected));
}

// Ids whose hashes fall on one another (they are made for it, and rely on nothing but id_key.h).
BOOST_AUTO_TEST_CASE(ids_made_to_collide_are_told_apart_without_comparing_each_with_all) {
    SessionTable table;
    // Ids of more than 16 bytes are hashed word by word: those that differ in a way that cancels are hard to write
    // down, so the index is asked directly with one hash for all.
    DeviceIndex devices;
    constexpr uint32_t count = 20'000;
    for (uint32_t i = 0; i < count; ++i) {
        const std::string id = "crafted-device-id-number-" + std::to_string(i);
        IdKey key = key_of(id);
        key.hash = 42;
        BOOST_REQUIRE(devices.find_or_add(id, key) == i);
    }
    for (uint32_t i = 0; i < count; i += 7) {
        const std::string id = "crafted-device-id-number-" + std::to_string(i);
        IdKey key = key_of(id);
        key.hash = 42;
        BOOST_REQUIRE(devices.find_or_add(id, key) == i);
        BOOST_REQUIRE(devices.id(i) == id);
    }
    // The same for record ids, whose hashes stand in the parts' entries.
    PartMemory memory;
    DeviceIndex one;
    std::vector<SessionPart> parts;
    parts.emplace_back(memory, one, one);
    for (uint32_t i = 0; i < count; ++i) {
        const std::string id = "r" + std::to_string(i % 15'000);
        parts[0].number_next(i);
        parts[0].add({id, "d", Kind::data, 0, 0, 0});
        parts[0].entries()[i] = SessionPart::entry_of(uint64_t{42} << 40, i);
    }
    const auto repeated = repeated_ids(parts, nullptr);
    BOOST_REQUIRE(repeated.size() == 5000u);
    for (uint32_t i = 0; i < 5000; ++i) BOOST_REQUIRE(repeated[i] == (uint64_t{15'000 + i} << 32 | i));
}

BOOST_AUTO_TEST_SUITE_END()
