// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/jobs.h"

// The one door. Browser, command line, server preview and the authoritative bill run all call these functions, and the
// core cannot know which of them is asking. Every text that comes out is a canonical JSON document (RFC 8785) without a
// trailing line feed: the document named, or `samebill/error/1` with ok = false. Nothing is thrown across the door.

namespace samebill {

struct Outcome {
    bool ok = false;
    std::string text;
};

inline constexpr std::string_view rules_version = "1";

// The streaming door: usage records fed in chunks of any size, split anywhere, then billed with requests whose `usage`
// is empty. A bad record is kept as a reject and never stops the others. A table is filled once, then read by any
// number of calls below.
class UsageTable {
public:
    UsageTable();
    ~UsageTable();
    UsageTable(UsageTable&&) noexcept;
    UsageTable& operator=(UsageTable&&) noexcept;

    enum class Format { csv, ndjson };
    // The shell's threads for reading and sealing, if it lends any; they must be there until the table is sealed. Large
    // chunks (some MiB) are read in parts at the same time. What comes out is the same without.
    void lend(const RunJobs* run_jobs);
    // Begins a new input (a file). Record numbers run on over all inputs; lines start at 1 in each. `name` stands as
    // `file` in the rejects of this input if it is not empty.
    void begin(Format format, std::string_view name = {});
    // The next bytes of the input.
    void feed(std::string_view chunk);
    // Ends the input begun last: a last line without line feed is read.
    void end();
    // Ends filling; called by the functions below if the caller did not. Nothing can be fed afterwards.
    void seal();

    int64_t records() const;  // read so far, rejected ones counted
    // Of these, those that could not be read or were in conflict. Before `seal` it compares all ids each time that
    // records were read since: a question for the end of an input, not for every chunk.
    int64_t rejected() const;
    int64_t bytes() const;  // memory held, for reports
    // Whether memory did not suffice for all that was fed: it cannot be billed then, and what it says of its records
    // is not all.
    bool failed() const;

    // samebill/rejects/1 of all inputs so far (records of a wrong shape, conflicts).
    std::string rejects() const;
    // After billing: the records whose device was in no request billed so far, as samebill/rejects/1 with the code
    // `unknown_device` (counted; the first 1,000 listed).
    std::string unclaimed() const;

    struct Impl;
    Impl& impl() { return *impl_; }

private:
    std::unique_ptr<Impl> impl_;
};

// A document in a text that has no member `digest` yet, for shells with a SHA-256 of their own that cannot be called
// from here. Its digest is that of the bytes from `begin` to `end`; the member goes in before the byte `at`:
// `digest_begin`, 64 lower-case hexadecimal digits, `digest_end`.
struct OpenDigest {
    uint64_t begin = 0;
    uint64_t end = 0;
    uint64_t at = 0;
};
inline constexpr std::string_view digest_begin = ",\"digest\":\"sha256:";
inline constexpr std::string_view digest_end = "\"";

// What a call works on. `request` is the text of a samebill/request/1. With `table`, the request's `usage` must be
// empty.
struct Inputs {
    std::string_view request;
    UsageTable* table = nullptr;
    // Replace the request's `from` and `through` before anything is computed ("2026-03"); empty: as in the request.
    std::string_view from = {};
    std::string_view through = {};
    // With a table: false takes every record (devices that the account does not have become exceptions, as with inline
    // usage); true takes only the records of the account's devices, for tables that hold several accounts.
    bool own_records_only = false;
    // With a table: true makes any reject (of the table, or a record after `through`) an error of the whole call;
    // false bills the rest, and `rejects` below receives what was left out.
    bool rejects_fail = false;
    // If not null: receives samebill/rejects/1 of the table together with the records that start at or after the end of
    // `through` (code `period`).
    std::string* rejects = nullptr;
    // The shell's threads, if it lends any; the bytes that come out are the same without.
    const RunJobs* run_jobs = nullptr;
    // If not null: `run` leaves the digests of the bills and of the closing state to the shell, and says here where
    // they go, in the order of the text, no document inside another. With the members put in it is the text that `run`
    // gives without. Errors leave it empty; other calls do not look at it.
    std::vector<OpenDigest>* open_digests = nullptr;
};

// samebill/result/1: the bills of `from` ... `through` and the closing state.
Outcome run(const Inputs& inputs);

// samebill/result/1 of one month for usage that is sorted by device id, byte by byte, over all inputs of the table;
// within a device in any order. Devices are billed and forgotten when records of a later one come: memory grows with
// the devices, with the records of the largest of them and with the seconds of the month in which a pool of a plan of
// several months is used, not with all records, nor with the chunks that are fed.
//
//     UsageTable table; inputs.table = &table; SortedRun run(inputs); table.begin(…) … table.end(); run.finish();
//
// What comes out is what `run` gives for the same records, byte for byte, with these bounds:
// - Record ids are compared within a device: there, repeated records are dropped and those in conflict rejected, as
//   anywhere. An id that two devices have in common, which `run` reports as a conflict, is not seen: both are billed.
// - A record whose device comes before that of a record ahead of it is the error `schema` at the record, and a request
//   with a digest of its inputs the same at `/inputs_digest`. Several months are the error `period`.
// `inputs.table` is empty, and filled after this is made; it, the request's text and `inputs.rejects` stay in place
// until `finish`, which is called once.
class SortedRun {
public:
    explicit SortedRun(const Inputs& inputs);
    ~SortedRun();
    SortedRun(const SortedRun&) = delete;
    SortedRun& operator=(const SortedRun&) = delete;

    Outcome finish();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
    std::string failed_;  // the error document, if it could not begin
};

// samebill/correction/1 (B9): computes the months anew from the complete inputs and sets them against the issued bills.
// `issued` is the text of a samebill/result/1, a samebill/bill/1, or an array of bills.
Outcome correct(const Inputs& inputs, std::string_view issued);

// samebill/explanation/1 of line `line` (from 0) of the bill of `month` ("2026-03"; empty: the first month).
Outcome explain(const Inputs& inputs, std::string_view month, int64_t line);

// samebill/terms/1 (T3): every parameter of every plan as it holds for the account, with the layer it came from.
Outcome terms(std::string_view request);

// samebill/verification/1: recomputes the bill of the issued bill's month, compares digests, names the first
// difference. `bill` is the text of a samebill/bill/1, or of a samebill/result/1 with one bill.
Outcome verify(const Inputs& inputs, std::string_view bill);

// samebill/assignment_result/1: the cheapest assignment of devices to the plans and report groups offered, as events,
// and what it saves. `inputs.request` is the text of a samebill/assignment/1, which holds a request; everything else
// of `inputs` is about that.
Outcome assign(const Inputs& inputs);

// samebill/check/1, or every error of stages 0 to 2 that the document shows. Any document with a `schema` member; a
// request is checked through stage 2, other documents through stage 1.
Outcome check(std::string_view document);

// Quotes (core/quote/README.md). `table`, if not null, holds the records that cohorts take samples of.

// samebill/scenario_result/1: what a planned fleet comes to, month by month, from a samebill/scenario/1.
Outcome quote(std::string_view scenario, UsageTable* table = nullptr);

// samebill/comparison_result/1 of a samebill/comparison/1: what up to eight scenarios come to, which is recommended,
// where their order changes, and which assumption matters most.
Outcome compare(std::string_view comparison, UsageTable* table = nullptr);

// samebill/request/1: the same scenario written out, every device with its events and sessions. Its bills have the sums
// that `quote` states.
Outcome expand(std::string_view scenario, UsageTable* table = nullptr);

// samebill/digest/1: the SHA-256 of the canonical form of any JSON document, without its member `digest` if it has one.
Outcome digest(std::string_view document);

// samebill/quote/1 of a samebill/quote_draft/1: the scenario with what it comes to, its prices and terms frozen, the
// assumptions in words, until when it holds, and a digest.
Outcome make_quote(std::string_view draft);

// samebill/quote_check_result/1 of a samebill/quote_check/1: a bill set against the quote of its month, the difference
// split into causes.
Outcome quote_check(std::string_view check);

}  // namespace samebill
