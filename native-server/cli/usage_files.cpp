// SPDX-License-Identifier: MIT
#include "native-server/cli/usage_files.h"

#include <optional>
#include <utility>

#include "native-server/cli/failure.h"
#include "native-server/cli/files.h"
#include "native-server/cli/progress.h"

namespace samebill::cli {

namespace {

std::optional<UsageTable::Format> format_of(std::string name) {
    const size_t point = name.rfind('.');
    const size_t slash = name.rfind('/');
    if (point == std::string::npos || (slash != std::string::npos && point < slash)) return {};
    std::string extension = name.substr(point + 1);
    for (char& c : extension) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    if (extension == "csv") return UsageTable::Format::csv;
    if (extension == "ndjson" || extension == "jsonl") return UsageTable::Format::ndjson;
    return {};
}

}  // namespace

bool is_usage_file(const std::string& name) {
    return format_of(name).has_value();
}

UsageFiles::UsageFiles(std::vector<std::string> names) : names_(std::move(names)) {
    for (const std::string& name : names_) {
        if (!format_of(name)) {
            throw Failure(exit_bad_input, shown_name(name) +
                                              ": a usage file is named .csv, .ndjson or .jsonl; its format cannot be "
                                              "told from this name");
        }
    }
}

void UsageFiles::read() {
    table_.lend(&jobs_);
    for (const std::string& name : names_) {
        Progress progress(shown_name(name));
        table_.begin(*format_of(name), shown_name(name));
        const auto take = [&](const Piece& piece) {
            table_.feed(piece.bytes);
            progress.show(piece.done, piece.size);
        };
        read_pieces(name, take, &threads_);
        table_.end();
        ends_.push_back(table_.records());
    }
    table_.seal();
}

std::string UsageFiles::file_of(int64_t record) const {
    for (size_t i = 0; i < ends_.size(); i++) {
        if (record < ends_[i]) return names_[i];
    }
    return {};
}

}  // namespace samebill::cli
