// SPDX-License-Identifier: MIT
// Times the engine through its door, natively.
//   bench_core FOLDER [--times N] [--threads N] [--ndjson] [--sorted]
//                               a fleet of make_fleet, from the file to the result's text; --sorted: billed while read
//   bench_core --request FILE   a request with its sessions in it, JSON to JSON, many times
//   bench_core --touch MIB      writes to so much memory and lets it go, for who runs next (harness.mjs)
// Prints one JSON object: microseconds of every repetition ("us", of processor time "cpu_us", and of that outside the
// system "user_us") and of the parts of the best one, what the bill comes to ("facts", for comparison with others), and
// the peak of resident memory (of a fleet in the first repetition).
#include <sys/mman.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/api.h"
#include "native-server/cli/failure.h"
#include "native-server/cli/files.h"
#include "native-server/cli/threads.h"

namespace {

using Clock = std::chrono::steady_clock;

int64_t microseconds_since(Clock::time_point begin) {
    return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin).count();
}

[[noreturn]] void fail(const char* what, const std::string& more) {
    std::fprintf(stderr, "bench_core: %s %.2000s\n", what, more.c_str());
    std::exit(1);
}

// The file as one thread reads it fastest.
template <class Take>
void for_each_chunk(const std::string& name, Take take) {
    std::FILE* file = std::fopen(name.c_str(), "rb");
    if (file == nullptr) fail("cannot read", name);
    std::setvbuf(file, nullptr, _IONBF, 0);
    constexpr size_t most = 1 << 18;
    const auto bytes = std::make_unique_for_overwrite<char[]>(most);
    for (size_t got; (got = std::fread(bytes.get(), 1, most, file)) > 0;) take(std::string_view(bytes.get(), got));
    std::fclose(file);
}

std::string read_file(const std::string& name) {
    std::string text;
    for_each_chunk(name, [&](std::string_view chunk) { text += chunk; });
    return text;
}

// Processor time of the process so far, that of the system for it included: what a machine with other work on it
// distorts least.
int64_t processor_microseconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * int64_t{1'000'000} + usage.ru_utime.tv_usec +
           usage.ru_stime.tv_usec;
}
// Without that of the system, to which a guest counts its waiting for memory that the host gives slowly.
int64_t user_microseconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_utime.tv_sec * int64_t{1'000'000} + usage.ru_utime.tv_usec;
}

int64_t peak_kilobytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

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
    bool sorted = false;
    size_t touch = 0;  // MiB
};

struct Times {
    int64_t read, seal, run, processor, user;
    int64_t all() const { return read + seal + run; }
};

// As the command line does it; with one thread without any of its own.
Times bill_once(const Options& options, const std::string& request, samebill::cli::Threads* threads,
                std::string& result) {
    const samebill::RunJobs lent = threads != nullptr ? threads->lent() : samebill::RunJobs();
    const samebill::RunJobs* const jobs = threads != nullptr ? &lent : nullptr;
    samebill::UsageTable table;
    Times times{};
    const int64_t processor_before = processor_microseconds(), user_before = user_microseconds();
    if (jobs != nullptr) table.lend(jobs);
    samebill::Inputs inputs;
    inputs.request = request;
    inputs.table = &table;
    inputs.run_jobs = jobs;
    auto begin = Clock::now();
    std::optional<samebill::SortedRun> sorted;
    if (options.sorted) sorted.emplace(inputs);
    table.begin(options.ndjson ? samebill::UsageTable::Format::ndjson : samebill::UsageTable::Format::csv);
    const std::string name = options.folder + (options.ndjson ? "/usage.ndjson" : "/usage.csv");
    if (threads == nullptr) {
        for_each_chunk(name, [&](std::string_view chunk) { table.feed(chunk); });
    } else {
        const auto take = [&](const samebill::cli::Piece& piece) { table.feed(piece.bytes); };
        samebill::cli::read_pieces(name, take, threads);
    }
    table.end();
    times.read = microseconds_since(begin);
    begin = Clock::now();
    table.seal();
    times.seal = microseconds_since(begin);
    begin = Clock::now();
    samebill::Outcome outcome = sorted ? sorted->finish() : samebill::run(inputs);
    times.run = microseconds_since(begin);
    times.processor = processor_microseconds() - processor_before;
    times.user = user_microseconds() - user_before;
    if (!outcome.ok) fail("no bill:", outcome.text);
    result = std::move(outcome.text);
    return times;
}

void time_fleet(const Options& options) {
    const std::string request = read_file(options.folder + "/request.json");
    samebill::cli::Threads threads(static_cast<unsigned>(options.threads));
    Times best{};
    std::string list, processor_list, user_list;
    std::string result;
    int64_t peak = 0;
    for (int i = 0; i < options.times; ++i) {
        result = std::string();  // else there would be two at a time
        const Times times = bill_once(options, request, options.threads > 1 ? &threads : nullptr, result);
        if (i == 0) peak = peak_kilobytes();
        if (i == 0 || times.all() < best.all()) best = times;
        list += (i > 0 ? "," : "") + std::to_string(times.all());
        processor_list += (i > 0 ? "," : "") + std::to_string(times.processor);
        user_list += (i > 0 ? "," : "") + std::to_string(times.user);
    }
    std::printf(
        "{\"us\":[%s],\"cpu_us\":[%s],\"user_us\":[%s],\"read_us\":%lld,\"seal_us\":%lld,\"run_us\":%lld,"
        "\"result_bytes\":%zu,\"peak_kb\":%lld,\"digest\":\"%s\",\"facts\":%s}\n",
        list.c_str(), processor_list.c_str(), user_list.c_str(), static_cast<long long>(best.read),
        static_cast<long long>(best.seal), static_cast<long long>(best.run), result.size(),
        static_cast<long long>(peak), text_after(result, "\"digest\":\"").c_str(), facts_of(result).c_str());
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
    int64_t best = INT64_MAX, best_processor = INT64_MAX;  // nanoseconds
    for (int batch = 0; batch < 5; ++batch) {
        begin = Clock::now();
        const int64_t processor_before = processor_microseconds();
        for (int64_t i = 0; i < times; ++i) samebill::run(inputs);
        best = std::min(best, microseconds_since(begin) * 1000 / times);
        best_processor = std::min(best_processor, (processor_microseconds() - processor_before) * 1000 / times);
    }
    std::printf(
        "{\"us\":[%lld],\"cpu_us\":[%lld],\"ns\":%lld,\"request_bytes\":%zu,\"result_bytes\":%zu,\"peak_kb\":%lld,"
        "\"digest\":\"%s\"}\n",
        static_cast<long long>(best / 1000), static_cast<long long>(best_processor / 1000),
        static_cast<long long>(best), request.size(), outcome.text.size(), static_cast<long long>(peak_kilobytes()),
        text_after(outcome.text, "\"digest\":\"").c_str());
}

void touch(size_t mebibytes) {
    const size_t bytes = mebibytes << 20;
    void* const memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) fail("no memory of MiB", std::to_string(mebibytes));
    madvise(memory, bytes, MADV_HUGEPAGE);
    for (size_t at = 0; at < bytes; at += 4096) static_cast<volatile char*>(memory)[at] = 1;
    munmap(memory, bytes);
    std::puts("{}");
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
        else if (name == "--sorted")
            options.sorted = true;
        else if (name == "--request")
            options.request = value();
        else if (name == "--touch")
            options.touch = static_cast<size_t>(std::atoi(value()));
        else
            options.folder = name;
    }
    if (options.request.empty() && options.folder.empty() && options.touch == 0) {
        std::fputs("bench_core FOLDER [--times N] [--threads N] [--ndjson] [--sorted] | --request FILE | --touch MIB\n",
                   stderr);
        return 2;
    }
    try {
        if (options.touch > 0)
            touch(options.touch);
        else if (options.request.empty())
            time_fleet(options);
        else
            time_request(options);
    } catch (const samebill::cli::Failure& failure) {
        fail("cannot read:", failure.what());
    }
    return 0;
}
