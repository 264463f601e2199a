// SPDX-License-Identifier: MIT
#include "native-server/cli/commands.h"
#include "native-server/cli/failure.h"
#include "native-server/cli/files.h"
#include "native-server/cli/outcome.h"
#include "native-server/cli/usage_files.h"
#include "native-server/text/quote_csv.h"
#include "native-server/text/quote_text.h"

// The commands about quotes: what a scenario comes to, making the document, and setting a bill against it.

namespace samebill::cli {

using nlohmann::json;

namespace {

// The draft that the options describe, around the scenario as it stands in its file; or the file, if it is a draft.
std::string draft_of(const Options& options, std::string scenario) {
    const json read = json::parse(scenario, nullptr, false);
    if (read.is_object() && read.value("schema", json()) == "samebill/quote_draft/1") return scenario;
    for (const auto& [value, name] :
         {std::pair(options.id, "--id"), std::pair(options.customer, "--customer"),
          std::pair(options.valid_from, "--valid-from"), std::pair(options.valid_until, "--valid-until")}) {
        if (value.empty()) throw Failure(exit_bad_input, std::string("samebill: a scenario needs ") + name);
    }
    json draft = {{"schema", "samebill/quote_draft/1"}, {"id", options.id},
                  {"version", options.version},         {"customer", {{"name", options.customer}}},
                  {"valid_from", options.valid_from},   {"valid_until", options.valid_until}};
    if (!options.account.empty()) draft["customer"]["account"] = options.account;
    if (!options.supersedes.empty()) draft["supersedes"] = options.supersedes;
    if (!options.remarks.empty()) draft["remarks"] = options.remarks;
    std::string text = draft.dump(-1, ' ', false, json::error_handler_t::replace);
    text.back() = ',';
    return text + "\"scenario\":" + scenario + "}";
}

// The files as members of one document; each stays as it is written.
std::string check_of(const std::vector<std::string>& files) {
    if (files.size() == 1) return read_whole(files.front());
    if (files.size() == 2) {
        throw Failure(exit_bad_input, "samebill: quote-check takes one document, or a quote, a bill and its requests");
    }
    std::string text = R"({"schema":"samebill/quote_check/1","quote":)" + read_whole(files[0]) + R"(,"bill":)" +
                       read_whole(files[1]) + R"(,"requests":[)";
    for (size_t i = 2; i < files.size(); i++) {
        if (i > 2) text += ',';
        text += read_whole(files[i]);
    }
    return text + "]}";
}

}  // namespace

int quote(const Options& options) {
    UsageFiles usage(options.usage);
    const std::string scenario = read_whole(options.request);
    usage.read();
    UsageTable* const table = usage.empty() ? nullptr : &usage.table();
    if (options.expand) {
        const Outcome outcome = samebill::expand(scenario, table);
        Options json_options = options;
        json_options.format = Format::json;
        return finish(outcome.ok ? json_options : options, {options.request, &usage}, outcome, {});
    }
    return finish(options, {options.request, &usage}, samebill::quote(scenario, table), [&](const json& result) {
        return options.format == Format::csv ? text::scenario_csv(result) : text::scenario_text(result);
    });
}

int make_quote(const Options& options) {
    const std::string draft = draft_of(options, read_whole(options.request));
    return finish(options, {options.request}, samebill::make_quote(draft), text::quote_text);
}

int quote_check(const Options& options) {
    return finish(
        options, {options.files.front()}, samebill::quote_check(check_of(options.files)), [&](const json& result) {
            return options.format == Format::csv ? text::quote_check_csv(result) : text::quote_check_text(result);
        });
}

}  // namespace samebill::cli
