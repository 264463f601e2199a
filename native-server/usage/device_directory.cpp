// SPDX-License-Identifier: MIT
#include "native-server/usage/device_directory.h"

#include <optional>

#include "native-server/store/usage_suspense.h"

namespace samebill::usage {

std::vector<const std::string*> DeviceDirectory::accounts_of(std::span<const std::string_view> devices) {
    std::vector<const std::string*> out(devices.size(), nullptr);
    std::vector<size_t> missing;
    // Before the rows are read: a change that comes after is seen at the next call.
    const uint64_t generation = database_.subject_generation("device_owners");
    {
        const std::lock_guard lock(mutex_);
        if (generation != generation_) devices_.clear();
        generation_ = generation;
        for (size_t i = 0; i < devices.size(); ++i) {
            const auto found = devices_.find(devices[i]);
            if (found == devices_.end()) {
                missing.push_back(i);
            } else {
                out[i] = found->second;
            }
        }
    }
    constexpr size_t at_once = 4096;
    for (size_t begin = 0; begin < missing.size(); begin += at_once) {
        const size_t end = std::min(begin + at_once, missing.size());
        std::vector<std::optional<std::string>> found(end - begin);
        database_.read([&](store::Transaction& transaction) {
            for (size_t i = begin; i < end; ++i) {
                found[i - begin] = store::usage_suspense::account_of(transaction, devices[missing[i]]);
            }
        });
        const std::lock_guard lock(mutex_);
        for (size_t i = begin; i < end; ++i) {
            if (!found[i - begin]) continue;
            const std::string* account = &*accounts_.insert(*found[i - begin]).first;
            out[missing[i]] = account;
            if (generation == generation_) devices_.emplace(std::string(devices[missing[i]]), account);
        }
    }
    return out;
}

}  // namespace samebill::usage
