// SPDX-License-Identifier: MIT
// How fast usage gets into the store, on the disk and checked for repeated ids, when many ids are there already: whole
// uploads of CSV through the parts that the route uses, without HTTP, on one thread.
//   bench_usage FOLDER [UPLOADS RECORDS PRESENT]
// FOLDER is made and must not exist; 3 uploads of 1,000,000 records after 3,000,000 by default. One line of JSON a
// step.

#include <sys/resource.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "native-server/security/random.h"
#include "native-server/store/database.h"
#include "native-server/usage/receiver.h"
#include "native-server/usage/stored_usage.h"

using namespace samebill;

namespace {

constexpr int accounts = 1000;
constexpr int devices = 100;  // of each

double now() {
    using namespace std::chrono;
    return duration<double>(steady_clock::now().time_since_epoch()).count();
}

double processor_seconds() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

void fill(store::Database& database) {
    database.write([](store::Transaction& t) {
        t.run("INSERT INTO catalogs (id, at, by) VALUES ('c', 0, 'bench')");
        for (int a = 0; a < accounts; ++a) {
            const std::string account = "account-" + std::to_string(a);
            t.run(
                "INSERT INTO accounts (id, catalog, uptake, issuer, payment_days, revision, body, at, by, changed_at)"
                " VALUES (?, 'c', 'by_date', 'i', 30, 1, '{}', 0, 'bench', 0)",
                account);
            for (int d = 0; d < devices; ++d) {
                t.run("INSERT INTO devices (id, account, body, at, by) VALUES (?, ?, '{}', 0, 'bench')",
                      "device-" + std::to_string(a * devices + d), account);
            }
        }
    });
}

// Records of all devices in turn, one a second, in March 2026.
std::string make_csv(int64_t first, int64_t count) {
    std::string out = "id,device,kind,start,end,quantity\n";
    char row[160];
    for (int64_t i = first; i < first + count; ++i) {
        const int64_t second = i % (31 * 86'400 - 60);
        const Instant start = 1'772'323'200 + second;
        const std::string from = format_instant(start);
        const std::string to = format_instant(start + 59);
        const int size = std::snprintf(row, sizeof row, "session-%ld,device-%ld,data,%s,%s,%ld\n", static_cast<long>(i),
                                       static_cast<long>(i * 7919 % (accounts * devices)), from.c_str(), to.c_str(),
                                       static_cast<long>(1000 + i % 100'000));
        out.append(row, static_cast<size_t>(size));
    }
    return out;
}

void upload(store::Database& database, usage::Receiver& receiver, const std::string& name, const std::string& csv) {
    const double begin = now(), begin_processor = processor_seconds();
    usage::IncomingUpload incoming(receiver.around(),
                                   {.id = security::random_id("upload"), .format = "csv", .by = "bench"},
                                   UsageTable::Format::csv);
    constexpr size_t piece = 65'536;
    for (size_t at = 0; at < csv.size(); at += piece) {
        const std::string_view bytes = std::string_view(csv).substr(at, piece);
        incoming.count_sent(bytes);
        incoming.feed(bytes);
    }
    incoming.end();
    const double read = now(), read_processor = processor_seconds();
    store::uploads::Upload stored;
    receiver.store(incoming, [&](const usage::Receiver::Last& last) {
        stored = database.write([&](store::Transaction& t) { return last(t); });
    });
    const double end = now(), end_processor = processor_seconds();
    std::printf(
        "{\"step\":\"%s\",\"records\":%ld,\"accepted\":%ld,\"repeated\":%ld,\"seconds\":%.3f,\"reading\":%.3f,"
        "\"storing\":%.3f,\"processor\":%.3f,\"reading_processor\":%.3f,\"records_a_second\":%.0f}\n",
        name.c_str(), static_cast<long>(stored.counts.records), static_cast<long>(stored.counts.accepted),
        static_cast<long>(stored.counts.repeated), end - begin, read - begin, end - read,
        end_processor - begin_processor, read_processor - begin_processor,
        static_cast<double>(stored.counts.records) / (end - begin));
    std::fflush(stdout);
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 2) return 2;
    const int64_t uploads = count > 2 ? std::atoll(arguments[2]) : 3;
    const int64_t records = count > 3 ? std::atoll(arguments[3]) : 1'000'000;
    const int64_t present = count > 4 ? std::atoll(arguments[4]) : 3'000'000;
    security::start();
    store::Database database({.folder = arguments[1]});
    fill(database);
    usage::Receiver receiver(database, {});
    int64_t next = 0;
    for (constexpr int64_t most = 1'000'000; next < present;) {
        const int64_t some = std::min(most, present - next);
        upload(database, receiver, "present", make_csv(next, some));
        next += some;
    }
    std::string csv;
    for (int64_t i = 0; i < uploads; ++i) {
        csv = make_csv(next, records);
        next += records;
        upload(database, receiver, "upload", csv);
    }
    upload(database, receiver, "the same again", csv);
    const double begin = now();
    const auto stored =
        usage::stored_usage(database, {.account = "account-7", .from = "2026-03", .through = "2026-03"});
    std::printf("{\"step\":\"one account into a table\",\"records\":%ld,\"seconds\":%.4f}\n",
                static_cast<long>(stored.records), now() - begin);
}
