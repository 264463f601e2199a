// SPDX-License-Identifier: MIT
// Parts that are filled elsewhere, and how a table takes them over.
#include <boost/test/unit_test.hpp>
#include <deque>
#include <numeric>
#include <string>
#include <vector>

#include "core/usage/session_table.h"
#include "tests/unit/support/jobs.h"

using namespace samebill;

namespace {

constexpr Instant march = 1772323200;  // 2026-03-01T00:00:00Z

struct Elsewhere {
    PartMemory memory;
    DeviceIndex fresh;
    std::deque<SessionPart> part;
};

// A session by its number: ids of 1 to 128 bytes, all different.
std::string id_of(uint32_t number) {
    const std::string digits = std::to_string(number);
    const size_t length = std::max<size_t>(digits.size(), number % 128 + 1);
    return std::string(length - digits.size(), 'x') + digits;
}
std::string device_of(uint32_t number) {
    return "device-" + std::to_string(number % 11);
}

// Parts of so many sessions each, one behind the other. In each, three records that are no sessions come first, and one
// more before every 60th session.
class Filling {
public:
    Filling(SessionTable& table, const std::vector<uint32_t>& sizes) {
        std::vector<SessionPart::Filled> filled;
        for (const uint32_t size : sizes) {
            Elsewhere& elsewhere = parts_.emplace_back();
            SessionPart& part = elsewhere.part.emplace_back(table.new_part(elsewhere.memory, elsewhere.fresh));
            filled.push_back({&part, next_});
            uint32_t number = 3;
            for (uint32_t i = 0; i < size; ++i, ++number) {
                if (i % 60 == 59) ++number;
                add(part, number, next_ + number);
            }
            next_ += number;
        }
        filled_ = filled;
    }
    const std::vector<SessionPart::Filled>& filled() const { return filled_; }
    const std::vector<uint32_t>& numbers() const { return numbers_; }
    uint32_t next() const { return next_; }

private:
    void add(SessionPart& part, uint32_t number_in_part, uint32_t number) {
        part.number_next(number_in_part);
        const std::string id = id_of(number), device = device_of(number);
        part.add({id, device, Kind::sms, march + number, end_of(number), number});
        numbers_.push_back(number);
    }
    static Instant end_of(uint32_t number) { return march + number + (number % 100 == 7 ? 5'000'000'000 : 9); }

    std::deque<Elsewhere> parts_;
    std::vector<SessionPart::Filled> filled_;
    std::vector<uint32_t> numbers_;  // of the records that are sessions
    uint32_t next_ = 0;
};

// Every session is there, with what it says, device by device, in the order of the input.
void check(const SessionTable& table, const std::vector<uint32_t>& numbers) {
    BOOST_TEST(table.size() == numbers.size());
    size_t seen = 0;
    for (uint32_t device = 0; device < table.device_count(); ++device) {
        const auto range = table.sessions_of(device);
        uint32_t last = 0;
        for (uint64_t at = range.begin; at < range.end; ++at, ++seen) {
            const Session session = table.session(at);
            const uint32_t number = session.record;
            BOOST_TEST((at == range.begin || number > last));
            BOOST_TEST((std::find(numbers.begin(), numbers.end(), number) != numbers.end()));
            BOOST_TEST(table.record_id(number) == id_of(number));
            BOOST_TEST(table.device_id(device) == device_of(number));
            BOOST_TEST(session.start == march + number);
            BOOST_TEST(session.end - session.start == (number % 100 == 7 ? 5'000'000'000 : 9));
            BOOST_TEST(session.quantity == number);
            last = number;
        }
    }
    BOOST_TEST(seen == numbers.size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(session_parts)

// Where they begin in the one that takes them all over: 0, 0, 1, 64, 128, 193, 193, 321, 448 and 449, at and beside the
// beginnings of blocks of 64 ids.
BOOST_AUTO_TEST_CASE(parts_filled_elsewhere_are_put_into_one) {
    const RunJobs three = on_threads(3), last_first = backwards();
    for (const RunJobs* run_jobs : {static_cast<const RunJobs*>(nullptr), &three, &last_first}) {
        SessionTable table;
        const Filling filling(table, {0, 1, 63, 64, 65, 0, 128, 127, 1, 0});
        BOOST_TEST(filling.numbers().size() == 449u);
        table.take_parts(filling.filled(), run_jobs);
        const std::string id = id_of(filling.next()), device = device_of(filling.next());
        const uint32_t number = filling.next();
        table.add(
            {id, device, Kind::sms, march + number, march + number + (number % 100 == 7 ? 5'000'000'000 : 9), number},
            number);
        table.seal(run_jobs);
        std::vector<uint32_t> numbers = filling.numbers();
        numbers.push_back(number);
        check(table, numbers);
    }
}

// 40,000 and 25,536 fill one; then there is another.
BOOST_AUTO_TEST_CASE(as_many_go_into_one_part_as_fit) {
    const RunJobs three = on_threads(3);
    for (const RunJobs* run_jobs : {static_cast<const RunJobs*>(nullptr), &three}) {
        SessionTable table;
        Elsewhere elsewhere[4];
        std::vector<SessionPart::Filled> filled;
        uint32_t number = 0;
        for (const uint32_t size : {40'000u, 25'536u, 1u, 1u}) {
            Elsewhere& to = elsewhere[filled.size()];
            SessionPart& part = to.part.emplace_back(table.new_part(to.memory, to.fresh));
            filled.push_back({&part, number});
            for (uint32_t i = 0; i < size; ++i, ++number) {
                part.number_next(i);
                const std::string id = "r" + std::to_string(number == 65'537 ? 0 : number);  // the last is the first
                part.add({id, "d", Kind::data, march, march + 1, 2});
            }
        }
        table.take_parts(filled, run_jobs);
        table.seal(run_jobs);
        BOOST_TEST(table.size() == 65'537u);
        BOOST_REQUIRE(table.duplicates().size() == 1u);
        BOOST_TEST(table.duplicates()[0].count == 1);
        for (const uint32_t record : {0u, 39'999u, 40'000u, 65'535u, 65'536u})
            BOOST_TEST(table.record_id(record) == "r" + std::to_string(record));
    }
}

BOOST_AUTO_TEST_CASE(many_devices_are_found_as_one_by_one) {
    SessionTable table;
    std::vector<std::string> names;
    for (uint32_t i = 0; i < 33; ++i)
        names.push_back((i % 2 == 0 ? "d" : "a-device-of-more-than-16-") + std::to_string(i));
    for (uint32_t i = 0, number = 0; i < 33; ++i) {
        if (i % 3 == 2) continue;
        const std::string id = "r" + std::to_string(i);
        table.add({id, names[i], Kind::data, march, march, 1}, number++);
    }
    const std::vector<std::string_view> ids(names.begin(), names.end());
    BOOST_TEST((SessionTable().find_devices(ids) == std::vector<uint32_t>(33, UINT32_MAX)));
    table.seal();
    const std::vector<uint32_t> found = table.find_devices(ids);
    BOOST_REQUIRE(found.size() == 33u);
    uint32_t next = 0;
    for (uint32_t i = 0; i < 33; ++i) BOOST_TEST(found[i] == (i % 3 == 2 ? UINT32_MAX : next++));
}

BOOST_AUTO_TEST_SUITE_END()
