// SPDX-License-Identifier: MIT
#include "native-server/cli/commands.h"
#include "native-server/cli/files.h"
#include "native-server/cli/outcome.h"
#include "native-server/cli/usage_files.h"
#include "native-server/text/comparison_text.h"

// Scenarios side by side.

namespace samebill::cli {

using nlohmann::json;

int compare(const Options& options) {
    UsageFiles usage(options.usage);
    const std::string comparison = read_whole(options.request);
    usage.read();
    UsageTable* const table = usage.empty() ? nullptr : &usage.table();
    return finish(options, {options.request, &usage}, samebill::compare(comparison, table), [&](const json& result) {
        return options.format == Format::csv ? text::comparison_csv(result) : text::comparison_text(result);
    });
}

}  // namespace samebill::cli
