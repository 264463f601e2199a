// SPDX-License-Identifier: MIT
// Times the engine through its door, natively.
//   bench_core FOLDER [--times N] [--threads N] [--ndjson]   a fleet of make_fleet, from the file to the result's text
//   bench_core --request FILE                                one request with its sessions in it, JSON to JSON, many
//   times
// Prints one JSON object: microseconds of every repetition ("us") and of the parts of the best one, what the bill comes
// to
// ("facts", for comparison with others), and the peak of resident memory.
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "core/api.h"

namespace {

using Clock = std::chrono::steady_clock;

int64_t microseconds_since(Clock::time_point begin) {
    return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin).count();
}

[[noreturn]] void fail(const char* what, const std::string& more) {
    std::fprintf(stderr, "bench_core: %s %.2000s\n", what, more.c_str());
    std::exit(1);
}

// The file in pieces, as a shell would read it.
template <class Take>
void for_each_chunk(const std::string& name, Take take) {
    std::FILE* file = std::fopen(name.c_str(), "rb");
    if (file == nullptr) fail("cannot read", name);
    std::setvbuf(file, nullptr, _IONBF, 0);
    std::vector<char> chunk(1 << 18);
    for (size_t got; (got = std::fread(chunk.data(), 1, chunk.size(), file)) > 0;)
        take(std::string_view(chunk.data(), got));
    std::fclose(file);
}

std::string read_file(const std::string& name) {
    std::string text;
    for_each_chunk(name, [&](std::string_view chunk) { text += chunk; });
    return text;
}

int64_t peak_kilobytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

// Threads for the core: each takes the next job until none is left.
class Threads {
public:
    explicit Threads(int count) : count_(count) {}
    void operator()(uint32_t jobs, const std::function<void(uint32_t)>& job) const {
        std::atomic<uint32_t> next{0};
        const auto work = [&] {
            for (uint32_t i; (i = next.fetch_add(1)) < jobs;) job(i);
        };
        std::vector<std::thread> others;
        for (int i = 1; i < count_ && static_cast<uint32_t>(i) < jobs; ++i) others.emplace_back(work);
        work();
        for (std::thread& other : others) other.join();
    }

private:
    int count_;
};

std::string text_after(const std::string& text, const std::string& label, size_t from = 0) {
    const size_t at = text.find(label, from);
    if (at == std::string::npos) return "";
    const size_t begin = at + label.size();
    return text.substr(begin, text.find('"', begin) - begin);
}

// What the first bill comes to. Only lines have a member `rule`.
std::string facts_of(const std::string& result) {
    uint64_t lines = 0;
    for (size_t at = 0; (at = result.find("\"rule\":", at)) != std::string::npos; at += 7) ++lines;
    return "{\"lines\":" + std::to_string(lines) + ",\"subtotal\":\"" + text_after(result, "\"subtotal\":\"") +
           "\",\"tax\":\"" + text_after(result, "\"tax_total\":\"") + "\",\"total\":\"" +
           text_after(result, "\"total\":\"") + "\"}";
}

struct Options {
    std::string folder;
    std::string request;
    int times = 1;
    int threads = 1;
    bool ndjson = false;
};

struct Times {
    int64_t read, seal, run;
    int64_t all() const { return read + seal + run; }
};

Times bill_once(const Options& options, const std::string& request, const samebill::RunJobs* jobs,
                std::string& result) {
    samebill::UsageTable table;
    Times times{};
    auto begin = Clock::now();
    table.begin(options.ndjson ? samebill::UsageTable::Format::ndjson : samebill::UsageTable::Format::csv);
    for_each_chunk(options.folder + (options.ndjson ? "/usage.ndjson" : "/usage.csv"),
                   [&](std::string_view chunk) { table.feed(chunk); });
    table.end();
    times.read = microseconds_since(begin);
    begin = Clock::now();
    table.seal();
    times.seal = microseconds_since(begin);
    begin = Clock::now();
    samebill::Inputs inputs;
    inputs.request = request;
    inputs.table = &table;
    inputs.run_jobs = jobs;
    samebill::Outcome outcome = samebill::run(inputs);
    times.run = microseconds_since(begin);
    if (!outcome.ok) fail("no bill:", outcome.text);
    result = std::move(outcome.text);
    return times;
}

void time_fleet(const Options& options) {
    const std::string request = read_file(options.folder + "/request.json");
    const samebill::RunJobs jobs = Threads(options.threads);
    Times best{};
    std::string list;
    std::string result;
    for (int i = 0; i < options.times; ++i) {
        result = std::string();  // else the peak of memory would count two
        const Times times = bill_once(options, request, options.threads > 1 ? &jobs : nullptr, result);
        if (i == 0 || times.all() < best.all()) best = times;
        list += (i > 0 ? "," : "") + std::to_string(times.all());
    }
    std::printf(
        "{\"us\":[%s],\"read_us\":%lld,\"seal_us\":%lld,\"run_us\":%lld,\"result_bytes\":%zu,\"peak_kb\":%lld,"
        "\"digest\":\"%s\",\"facts\":%s}\n",
        list.c_str(), static_cast<long long>(best.read), static_cast<long long>(best.seal),
        static_cast<long long>(best.run), result.size(), static_cast<long long>(peak_kilobytes()),
        text_after(result, "\"digest\":\"").c_str(), facts_of(result).c_str());
}

// The best of five batches, so that one interruption does not count.
void time_request(const Options& options) {
    const std::string request = read_file(options.request);
    samebill::Inputs inputs;
    inputs.request = request;
    samebill::Outcome outcome = samebill::run(inputs);
    if (!outcome.ok) fail("no bill:", outcome.text);
    auto begin = Clock::now();
    samebill::run(inputs);
    const int64_t one = microseconds_since(begin) + 1;
    const int64_t times = std::max<int64_t>(1, 200'000 / one);
    int64_t best = INT64_MAX;  // nanoseconds
    for (int batch = 0; batch < 5; ++batch) {
        begin = Clock::now();
        for (int64_t i = 0; i < times; ++i) samebill::run(inputs);
        best = std::min(best, microseconds_since(begin) * 1000 / times);
    }
    std::printf(
        "{\"us\":[%lld],\"ns\":%lld,\"request_bytes\":%zu,\"result_bytes\":%zu,\"peak_kb\":%lld,\"digest\":\"%s\"}\n",
        static_cast<long long>(best / 1000), static_cast<long long>(best), request.size(), outcome.text.size(),
        static_cast<long long>(peak_kilobytes()), text_after(outcome.text, "\"digest\":\"").c_str());
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string_view name = argv[i];
        const auto value = [&] { return i + 1 < argc ? argv[++i] : ""; };
        if (name == "--times")
            options.times = std::atoi(value());
        else if (name == "--threads")
            options.threads = std::atoi(value());
        else if (name == "--ndjson")
            options.ndjson = true;
        else if (name == "--request")
            options.request = value();
        else
            options.folder = name;
    }
    if (options.request.empty() && options.folder.empty()) {
        std::fputs("bench_core FOLDER [--times N] [--threads N] [--ndjson] | --request FILE\n", stderr);
        return 2;
    }
    if (options.request.empty())
        time_fleet(options);
    else
        time_request(options);
    return 0;
}
