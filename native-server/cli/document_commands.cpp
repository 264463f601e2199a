// SPDX-License-Identifier: MIT
#include "native-server/cli/commands.h"
#include "native-server/cli/failure.h"
#include "native-server/cli/files.h"
#include "native-server/cli/outcome.h"
#include "native-server/cli/usage_files.h"
#include "native-server/text/document_text.h"
#include "native-server/text/line_words.h"
#include "native-server/text/table.h"
#include "native-server/text/words.h"

// The commands that look at one document, without billing.

namespace samebill::cli {

using nlohmann::json;
using text::member;

namespace {

std::string reject_line(const std::string& name, const json& reject) {
    return shown_name(name) + ":" + member(reject, "line") + ":" + member(reject, "column") + ": " +
           text::plain(member(reject, "message")) + " (" + text::plain(member(reject, "code")) + ")";
}

// A usage file holds no document; checking it is reading it.
int check_usage_file(const Options& options, const std::string& name) {
    UsageFiles usage({name});
    usage.read();
    if (usage.table().failed())
        throw Failure(exit_fault, shown_name(name) + ": the memory does not suffice for its records; split it");
    const std::string document = usage.table().rejects();
    const json rejects = parsed(document);
    const int64_t count = text::number(rejects, "rejected");
    if (options.format == Format::json) {
        write_output(document + "\n");
    } else {
        for (const json& reject : rejects.at("rejects")) write_error_line(reject_line(name, reject));
        const std::string sum = shown_name(name) + ": " + member(rejects, "records") + " usage records, " +
                                (count == 0 ? "none" : std::to_string(count)) + " rejected\n";
        write_output(sum);
    }
    return count == 0 ? exit_ok : exit_bad_input;
}

int check_document(const Options& options, const std::string& name) {
    return finish(options, {name}, samebill::check(read_whole(name)), [&](const json& answer) {
        return shown_name(name) + ": valid " + text::plain(member(answer, "document")) + "\n";
    });
}

}  // namespace

// Goes on to the next file after a bad one; one document a line on stdout as JSON.
int check(const Options& options) {
    int code = exit_ok;
    for (const std::string& name : options.files) {
        try {
            const bool usage = is_usage_file(name);
            const int one = usage ? check_usage_file(options, name) : check_document(options, name);
            if (one != exit_ok) code = one;
        } catch (const Failure& failure) {
            if (failure.code != exit_bad_input) throw;
            write_error_line(failure.what());
            code = exit_bad_input;
        }
    }
    return code;
}

int terms(const Options& options) {
    return finish(options, {options.request}, samebill::terms(read_whole(options.request)),
                  [](const json& terms) { return text::terms_text(terms); });
}

int digest(const Options& options) {
    const std::string& name = options.files.at(0);
    const Outcome outcome = samebill::digest(read_whole(name));
    const int code = finish(options, {name}, outcome, [&](const json& answer) {
        const std::string line = member(answer, "digest") + "  " + shown_name(name) + "\n";
        if (!answer.contains("matches") || answer.at("matches").get<bool>()) return line;
        return line + "the document states another: " + text::plain(member(answer, "stated")) + "\n";
    });
    if (code != exit_ok) return code;
    return parsed(outcome.text).value("matches", true) ? exit_ok : exit_bad_input;
}

}  // namespace samebill::cli
