// SPDX-License-Identifier: MIT
// The engine behind lines of text, for tests that compare platforms and forms:
//
//   samebill_lines < REQUESTS.ndjson            each line a request; writes its result or error document
//   samebill_lines --paths < REQUESTS.ndjson    the same, each on 1, 2 and 7 threads, every device walked in time
//                                               order as well, in jobs of one and of three devices: writes the result
//                                               if all give it, else what differs
//   samebill_lines --quote < SCENARIOS.ndjson   each line a scenario; writes its result or error document
//   samebill_lines --expand < SCENARIOS.ndjson  the same; writes the request that the scenario stands for
//   samebill_lines --compare < COMPARISONS.ndjson  each line a comparison; writes its result or error document
//   samebill_lines --check < DOCUMENTS.ndjson   each line {"document": TEXT} or {"document": {"base64": BYTES}};
//                                               writes samebill/check/1 or samebill/error/1
//
// One line out for each line in; empty lines are passed over. Builds natively and, for Node, with Emscripten.

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/api.h"
#include "core/bill/make_bill.h"
#include "core/codec/decode.h"
#include "core/codec/state_codec.h"
#include "core/codec/write_bill.h"
#include "core/usage/account_usage.h"
#ifndef __EMSCRIPTEN__
#include <atomic>
#include <thread>
#include <vector>
#endif

namespace {

std::string from_base64(std::string_view text) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    unsigned held = 0;
    int bits = 0;
    for (char c : text) {
        const size_t digit = digits.find(c);
        if (digit == digits.npos) break;
        held = (held << 6 | static_cast<unsigned>(digit)) & 0xFFFFFu;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes.push_back(static_cast<char>(held >> bits & 0xFFu));
    }
    return bytes;
}

std::string document_of(const std::string& line) {
    const auto entry = nlohmann::json::parse(line);
    const auto& document = entry.contains("document") ? entry["document"] : entry;
    return document.is_string() ? document.get<std::string>() : from_base64(document.at("base64").get<std::string>());
}

bool read_line(std::string& line) {
    line.clear();
    for (int c = std::getchar(); c != EOF; c = std::getchar()) {
        if (c == '\n') return true;
        line.push_back(static_cast<char>(c));
    }
    return !line.empty();
}

// Jobs on several threads, the last one first; where there are no threads, on this one.
samebill::RunJobs jobs_on(uint32_t threads) {
    return [threads](uint32_t count, const std::function<void(uint32_t)>& job) {
#ifdef __EMSCRIPTEN__
        for (uint32_t i = count; i-- > 0;) job(threads % 2 == 0 ? i : count - 1 - i);
#else
        std::atomic<uint32_t> left{count};
        const auto work = [&] {
            for (uint32_t i; (i = left.fetch_sub(1)) > 0 && i <= count;) job(i - 1);
        };
        std::vector<std::thread> others;
        for (uint32_t i = 1; i < threads; ++i) others.emplace_back(work);
        work();
        for (std::thread& other : others) other.join();
#endif
    };
}

// The bills and the closing state of a sound request, or its number of problems, by the options.
std::string computed(const samebill::Request& request, const samebill::AccountUsage& usage,
                     const samebill::BillOptions& options) {
    const samebill::BillRun run = samebill::make_bills(request, usage, options);
    if (!run.problems.empty()) return std::to_string(run.problems.size());
    std::string text;
    for (const samebill::Bill& bill : run.bills) samebill::write_bill(request, bill, "", text, {options.run_jobs});
    samebill::write_state(run.closing, request, text, {options.run_jobs});
    return text;
}

// What differs between the ways to compute a request; empty: nothing.
std::string difference(const std::string& text, const samebill::Outcome& outcome) {
    samebill::Request request;
    samebill::SessionTable sessions;
    if (!samebill::decode_request(text, {}, request, sessions).empty()) return {};
    std::vector<std::string_view> ids;
    for (const samebill::Device& device : request.account.devices) ids.push_back(device.id);
    const samebill::AccountUsage usage({&sessions, ids, request.from, request.through});
    const std::string plain = computed(request, usage, {});
    for (const uint32_t threads : {1u, 2u, 7u}) {
        const samebill::RunJobs jobs = jobs_on(threads);
        const std::string on = " on " + std::to_string(threads) + " threads";
        samebill::Inputs inputs;
        inputs.request = text;
        inputs.run_jobs = &jobs;
        const samebill::Outcome again = samebill::run(inputs);
        if (again.ok != outcome.ok || again.text != outcome.text) return "the whole" + on;
        for (const samebill::Index devices_a_job : {1u, 3u}) {
            for (const bool ordered_only : {false, true}) {
                if (computed(request, usage, {ordered_only, &jobs, devices_a_job}) != plain)
                    return (ordered_only ? "every device in order" : "the fast path") + on;
            }
        }
    }
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    const bool checks = argc > 1 && std::string_view(argv[1]) == "--check";
    const bool quotes = argc > 1 && std::string_view(argv[1]) == "--quote";
    const bool expands = argc > 1 && std::string_view(argv[1]) == "--expand";
    const bool compares = argc > 1 && std::string_view(argv[1]) == "--compare";
    const bool paths = argc > 1 && std::string_view(argv[1]) == "--paths";
    std::string line;
    while (read_line(line)) {
        if (line.empty()) continue;
        samebill::Outcome outcome;
        if (checks) {
            outcome = samebill::check(document_of(line));
        } else if (quotes) {
            outcome = samebill::quote(line);
        } else if (expands) {
            outcome = samebill::expand(line);
        } else if (compares) {
            outcome = samebill::compare(line);
        } else {
            samebill::Inputs inputs;
            inputs.request = line;
            outcome = samebill::run(inputs);
            const std::string differs = paths ? difference(line, outcome) : std::string();
            if (!differs.empty()) outcome.text = "differs: " + differs;
        }
        outcome.text.push_back('\n');
        std::fwrite(outcome.text.data(), 1, outcome.text.size(), stdout);
    }
    return std::fflush(stdout) == 0 ? 0 : 1;
}
