// SPDX-License-Identifier: MIT
#include "native-server/store/schema.h"

#include <string>

#include "native-server/store/schema_text.h"

namespace samebill::store {

void migrate(Connection& connection, int64_t version, int64_t application_id) {
    if (version == schema_version) return;
    connection.execute("BEGIN EXCLUSIVE");
    for (const SchemaPart& part : schema_parts) {
        if (part.since > version) connection.execute(part.text);
    }
    const std::string marks = "PRAGMA application_id = " + std::to_string(application_id) +
                              "; PRAGMA user_version = " + std::to_string(schema_version);
    connection.execute(marks.c_str());
    connection.execute("COMMIT");
}

}  // namespace samebill::store
