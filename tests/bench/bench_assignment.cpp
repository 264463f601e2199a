// SPDX-License-Identifier: MIT
// Times the best plan through the door, natively: a fleet made here, the same for the same arguments.
//   bench_assignment [--devices N] [--sessions N] [--plans N] [--months N] [--pooled] [--groups]
// Half of the plans are for pools with --pooled; --groups offers two report groups and none. Prints one JSON object:
// microseconds of processor time for reading the usage and for the assignment, and what was found.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>

#include "core/api.h"

namespace {

struct Options {
    int64_t devices = 10'000;
    int64_t sessions = 3'000'000;
    int64_t plans = 10;
    int64_t months = 3;
    bool pooled = false;
    bool groups = false;
};

Options options_of(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const auto number = [&] { return i + 1 < argc ? std::atoll(argv[++i]) : 0; };
        if (std::strcmp(argv[i], "--devices") == 0) options.devices = number();
        if (std::strcmp(argv[i], "--sessions") == 0) options.sessions = number();
        if (std::strcmp(argv[i], "--plans") == 0) options.plans = number();
        if (std::strcmp(argv[i], "--months") == 0) options.months = number();
        if (std::strcmp(argv[i], "--pooled") == 0) options.pooled = true;
        if (std::strcmp(argv[i], "--groups") == 0) options.groups = true;
    }
    return options;
}

uint64_t mixed(uint64_t z) {  // splitmix64
    z += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

std::string two(int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

// The larger the plan, the more it includes and the less a MB above costs.
std::string plan(int64_t at, bool pooled) {
    const std::string terms = pooled ? R"(,"terms":{"pooling_allowed":true})" : "";
    return R"({"id":"plan-)" + two(at) + R"(","access_fee":{"amount":")" + std::to_string(1 + at) + '.' +
           two(37 * at % 100) + R"("},"included":{"data":")" + std::to_string(1 + at * at * 3) +
           R"( MB"},"overage":{"data":{"price":"0.)" + std::to_string(95 - 4 * (at % 20)) + R"(","per":"MB"}})" +
           terms + "}";
}

std::string assignment(const Options& options) {
    std::string text = R"({"schema":"samebill/assignment/1","request":{"schema":"samebill/request/1","catalog":{
        "schema":"samebill/catalog/1","id":"c","currency":"EUR","plans":[)";
    for (int64_t p = 0; p < options.plans; ++p) text += (p > 0 ? "," : "") + plan(p, options.pooled && p % 2 == 1);
    text += R"(]},"account":{"schema":"samebill/account/1","id":"a","agreement":{"from":"2020-01-01"},"devices":[)";
    std::string events;
    for (int64_t d = 0; d < options.devices; ++d) {
        const std::string id = "device-" + std::to_string(d), comma = d > 0 ? "," : "";
        text += comma + R"({"id":")" + id + "\"}";
        const std::string head = R"({"at":"2025-06-01T00:00:00Z","device":")" + id + R"(","type":)";
        events += comma + head + R"("provision","plan":"plan-)" + two(options.plans / 2) + "\"}," + head +
                  R"("set_group","group":"g)" + std::to_string(d % 3) + "\"}," + head + R"("activate"})";
    }
    text += R"(]},"events":[)" + events + R"(],"usage":[],"inputs_digest":false,"from":"2026-01","through":"2026-)" +
            two(options.months) + "\"}";
    if (options.groups) text += R"(,"groups":["g0","g1",null])";
    return text + "}";
}

// A few devices use most: the size of a device is the cube of a chance.
void feed(const Options& options, samebill::UsageTable& table) {
    table.begin(samebill::UsageTable::Format::csv);
    table.feed("id,device,kind,start,end,quantity\n");
    std::string rows;
    for (int64_t s = 0; s < options.sessions; ++s) {
        const uint64_t chance = mixed(static_cast<uint64_t>(s));
        const int64_t device = s % options.devices;
        const auto size = static_cast<int64_t>(mixed(static_cast<uint64_t>(device) + 77) % 100);
        const int64_t quantity = 1000 + size * size * size * static_cast<int64_t>(chance % 9) / 4;
        const std::string day = "2026-" + two(1 + static_cast<int64_t>(chance >> 8) % options.months) + "-" +
                                two(1 + static_cast<int64_t>(chance >> 20 & 0xffff) % 28) + "T" +
                                two(static_cast<int64_t>(chance >> 40 & 0xffff) % 24) + ":00:";
        rows += "r" + std::to_string(s) + ",device-" + std::to_string(device) + ",data," + day + "00Z," + day + "30Z," +
                std::to_string(quantity) + "\n";
        if (rows.size() < 1u << 20) continue;
        table.feed(rows);
        rows.clear();
    }
    table.feed(rows);
    table.end();
    table.seal();
}

long long microseconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec * 1'000'000LL + now.tv_nsec / 1000;
}

}  // namespace

int main(int argc, char** argv) {
    const Options options = options_of(argc, argv);
    const std::string text = assignment(options);
    samebill::UsageTable table;
    const long long begin = microseconds();
    feed(options, table);
    const long long read = microseconds();
    samebill::Inputs inputs;
    inputs.request = text;
    inputs.table = &table;
    const samebill::Outcome found = samebill::assign(inputs);
    const long long done = microseconds();
    if (!found.ok) {
        std::fprintf(stderr, "bench_assignment: %.2000s\n", found.text.c_str());
        return 1;
    }
    const size_t bound = found.text.find("\"bound\":");
    const size_t saving = found.text.rfind("\"saving\":");
    std::printf("{\"usage_us\":%lld,\"assignment_us\":%lld,\"bytes\":%zu,%s,%s}\n", read - begin, done - read,
                found.text.size(), found.text.substr(bound, found.text.find('}', bound) - bound + 1).c_str(),
                found.text.substr(saving, found.text.find(',', saving) - saving).c_str());
    return 0;
}
