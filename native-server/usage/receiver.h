// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "native-server/store/database.h"
#include "native-server/usage/deposit.h"
#include "native-server/usage/device_directory.h"
#include "native-server/usage/incoming_upload.h"
#include "native-server/usage/record_hash.h"

namespace samebill::usage {

// Takes in usage: one for the process. At its start it takes out what the last process left unfinished.
class Receiver {
public:
    Receiver(store::Database& database, LateUsage late);

    IncomingUpload::Around around() { return {devices_, hash_, database_, late_.months}; }

    // Stores an upload that has ended. `commit(last)` is called once, at the end: it runs last(transaction) within a
    // transaction, together with all that belongs to it, such as the answer that is kept; if it does not, nothing of
    // the upload stays.
    using Last = std::function<store::uploads::Upload(store::Transaction&)>;
    using Commit = std::function<void(const Last&)>;
    void store(IncomingUpload& upload, const Commit& commit);

    // Chunks stay as they are while one of these lives: for readers that go on for long.
    using Reading = std::shared_ptr<const void>;
    Reading read();

    const LateUsage& late() const { return late_; }

private:
    void store_small(IncomingUpload& upload, const Commit& commit);
    void store_large(IncomingUpload& upload, const Commit& commit);
    void clean_up();
    void compact(const std::set<std::pair<std::string, std::string>>& stored);

    store::Database& database_;
    const LateUsage late_;
    RecordHash hash_;
    DeviceDirectory devices_;
    std::mutex large_;  // one large upload is stored at a time
    std::shared_ptr<std::atomic<int>> readings_ = std::make_shared<std::atomic<int>>(0);
};

}  // namespace samebill::usage
