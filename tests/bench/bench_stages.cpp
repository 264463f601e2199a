// SPDX-License-Identifier: MIT
// Where the time of a bill goes, stage by stage, on one thread: bench_stages FOLDER [--times N]
// Looks behind the door (the stages that core/api.cpp calls in turn). Prints one JSON object: microseconds, the best of
// N each.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "core/bill/make_bill.h"
#include "core/codec/decode.h"
#include "core/codec/state_codec.h"
#include "core/codec/write_bill.h"
#include "core/usage/account_usage.h"
#include "core/usage/inputs_digest.h"
#include "core/usage/usage_table.h"

namespace {

using Clock = std::chrono::steady_clock;

std::string read_file(const std::string& name) {
    std::FILE* file = std::fopen(name.c_str(), "rb");
    if (file == nullptr) {
        std::fprintf(stderr, "bench_stages: cannot read %s\n", name.c_str());
        std::exit(1);
    }
    std::string text;
    std::vector<char> chunk(1 << 20);
    for (size_t got; (got = std::fread(chunk.data(), 1, chunk.size(), file)) > 0;) text.append(chunk.data(), got);
    std::fclose(file);
    return text;
}

// Stages in the order of their first call, each with its best time.
class Stages {
public:
    template <class Work>
    void time(const char* name, Work work) {
        const auto begin = Clock::now();
        work();
        const int64_t took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin).count();
        for (Stage& stage : list_) {
            if (stage.name != name) continue;
            stage.best = std::min(stage.best, took);
            return;
        }
        list_.push_back({name, took});
    }
    void print() const {
        std::string text;
        for (const Stage& stage : list_)
            text += (text.empty() ? "{\"" : ",\"") + stage.name + "\":" + std::to_string(stage.best);
        std::printf("%s}\n", text.c_str());
    }

private:
    struct Stage {
        std::string name;
        int64_t best;
    };
    std::vector<Stage> list_;
};

void time_stages(const std::string& request_text, const std::string& usage, Stages& stages) {
    samebill::UsageTable table;
    stages.time("read_csv", [&] {
        table.begin(samebill::UsageTable::Format::csv);
        for (size_t at = 0; at < usage.size(); at += 1 << 18) table.feed(std::string_view(usage).substr(at, 1 << 18));
        table.end();
    });
    stages.time("seal", [&] { table.seal(); });
    samebill::Request request;
    samebill::SessionTable unused;
    stages.time("decode_request", [&] {
        samebill::RequestOptions options;
        options.usage_apart = true;
        if (!samebill::decode_request(request_text, options, request, unused).empty()) std::exit(1);
    });
    std::vector<std::string_view> ids;
    std::optional<samebill::AccountUsage> account_usage;
    stages.time("select_usage", [&] {
        for (const samebill::Device& device : request.account.devices) ids.push_back(device.id);
        samebill::UsageQuery query;
        query.table = &table.impl().sessions;
        query.devices = ids;
        query.from = request.from;
        query.through = request.through;
        account_usage.emplace(query);
    });
    samebill::BillRun run;
    stages.time("make_bills", [&] { run = samebill::make_bills(request, *account_usage); });
    if (!run.problems.empty()) std::exit(1);
    std::string text;
    stages.time("write_bills", [&] {
        for (const samebill::Bill& bill : run.bills) samebill::write_bill(request, bill, "", text);
    });
    stages.time("write_state", [&] { text += samebill::write_state(run.closing, request); });
    if (request.hashed_head.empty()) return;
    stages.time("inputs_digest", [&] {
        samebill::inputs_digest(request.hashed_head, table.impl().sessions,
                                samebill::start_of_month(request.through + 1));
    });
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fputs("bench_stages FOLDER [--times N]\n", stderr);
        return 2;
    }
    const std::string folder = argv[1];
    const int times = argc > 3 ? std::atoi(argv[3]) : 1;
    const std::string request = read_file(folder + "/request.json");
    const std::string usage = read_file(folder + "/usage.csv");
    Stages stages;
    for (int i = 0; i < times; ++i) time_stages(request, usage, stages);
    stages.print();
    return 0;
}
