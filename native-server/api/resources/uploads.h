// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "native-server/api/call.h"
#include "native-server/api/operation.h"
#include "native-server/store/uploads.h"

namespace samebill::api {

// Usage coming in, and what became of it: uploads, their rejects, feeds, records of unknown devices.
Operations usage_operations();
Operations upload_operations();
Operations reject_operations();
Operations suspense_operations();
// Stored usage as the account's customer sees it.
Operations account_usage_operations();

extern const BodyForm upload_form;
nlohmann::json upload_json(const store::uploads::Upload& upload);
// Tells the metrics what became of the records of an upload that was stored.
void count_records(const Call& call, const store::uploads::Upload& upload);

// The upload of the path; 404 if there is none, or it is another sender's and the principal may see its own alone.
store::uploads::Upload find_upload(const Call& call, store::Transaction& transaction);
// Whose uploads the principal sees: nothing: all.
std::optional<std::string> own_uploads(const Call& call);

}  // namespace samebill::api
