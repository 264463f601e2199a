// SPDX-License-Identifier: MIT
#include "core/usage/session_table.h"

#include <boost/test/unit_test.hpp>
#include <map>
#include <string>
#include <vector>

using namespace samebill;

namespace {

// What became of each record, by its number.
enum class Added { stored, duplicate, conflict };

std::vector<Added> settled(SessionTable& table, uint32_t records, const RunJobs* run_jobs = nullptr) {
    std::vector<Added> list(records, Added::stored);
    table.settle(
        [&](const SessionTable::TakenOut& taken) {
            list[taken.number] = taken.in_conflict ? Added::conflict : Added::duplicate;
        },
        run_jobs);
    return list;
}

constexpr Instant march = 1772323200;  // 2026-03-01T00:00:00Z
constexpr Instant april = 1775001600;  // 2026-04-01T00:00:00Z

SessionTable::Record record(std::string_view id, std::string_view device, Instant start = march, int64_t quantity = 5) {
    return {id, device, Kind::data, start, start + 60, quantity};
}

// Small numbers that depend on the seed alone.
struct Dice {
    uint64_t state;
    uint32_t below(uint32_t limit) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        return static_cast<uint32_t>((state >> 33) % limit);
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(session_table)

BOOST_AUTO_TEST_CASE(a_packed_word_gives_back_start_kind_and_duration_and_sorts_by_start) {
    const uint64_t word = pack_when(march, Kind::voice, march + 60);
    BOOST_TEST(word == (uint64_t{1772323200} << 31 | uint64_t{2} << 29 | 60));
    BOOST_TEST(start_in(word) == march);
    BOOST_TEST((kind_in(word) == Kind::voice));
    BOOST_TEST(duration_in(word) == 60u);
    const Instant last = 6942585599;  // 2189-12-31T23:59:59Z
    BOOST_TEST(start_in(pack_when(last, Kind::sms, last)) == last);
    BOOST_TEST(pack_when(march + 1, Kind::data, march + 1) > pack_when(march, Kind::voice, last));
}

BOOST_AUTO_TEST_CASE(sessions_of_a_device_stand_together_in_input_order) {
    SessionTable table;
    table.add(record("r1", "b", march + 9, 1), 0);
    table.add(record("r2", "a", march + 8, 2), 1);
    table.add(record("r3", "b", march + 7, 3), 5);
    table.seal();
    BOOST_TEST(table.size() == 3u);
    BOOST_TEST(table.device_count() == 2u);
    BOOST_TEST(table.device_id(0) == "b");
    BOOST_TEST(table.find_device("a") == 1u);
    BOOST_TEST(table.find_device("c") == UINT32_MAX);
    const auto range = table.sessions_of(0);
    BOOST_TEST(range.end - range.begin == 2u);
    BOOST_TEST(table.session(range.begin).quantity == 1);
    const Session second = table.session(range.begin + 1);
    BOOST_TEST(second.quantity == 3);
    BOOST_TEST(second.start == march + 7);
    BOOST_TEST(second.end == march + 67);
    BOOST_TEST(second.record == 5u);
    BOOST_TEST((second.kind == Kind::data));
    BOOST_TEST(table.record_id(5) == "r3");
    BOOST_TEST(table.record()[range.begin + 1] == 5u);
    BOOST_TEST(table.quantity()[table.sessions_of(1).begin] == 2u);
    BOOST_TEST(start_in(table.when()[range.begin]) == march + 9);
}

BOOST_AUTO_TEST_CASE(the_same_record_again_is_counted_and_a_different_one_is_a_conflict) {
    SessionTable table;
    table.add(record("r1", "a"), 0);
    table.add(record("r1", "a"), 1);
    table.add(record("r1", "a"), 2);
    table.add(record("r2", "a", april), 3);
    table.add(record("r2", "a", april), 4);
    table.add(record("r1", "b"), 5);
    table.add(record("r1", "a", march + 1), 6);
    table.add(record("r1", "a", march, 6), 7);
    auto other = record("r1", "a");
    other.kind = Kind::voice;
    table.add(other, 8);
    other = record("r1", "a");
    other.end += 1;
    table.add(other, 9);
    const std::vector<Added> expected{Added::stored,    Added::duplicate, Added::duplicate, Added::stored,
                                      Added::duplicate, Added::conflict,  Added::conflict,  Added::conflict,
                                      Added::conflict,  Added::conflict};
    BOOST_TEST((settled(table, 10) == expected));
    table.seal();
    BOOST_TEST(table.size() == 2u);
    BOOST_TEST(table.device_count() == 1u);  // a device that only a conflict names is no device of the table
    const auto& dropped = table.duplicates();
    BOOST_REQUIRE(dropped.size() == 2u);
    BOOST_TEST(dropped[0].device == 0u);
    BOOST_TEST(dropped[0].month_start == march);
    BOOST_TEST(dropped[0].count == 2);
    BOOST_TEST(dropped[1].month_start == april);
    BOOST_TEST(dropped[1].count == 1);
    BOOST_TEST(table.record_id(3) == "r2");
}

BOOST_AUTO_TEST_CASE(durations_of_decades_are_kept_and_compared) {
    SessionTable table;
    SessionTable::Record longest = record("r1", "a", 0);
    longest.end = 6942585599;
    table.add(longest, 0);
    table.add(record("r2", "b"), 1);
    SessionTable::Record edge = record("r3", "a");
    edge.end = edge.start + static_cast<int64_t>(long_duration);
    table.add(edge, 2);
    table.add(longest, 3);
    longest.end -= 1;
    table.add(longest, 4);
    const std::vector<Added> expected{Added::stored, Added::stored, Added::stored, Added::duplicate, Added::conflict};
    BOOST_TEST((settled(table, 5) == expected));
    table.seal();
    BOOST_TEST(table.session(table.sessions_of(0).begin).end == 6942585599);
    BOOST_TEST(table.session(table.sessions_of(0).begin + 1).end == march + static_cast<int64_t>(long_duration));
    BOOST_TEST(table.session(table.sessions_of(1).begin).end == march + 60);
}

BOOST_AUTO_TEST_CASE(an_empty_table_can_be_sealed_and_read) {
    SessionTable table;
    table.seal();
    table.seal();
    BOOST_TEST(table.size() == 0u);
    BOOST_TEST(table.device_count() == 0u);
    BOOST_TEST(table.find_device("a") == UINT32_MAX);
    BOOST_TEST(table.duplicates().empty());
}

// Ids of all lengths, devices that share prefixes, duplicates and conflicts: against a plain map.
BOOST_AUTO_TEST_CASE(a_large_table_agrees_with_a_plain_map) {
    struct Kept {
        std::string device;
        int64_t quantity;
        uint32_t number;
    };
    Dice dice{7};
    std::map<std::string, Kept> expected;
    std::map<std::string, std::vector<uint32_t>> order;  // record numbers of a device
    std::map<std::pair<std::string, int>, int64_t> dropped;
    SessionTable table;
    const uint32_t rows = 150'000;
    std::vector<std::string> texts;
    std::vector<SessionTable::Record> records;
    std::vector<Added> wanted;
    const std::string padding(127, 'x');
    texts.reserve(2 * rows);
    for (uint32_t number = 0; number < rows; ++number) {
        const uint32_t key = dice.below(100'000);
        std::string id = std::to_string(key) + padding.substr(0, key % 121);
        std::string device = padding.substr(0, key % 40) + std::to_string(key % 1000);
        const int64_t quantity = dice.below(50) == 0 ? 1 : 0;
        texts.push_back(std::move(id));
        texts.push_back(std::move(device));
        const std::string& id_text = texts[texts.size() - 2];
        const std::string& device_text = texts.back();
        const Instant start = march + (key % 2) * 31 * seconds_a_day;
        records.push_back({id_text, device_text, Kind::sms, start, start + 1, quantity});
        const auto [known, fresh] = expected.emplace(id_text, Kept{device_text, quantity, number});
        if (fresh) {
            wanted.push_back(Added::stored);
            order[device_text].push_back(number);
        } else if (known->second.quantity == quantity) {
            wanted.push_back(Added::duplicate);
            ++dropped[{device_text, static_cast<int>(key % 2)}];
        } else {
            wanted.push_back(Added::conflict);
        }
    }
    for (uint32_t i = 0; i < rows; ++i) table.add(records[i], i);
    BOOST_TEST((settled(table, rows) == wanted));
    table.seal();
    BOOST_TEST(table.size() == expected.size());
    BOOST_TEST(table.device_count() == order.size());
    uint64_t wrong = 0;
    for (const auto& [device_text, numbers] : order) {
        const uint32_t device = table.find_device(device_text);
        BOOST_REQUIRE(device < table.device_count());
        BOOST_TEST(table.device_id(device) == device_text);
        const auto range = table.sessions_of(device);
        BOOST_REQUIRE(range.end - range.begin == numbers.size());
        for (uint64_t i = range.begin; i < range.end; ++i) {
            const Session session = table.session(i);
            const auto& source = records[numbers[i - range.begin]];
            if (session.record != numbers[i - range.begin] || session.start != source.start ||
                session.quantity != source.quantity || table.record_id(session.record) != source.id)
                ++wrong;
        }
    }
    BOOST_TEST(wrong == 0u);
    int64_t listed = 0;
    for (const auto& entry : table.duplicates()) {
        const std::pair key{std::string(table.device_id(entry.device)), entry.month_start == april ? 1 : 0};
        BOOST_TEST(dropped[key] == entry.count);
        listed += entry.count;
    }
    int64_t total = 0;
    for (const auto& [key, count] : dropped) total += count;
    BOOST_TEST(listed == total);
}

BOOST_AUTO_TEST_SUITE_END()
