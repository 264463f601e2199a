// SPDX-License-Identifier: MIT
#include "native-server/cli/outcome.h"

#include <charconv>

#include "native-server/cli/failure.h"
#include "native-server/cli/files.h"
#include "native-server/text/line_words.h"
#include "native-server/text/words.h"

namespace samebill::cli {

using nlohmann::json;
using text::member;

namespace {

// The file that a path points into.
std::string file_of(const Source& source, const std::string& path) {
    constexpr std::string_view records = "/usage/";
    if (source.usage == nullptr || source.usage->empty() || !path.starts_with(records)) return source.file;
    int64_t record = -1;
    std::from_chars(path.data() + records.size(), path.data() + path.size(), record);
    const std::string file = record < 0 ? "" : source.usage->file_of(record);
    return file.empty() ? source.file : file;
}

void write_error_lines(const Source& source, const std::string& document) {
    const json refused = parsed(document);
    for (const json& error : refused.at("errors")) {
        const std::string path = member(error, "path");
        const std::string place = path.empty() ? "" : text::plain(path) + ": ";
        write_error_line(shown_name(file_of(source, path)) + ": " + place + text::plain(member(error, "message")) +
                         " (" + text::plain(member(error, "code")) + ")");
    }
}

}  // namespace

json parsed(const std::string& document) {
    return json::parse(document);
}

int64_t kilobyte_of(const std::string& request) {
    const auto keep = [](int depth, json::parse_event_t event, const json& value) {
        if (event != json::parse_event_t::key) return true;
        return depth == 1 ? value == "catalog" : depth != 2 || value == "kilobyte_bytes";
    };
    const json document = json::parse(request, keep);
    const auto catalog = document.find("catalog");
    const int64_t stated = catalog == document.end() ? 0 : text::number(*catalog, "kilobyte_bytes");
    return stated == 0 ? 1024 : stated;
}

int finish(const Options& options, const Source& source, const Outcome& outcome, const Form& form) {
    if (options.format == Format::json) {
        write_output(outcome.text + "\n");
    } else if (outcome.ok) {
        write_output(form(parsed(outcome.text)));
    } else {
        write_error_lines(source, outcome.text);
    }
    if (outcome.ok) return exit_ok;
    const bool fault = parsed(outcome.text).at("errors").front().at("code") == "internal";
    return fault ? exit_fault : exit_bad_input;
}

}  // namespace samebill::cli
