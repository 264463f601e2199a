// SPDX-License-Identifier: MIT
#include <utility>

#include "native-server/cli/commands.h"
#include "native-server/cli/failure.h"
#include "native-server/cli/files.h"
#include "native-server/cli/outcome.h"
#include "native-server/cli/usage_files.h"
#include "native-server/text/assignment_text.h"
#include "native-server/text/bill_csv.h"
#include "native-server/text/bill_text.h"
#include "native-server/text/document_text.h"
#include "native-server/text/line_words.h"

// The commands that compute bills: a request, perhaps with usage files beside it.

namespace samebill::cli {

using nlohmann::json;
using text::member;

namespace {

// The request and its usage as the core takes them; the members must outlive the call.
struct Work {
    explicit Work(const Options& given) : options(given), usage(given.usage) {
        refuse_two_from_stdin();
        refuse_rejects_over_inputs();
        request = read_whole(options.request);
        if (!options.sorted) usage.read();
    }

    Inputs inputs() {
        Inputs out;
        out.request = request;
        out.table = usage.empty() ? nullptr : &usage.table();
        out.from = options.from;
        out.through = options.through;
        out.rejects_fail = options.fail_on_rejects;
        out.rejects = usage.empty() ? nullptr : &rejects;
        out.run_jobs = &usage.jobs();
        return out;
    }

    Source source() const { return {options.request, &usage}; }

    // The records that were left out: as a document where it was asked for, and as a count for whoever looks on.
    void report_rejects() {
        if (rejects.empty() && !usage.empty()) rejects = usage.table().rejects();
        if (!options.rejects.empty()) write_file(options.rejects, (rejects.empty() ? no_rejects : rejects) + "\n");
        const int64_t count = rejects.empty() ? 0 : text::number(parsed(rejects), "rejected");
        if (count == 0) return;
        write_error_line("samebill: " + std::to_string(count) + (count == 1 ? " usage record" : " usage records") +
                         " rejected" + (options.rejects.empty() ? "; --rejects FILE lists them" : ""));
    }

    void refuse_two_from_stdin() const {
        if (options.request == "-" && options.issued == "-") {
            throw Failure(exit_bad_input, "samebill: only one document can come from standard input");
        }
    }

    void refuse_rejects_over_inputs() const {
        std::vector<std::string> inputs = options.usage;
        inputs.push_back(options.request);
        for (const std::string& input : inputs) {
            if (!options.rejects.empty() && same_file(options.rejects, input)) {
                throw Failure(exit_bad_input,
                              shown_name(options.rejects) + ": is one of the inputs; rejects would overwrite it");
            }
        }
    }

    const std::string no_rejects =
        R"({"counts":[],"records":0,"rejected":0,"rejects":[],"schema":"samebill/rejects/1"})";
    const Options& options;
    UsageFiles usage;
    std::string request;
    std::string rejects;
};

// The bill of the month in a bill, or in a result; null if it is not there.
json bill_of(const json& document, const std::string& period) {
    if (!document.contains("bills")) return document;
    for (const json& one : document.at("bills")) {
        if (member(one, "period") == period) return one;
    }
    return nullptr;
}

bool is_final_bill(const std::string& document) {
    const json read = json::parse(document, nullptr, false);
    return read.is_object() && read.value("schema", json()) == "samebill/final_bill/1";
}

// The verification names a place; the whole lines take the bill as computed.
text::BothBills both_bills(Work& work, const json& issued, const std::string& period) {
    const Outcome computed = run(work.inputs());
    return {bill_of(issued, period), computed.ok ? bill_of(parsed(computed.text), period) : json(nullptr)};
}

// The usage is billed while it is read.
Outcome run_sorted(Work& work) {
    SortedRun run(work.inputs());
    work.usage.read();
    return run.finish();
}

}  // namespace

int bill(const Options& options) {
    Work work(options);
    const Outcome outcome = options.sorted ? run_sorted(work) : run(work.inputs());
    work.report_rejects();
    return finish(options, work.source(), outcome, [&](const json& result) {
        return options.format == Format::csv ? text::result_csv(result)
                                             : text::result_text(result, kilobyte_of(work.request));
    });
}

int correct(const Options& options) {
    Work work(options);
    const std::string issued = read_whole(options.issued);
    const Outcome outcome = samebill::correct(work.inputs(), issued);
    work.report_rejects();
    return finish(options, work.source(), outcome,
                  [&](const json& correction) { return text::correction_text(correction, kilobyte_of(work.request)); });
}

int explain(const Options& options) {
    if (options.line < 1) throw Failure(exit_bad_input, "samebill: --line counts the lines of the bill from 1");
    Work work(options);
    const Outcome outcome = samebill::explain(work.inputs(), options.month, options.line - 1);
    work.report_rejects();
    return finish(options, work.source(), outcome, [&](const json& explanation) {
        return text::explanation_text(explanation, kilobyte_of(work.request));
    });
}

int optimise(const Options& options) {
    Work work(options);
    const Outcome outcome = assign(work.inputs());
    work.report_rejects();
    return finish(options, work.source(), outcome, [&](const json& assignment) {
        return options.format == Format::csv ? text::assignment_csv(assignment) : text::assignment_text(assignment);
    });
}

Outcome verify_against_inputs(const Options& options, const std::string& bill) {
    Work work(options);
    const Outcome outcome = samebill::verify(work.inputs(), bill);
    work.report_rejects();
    return outcome;
}

int verify(const Options& options) {
    const std::string issued = read_whole(options.issued);
    if (is_final_bill(issued)) return verify_final_bill(options, issued);
    if (!options.keys.empty() || !options.previous.empty()) {
        throw Failure(exit_bad_input, shown_name(options.issued) + ": --keys and --previous are for final bills");
    }
    if (options.request.empty()) throw Failure(exit_bad_input, "samebill: verify needs the request of the bill");
    Work work(options);
    const Outcome outcome = samebill::verify(work.inputs(), issued);
    work.report_rejects();
    const int code = finish(options, work.source(), outcome, [&](const json& verification) {
        const text::BothBills bills = both_bills(work, parsed(issued), member(verification, "period"));
        return text::verification_text(verification, bills, kilobyte_of(work.request));
    });
    if (code != exit_ok) return code;
    return parsed(outcome.text).at("matches").get<bool>() ? exit_ok : exit_bad_input;
}

}  // namespace samebill::cli
