// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

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
    // Begins a new input (a file). Record numbers run on over all inputs; lines start at 1 in each. `name` stands as
    // `file` in the rejects of this input if it is not empty.
    void begin(Format format, std::string_view name = {});
    // The next bytes of the input.
    void feed(std::string_view chunk);
    // Ends the input begun last: a last line without line feed is read.
    void end();
    // Ends filling; called by the functions below if the caller did not. Nothing can be fed afterwards.
    void seal();

    int64_t records() const;   // read so far, rejected ones counted
    int64_t rejected() const;  // of these, those that could not be read or were in conflict
    int64_t bytes() const;     // memory held, for reports

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
};

// samebill/result/1: the bills of `from` ... `through` and the closing state.
Outcome run(const Inputs& inputs);

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

// samebill/check/1, or every error of stages 0 to 2 that the document shows. Any document with a `schema` member; a
// request is checked through stage 2, other documents through stage 1.
Outcome check(std::string_view document);

// samebill/digest/1: the SHA-256 of the canonical form of any JSON document, without its member `digest` if it has one.
Outcome digest(std::string_view document);

}  // namespace samebill
