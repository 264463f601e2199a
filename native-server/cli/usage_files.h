// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/api.h"
#include "native-server/cli/threads.h"

namespace samebill::cli {

// Usage files read into one table, and which of its records came from which file.
class UsageFiles {
public:
    // Throws `Failure` for a name whose format its extension does not tell, before anything is read.
    explicit UsageFiles(std::vector<std::string> names);
    void read();
    bool empty() const { return names_.empty(); }
    UsageTable& table() { return table_; }
    // The threads that read, for what comes after reading.
    const RunJobs& jobs() const { return jobs_; }
    // The file that the n-th record came from ("/usage/n" in paths), empty if none did.
    std::string file_of(int64_t record) const;
    const std::vector<std::string>& names() const { return names_; }

private:
    std::vector<std::string> names_;
    std::vector<int64_t> ends_;  // number of records after each file
    Threads threads_;
    const RunJobs jobs_ = threads_.lent();
    UsageTable table_;
};

// Whether the extension is one of usage files.
bool is_usage_file(const std::string& name);

}  // namespace samebill::cli
