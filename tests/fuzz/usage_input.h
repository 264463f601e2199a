// SPDX-License-Identifier: MIT
#pragma once

#include "tests/fuzz/expect.h"

namespace samebill::fuzz {

// Usage records through the streaming door. The input begins with the sizes of its chunks: a byte that says how many
// sizes follow (0 ... 15), then these, a byte each (0: nothing is fed), used in turn; then the records.
struct ChunkedRecords {
    std::string_view sizes;
    std::string_view records;
};
inline ChunkedRecords chunked(std::string_view input) {
    if (input.empty()) return {};
    const size_t count = std::min<size_t>(static_cast<uint8_t>(input[0]) % 16, input.size() - 1);
    return {input.substr(1, count), input.substr(1 + count)};
}

// The devices that the records of the examples and of the dictionary name most.
inline constexpr std::string_view usage_request = R"({"schema":"samebill/request/1","catalog":{"schema":
"samebill/catalog/1","id":"c","currency":"EUR","plans":[{"id":"p","access_fee":{"amount":"1"},"included":{"data":
"1 MB"},"overage":{"data":{"price":"0.1","per":"MB"},"voice":{"price":"0.2","per":"min"},"sms":{"price":"0.05","per":
"message"}}}]},"account":{"schema":"samebill/account/1","id":"a","agreement":{"from":"2026-01-01"},"devices":[{"id":
"meter-1"},{"id":"meter-2"},{"id":"d"}]},"events":[{"at":"2026-01-01T00:00:00Z","type":"provision","device":"meter-1"},
{"at":"2026-01-01T00:00:00Z","type":"activate","device":"meter-1"},{"at":"2026-03-05T00:00:00Z","type":"provision",
"device":"d"}],"usage":[],"from":"2026-03","through":"2026-03"})";

struct TableAnswers {
    int64_t records = 0;
    int64_t rejected = 0;
    std::string rejects;
    std::string bill;
    std::string bill_rejects;
    std::string unclaimed;
};

inline TableAnswers answers_of(UsageTable& table) {
    TableAnswers answers;
    answers.records = table.records();
    answers.rejected = table.rejected();
    answers.rejects = table.rejects();
    const Outcome outcome = run({.request = usage_request, .table = &table, .rejects = &answers.bill_rejects});
    expect_sound(outcome);
    answers.bill = outcome.text;
    answers.unclaimed = table.unclaimed();
    for (const std::string* text : {&answers.rejects, &answers.bill_rejects, &answers.unclaimed})
        expect(check(*text).ok, "rejects pass `check`", *text);
    return answers;
}

inline int try_records(UsageTable::Format format, std::string_view input) {
    const ChunkedRecords split = chunked(input);
    UsageTable whole;
    whole.begin(format);
    whole.feed(split.records);
    whole.end();
    const TableAnswers expected = answers_of(whole);

    UsageTable table;
    table.begin(format);
    std::string_view rest = split.records;
    for (size_t turn = 0; !split.sizes.empty() && !rest.empty() && turn < 4 * split.records.size(); ++turn) {
        const size_t wanted = static_cast<uint8_t>(split.sizes[turn % split.sizes.size()]);
        // A copy of its own, so that reading past a chunk's end is seen.
        const std::string chunk(rest.substr(0, wanted));
        table.feed(chunk);
        rest.remove_prefix(chunk.size());
    }
    table.feed(rest);
    table.end();
    const TableAnswers found = answers_of(table);
    expect(found.records == expected.records && found.rejected == expected.rejected, "counts do not depend on chunks");
    expect(found.rejects == expected.rejects, "rejects do not depend on chunks",
           expected.rejects + "\n" + found.rejects);
    expect(found.bill == expected.bill, "the bill does not depend on chunks", expected.bill + "\n" + found.bill);
    expect(found.bill_rejects == expected.bill_rejects, "what a bill leaves out does not depend on chunks");
    expect(found.unclaimed == expected.unclaimed, "what nobody claimed does not depend on chunks");
    return 0;
}

}  // namespace samebill::fuzz
