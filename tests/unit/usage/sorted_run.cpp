// SPDX-License-Identifier: MIT
// Rules: U3, U4, S11, B6
// Usage sorted by device, billed device by device and forgotten: the bytes are those of a table that holds it all.
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "core/usage/usage_table.h"
#include "tests/unit/support/jobs.h"
#ifdef __linux__
#include <sys/wait.h>
#include <unistd.h>
#endif

using namespace samebill;

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
std::string device_name(uint32_t device) {
    return "d" + two(device / 100) + two(device % 100);
}

const std::string header = "id,device,kind,start,end,quantity\n";

// Plans with all that a walk knows, devices by turns on each; of each third device there are events in the month.
std::string request_of(uint32_t devices, const std::string& more = R"("from":"2026-03","through":"2026-03")") {
    std::string list, events;
    for (uint32_t device = 0; device < devices; ++device) {
        const std::string named = "\"" + device_name(device) + "\"";
        list += (device > 0 ? ",{\"id\":" : "{\"id\":") + named + "}";
        const std::string plans[] = {"m", "m", "y", "c"};
        const std::string plan = plans[device % 4];
        const auto add = [&](const std::string& at, const std::string& rest) {
            events += (events.empty() ? "" : ",") + std::string("{\"at\":\"") + at + "\",\"device\":" + named + "," +
                      rest + "}";
        };
        add("2026-02-02T00:00:00Z", R"("type":"set_group","group":"g")");
        add("2026-02-02T00:00:00Z", R"("type":"provision","plan":")" + plan + "\"");
        if (device % 5 != 0) add("2026-02-02T00:00:00Z", R"("type":"activate")");
        if (plan == "c") add("2026-02-03T00:00:00Z", R"("type":"buy_credits","pack":"five")");
        if (device % 3 == 0) add("2026-03-09T12:00:00Z", R"("type":"set_group","group":null)");
    }
    return R"({"schema":"samebill/request/1","catalog":{"schema":"samebill/catalog/1","id":"c","currency":"EUR",
      "terms":{"pooling_allowed":true},"plans":[
      {"id":"c","kind":"prepaid","prepaid_packs":[{"id":"five","price":"5","data":8000,"sms":5}]},
      {"id":"m","access_fee":{"amount":"3.1"},"included":{"data":5000,"sms":7},
       "overage":{"data":{"price":"0.013","per":"KB"},"sms":{"price":"0.05","per":"message"}},
       "provisioned":{"triggers":{"data":3000,"days":20}}},
      {"id":"y","access_fee":{"amount":"9","months":2},"included":{"data":9000},
       "overage":{"data":{"price":"0.013","per":"KB"},"sms":{"price":"0.05","per":"message"}}}]},
      "account":{"schema":"samebill/account/1","id":"a","agreement":{"from":"2026-01-01"},"devices":[)" +
           list + "]},\"events\":[" + events + "],\"usage\":[]," + more + R"(,"inputs_digest":false})";
}

// Sorted by device; some devices have no records, some that have are not the account's. Among the records of a device
// are repeated ones, ones in conflict, of other months, and rows that are none.
std::string sorted_csv(uint32_t devices, uint32_t most_records, uint64_t seed) {
    Dice dice{seed};
    std::string text = header;
    for (uint32_t device = 0; device < devices + 9; ++device) {
        std::vector<std::string> lines;
        const std::string name = device_name(device) + (dice.below(9) == 0 ? "x" : "");
        const uint32_t records = dice.below(4) == 0 ? 0 : dice.below(most_records);
        for (uint32_t i = 0; i < records; ++i) {
            const uint32_t number = dice.below(12) == 0 ? dice.below(i + 1) : i;
            const uint32_t odd = dice.below(40);
            const std::string month = odd == 0 ? "04" : odd == 1 ? "02" : "03";
            const std::string day = "2026-" + month + "-" + two(1 + number % 28) + "T00:";
            const char* const kinds[] = {"data", "sms", "voice"};
            std::string line = name + "-" + std::to_string(number) + "," + name + "," + kinds[number % 3] + "," + day +
                               two(number % 60) + ":00Z," + day + "59:30Z," +
                               std::to_string(dice.below(30) == 0 ? 77
                                              : number % 3 == 1   ? 1
                                                                  : 7 * number);
            if (odd == 2) line += ",more";
            if (odd == 3) line = "\"" + line.substr(0, line.find(',')) + "\"" + line.substr(line.find(','));
            if (odd == 4) line = "\n" + line;
            lines.push_back(line);
        }
        for (const std::string& line : lines) text += line + "\n";
    }
    return text;
}

struct Said {
    Outcome outcome;
    std::string rejects, all_rejects, unclaimed;
    bool operator==(const Said& other) const {
        return outcome.ok == other.outcome.ok && outcome.text == other.outcome.text && rejects == other.rejects &&
               all_rejects == other.all_rejects && unclaimed == other.unclaimed;
    }
};

void feed(UsageTable& table, std::string_view text, size_t chunk) {
    const size_t middle = text.find('\n', text.size() / 2) + 1;  // two inputs, cut where a line ends
    for (const bool first : {true, false}) {
        table.begin(UsageTable::Format::csv, first ? "first" : "second");
        const std::string rest = first ? "" : header + std::string(text.substr(middle));
        const std::string_view input = first ? text.substr(0, middle) : std::string_view(rest);
        for (size_t at = 0; at < input.size(); at += chunk) table.feed(input.substr(at, chunk));
    }
    table.end();
}

Said billed(const std::string& request, const std::string& text, bool own_records_only) {
    Said said;
    UsageTable table;
    feed(table, text, text.size());
    Inputs inputs;
    inputs.request = request;
    inputs.table = &table;
    inputs.rejects = &said.rejects;
    inputs.own_records_only = own_records_only;
    said.outcome = run(inputs);
    said.all_rejects = table.rejects();
    said.unclaimed = table.unclaimed();
    return said;
}

struct Way {
    uint64_t enough;
    size_t chunk;
    bool threads;
};

Said billed_sorted(const std::string& request, const std::string& text, bool own_records_only, const Way& way) {
    const RunJobs last_first = backwards();
    Said said;
    UsageTable table;
    if (way.threads) table.lend(&last_first);
    Inputs inputs;
    inputs.request = request;
    inputs.table = &table;
    inputs.rejects = &said.rejects;
    inputs.own_records_only = own_records_only;
    if (way.threads) inputs.run_jobs = &last_first;
    SortedRun run(inputs);
    table.impl().by_device->enough = way.enough;
    feed(table, text, way.chunk);
    said.outcome = run.finish();
    said.all_rejects = table.rejects();
    said.unclaimed = table.unclaimed();
    return said;
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != text.npos;
}

std::string error_of(const std::string& request, const std::string& text) {
    const Said said = billed_sorted(request, text, false, {1 << 18, 100, false});
    BOOST_TEST(!said.outcome.ok);
    return said.outcome.text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sorted_run)

BOOST_AUTO_TEST_CASE(devices_that_are_billed_and_forgotten_come_to_the_bytes_of_a_whole_table) {
    const std::string request = request_of(60);
    for (uint64_t seed = 1; seed <= 12; ++seed) {
        const std::string text = sorted_csv(60, seed % 3 == 0 ? 200 : 25, seed);
        const bool own = seed % 2 == 0;
        const Said whole = billed(request, text, own);
        BOOST_TEST_REQUIRE(whole.outcome.ok, whole.outcome.text);
        BOOST_TEST(has(whole.outcome.text, R"("type":"duplicate_records")"));
        BOOST_TEST(has(whole.outcome.text, R"("reason":"before_period")"));
        BOOST_TEST(has(whole.outcome.text, R"("reason":"unknown_device")") == !own);
        for (const char* code : {"conflicting_record", "period", "schema"}) BOOST_TEST(has(whole.rejects, code));
        BOOST_TEST(has(whole.unclaimed, "unknown_device"));
        for (const Way& way : {Way{1, 64, false}, Way{1, 3000, false}, Way{40, 700, false}, Way{300, 5000, true},
                               Way{1 << 18, 1 << 20, false}})
            BOOST_TEST((billed_sorted(request, text, own, way) == whole), "seed " << seed << ", " << way.enough);
    }
}

BOOST_AUTO_TEST_CASE(stretches_read_at_the_same_time_are_in_order_too) {
    const std::string request = request_of(300);
    const std::string text = sorted_csv(300, 900, 5);
    BOOST_TEST(text.size() > size_t{6} << 20);
    const Said whole = billed(request, text, false);
    BOOST_TEST((billed_sorted(request, text, false, {1 << 14, 16 << 20, true}) == whole));
    BOOST_TEST((billed_sorted(request, text, false, {1 << 14, 2 << 20, true}) == whole));
}

BOOST_AUTO_TEST_CASE(ids_are_compared_within_a_device_wherever_it_is_cut) {
    const std::string of_1 = ",d0001,data,2026-03-05T00:00:00Z,2026-03-05T00:01:00Z,1000\n";
    const std::string of_2 = ",d0002,data,2026-03-05T00:00:00Z,2026-03-05T00:01:00Z,1000\n";
    const std::string request = request_of(4);
    const std::string shared = header + "r" + of_1 + "s" + of_1 + "r" + of_2 + "r" + of_2 + "t" + of_2;
    const std::string apart = header + "r" + of_1 + "s" + of_1 + "q" + of_2 + "q" + of_2 + "t" + of_2;
    const Said whole = billed(request, apart, false);
    for (const Way& way : {Way{1, 20, false}, Way{1 << 18, 1000, false}}) {
        const Said said = billed_sorted(request, shared, false, way);
        BOOST_TEST(said.outcome.text == whole.outcome.text);
        BOOST_TEST(has(said.rejects, R"("rejected":0)"));
    }
}

BOOST_AUTO_TEST_CASE(what_is_not_sorted_is_refused_at_the_first_record_that_is_not) {
    const auto row = [](const std::string& id, const std::string& device) {
        return id + "," + device + ",data,2026-03-05T00:00:00Z,2026-03-05T00:01:00Z,1000\n";
    };
    const std::string request = request_of(4);
    for (const Way& way : {Way{1, 20, false}, Way{1 << 18, 1000, false}}) {
        const auto refused = [&](const std::string& rows) {
            const Said said = billed_sorted(request, header + rows, false, way);
            BOOST_TEST(!said.outcome.ok);
            return said.outcome.text;
        };
        BOOST_TEST(has(refused(row("a", "d1") + row("b", "d2") + row("c", "d2") + row("d", "d10") + row("e", "d0")),
                       R"("path":"/usage/3")"));
        BOOST_TEST(has(refused(row("a", "d1") + row("b", "d2") + row("a", "d1")), R"("path":"/usage/2")"));
        BOOST_TEST(has(refused("none\n" + row("a", "d1") + row("b", "d0")), R"("path":"/usage/2")"));
    }
}

BOOST_AUTO_TEST_CASE(requests_that_need_all_records_at_once_are_refused) {
    const std::string months = request_of(3, R"("from":"2026-03","through":"2026-04")");
    BOOST_TEST(has(error_of(months, header), R"("code":"period")"));
    std::string digest = request_of(3);
    digest.replace(digest.find("false}", digest.size() - 20), 6, "true}");
    BOOST_TEST(has(error_of(digest, header), R"("path":"/inputs_digest")"));
    BOOST_TEST(has(error_of("{", header), R"("code":"parse")"));
    Inputs inputs;
    UsageTable table;
    const std::string request = request_of(2);
    inputs.request = request;
    inputs.table = &table;
    inputs.rejects_fail = true;
    SortedRun run(inputs);
    table.begin(UsageTable::Format::csv);
    table.feed(header + "x\n");
    table.end();
    BOOST_TEST(has(run.finish().text, R"("path":"/usage/0")"));
}

#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__)

namespace {

// The peak of resident memory, in kB, of a process that bills so many records of each of 1,000 devices.
int64_t peak_of(int64_t records_a_device, bool sorted) {
    constexpr uint32_t devices = 1000;
    constexpr size_t row_bytes = 71;
    int ends[2];
    BOOST_TEST_REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        std::ofstream("/proc/self/clear_refs") << "5";  // what the parent had does not count
        const std::string request = request_of(devices);
        UsageTable table;
        Inputs inputs;
        inputs.request = request;
        inputs.table = &table;
        std::unique_ptr<SortedRun> run;
        if (sorted) run = std::make_unique<SortedRun>(inputs);
        table.begin(UsageTable::Format::csv);
        table.feed(header);
        std::string rows;  // of a device, whose name is written over that of the device before
        const auto name_in = [&](int64_t row, size_t at) {
            return rows.data() + static_cast<size_t>(row) * row_bytes + at;
        };
        for (int64_t row = 0; row < records_a_device; ++row)
            rows += "d0000-" + std::to_string(100'000 + row) +
                    ",d0000,data,2026-03-05T00:00:00Z,2026-03-05T00:01:00Z,1000\n";
        for (uint32_t device = 0; device < devices; ++device) {
            const std::string name = device_name(device);
            for (int64_t row = 0; row < records_a_device; ++row) {
                std::memcpy(name_in(row, 0), name.data(), 5);
                std::memcpy(name_in(row, 13), name.data(), 5);
            }
            table.feed(rows);
        }
        table.end();
        const Outcome outcome = run ? run->finish() : samebill::run(inputs);
        std::ifstream status("/proc/self/status");
        std::string word;
        int64_t peak = 0;
        while (status >> word && word != "VmHWM:") {
        }
        status >> peak;
        if (!outcome.ok) peak = -1;
        const ssize_t written = ::write(ends[1], &peak, sizeof peak);
        ::_exit(written == sizeof peak ? 0 : 1);
    }
    int64_t peak = -1;
    const ssize_t got = ::read(ends[0], &peak, sizeof peak);
    ::close(ends[0]);
    ::close(ends[1]);
    int status = 0;
    ::waitpid(child, &status, 0);
    BOOST_TEST_REQUIRE(got == static_cast<ssize_t>(sizeof peak));
    return peak;
}

}  // namespace

BOOST_AUTO_TEST_CASE(memory_does_not_grow_with_the_records) {
    const int64_t a_million = peak_of(1'000, true);
    const int64_t ten_millions = peak_of(10'000, true);
    const int64_t a_million_held = peak_of(1'000, false);
    BOOST_TEST_MESSAGE("peak in kB: " << a_million << ", ten times the records " << ten_millions << ", held "
                                      << a_million_held);
    BOOST_TEST(a_million > 0);
    BOOST_TEST(ten_millions < a_million + a_million / 10);
    BOOST_TEST(a_million < a_million_held);
}

#endif

BOOST_AUTO_TEST_SUITE_END()
