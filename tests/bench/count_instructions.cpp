// SPDX-License-Identifier: MIT
// Fixed jobs for callgrind: count_instructions PART FOLDER. Counting begins and ends with the function `counted`
// (--toggle-collect=counted); all else, like reading the file, is left out.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "core/api.h"

namespace {

std::string read_file(const std::string& name) {
    std::FILE* file = std::fopen(name.c_str(), "rb");
    if (file == nullptr) {
        std::fprintf(stderr, "count_instructions: cannot read %s\n", name.c_str());
        std::exit(1);
    }
    std::string text;
    std::vector<char> chunk(1 << 16);
    for (size_t got; (got = std::fread(chunk.data(), 1, chunk.size(), file)) > 0;) text.append(chunk.data(), got);
    std::fclose(file);
    return text;
}

struct Job {
    std::string request;
    std::string usage;
    samebill::UsageTable table;
    samebill::Outcome outcome;
};

void read_usage(Job& job) {
    job.table.begin(samebill::UsageTable::Format::csv);
    for (size_t at = 0; at < job.usage.size(); at += 1 << 16)
        job.table.feed(std::string_view(job.usage).substr(at, 1 << 16));
    job.table.end();
    job.table.seal();
}

void make_bill(Job& job) {
    samebill::Inputs inputs;
    inputs.request = job.request;
    if (!job.usage.empty()) inputs.table = &job.table;
    job.outcome = samebill::run(inputs);
}

}  // namespace

extern "C" __attribute__((noinline)) void counted(void (*work)(Job&), Job& job) {
    work(job);
}

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fputs("count_instructions csv_to_table|table_to_bills|request FOLDER\n", stderr);
        return 2;
    }
    const std::string_view part = argv[1];
    const std::string folder = argv[2];
    Job job;
    job.request = read_file(folder + "/request.json");
    if (part != "request") job.usage = read_file(folder + "/usage.csv");
    if (part == "csv_to_table")
        counted(read_usage, job);
    else if (part == "table_to_bills")
        read_usage(job);
    if (part == "csv_to_table")
        make_bill(job);
    else
        counted(make_bill, job);
    if (!job.outcome.ok) {
        std::fprintf(stderr, "%.2000s\n", job.outcome.text.c_str());
        return 1;
    }
    return 0;
}
