// SPDX-License-Identifier: MIT
// Times the engine on a fleet made by make_fleet: bench_core FOLDER [--rounds N] [--ndjson] [--json REQUEST]
// Prints one JSON line a round: milliseconds of each part, and the peak of resident memory.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "core/api.h"

namespace {

using Clock = std::chrono::steady_clock;

int64_t milliseconds_since(Clock::time_point begin) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin).count();
}

std::string read_file(const std::string& name) {
    std::FILE* file = std::fopen(name.c_str(), "rb");
    if (file == nullptr) {
        std::fprintf(stderr, "cannot read %s\n", name.c_str());
        std::exit(2);
    }
    std::string text;
    std::vector<char> chunk(1 << 20);
    for (size_t got; (got = std::fread(chunk.data(), 1, chunk.size(), file)) > 0;) text.append(chunk.data(), got);
    std::fclose(file);
    return text;
}

void feed_file(const std::string& name, samebill::UsageTable& table) {
    std::FILE* file = std::fopen(name.c_str(), "rb");
    if (file == nullptr) std::exit(2);
    std::vector<char> chunk(1 << 18);
    for (size_t got; (got = std::fread(chunk.data(), 1, chunk.size(), file)) > 0;)
        table.feed(std::string_view(chunk.data(), got));
    std::fclose(file);
}

int64_t peak_megabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

// One request without a table: the time of one `run`, in microseconds over many.
void time_request(const std::string& name) {
    const std::string request = read_file(name);
    const int warm = 3;
    int times = 1;
    for (int i = 0; i < warm; ++i) samebill::run({request});
    const auto probe = Clock::now();
    samebill::run({request});
    const auto one = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - probe).count();
    if (one < 20'000) times = static_cast<int>(1'000'000 / (one + 1));
    const auto begin = Clock::now();
    size_t bytes = 0;
    for (int i = 0; i < times; ++i) bytes = samebill::run({request}).text.size();
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin).count() / times;
    std::printf("{\"request_bytes\":%zu,\"result_bytes\":%zu,\"microseconds\":%lld,\"peak_mb\":%lld}\n", request.size(), bytes,
                static_cast<long long>(micros), static_cast<long long>(peak_megabytes()));
}

}  // namespace

int main(int argc, char** argv) {
    std::string folder;
    int rounds = 3;
    bool ndjson = false;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--rounds") == 0 && i + 1 < argc) rounds = std::atoi(argv[++i]);
        else if (std::strcmp(argv[i], "--ndjson") == 0) ndjson = true;
        else if (std::strcmp(argv[i], "--json") == 0 && i + 1 < argc) {
            time_request(argv[++i]);
            return 0;
        } else folder = argv[i];
    }
    const std::string request = read_file(folder + "/request.json");
    for (int round = 0; round < rounds; ++round) {
        samebill::UsageTable table;
        const auto begin = Clock::now();
        table.begin(ndjson ? samebill::UsageTable::Format::ndjson : samebill::UsageTable::Format::csv);
        feed_file(folder + (ndjson ? "/usage.ndjson" : "/usage.csv"), table);
        table.end();
        const int64_t read = milliseconds_since(begin);
        table.seal();
        const int64_t sealed = milliseconds_since(begin);
        samebill::Inputs inputs;
        inputs.request = request;
        inputs.table = &table;
        const auto billing = Clock::now();
        const samebill::Outcome outcome = samebill::run(inputs);
        const int64_t billed = milliseconds_since(billing);
        if (!outcome.ok) {
            std::fprintf(stderr, "%.2000s\n", outcome.text.c_str());
            return 1;
        }
        std::printf("{\"records\":%lld,\"read_ms\":%lld,\"seal_ms\":%lld,\"run_ms\":%lld,\"result_bytes\":%zu,\"table_mb\":%lld,"
                    "\"peak_mb\":%lld}\n",
                    static_cast<long long>(table.records()), static_cast<long long>(read),
                    static_cast<long long>(sealed - read), static_cast<long long>(billed), outcome.text.size(),
                    static_cast<long long>(table.bytes() >> 20), static_cast<long long>(peak_megabytes()));
    }
    return 0;
}
