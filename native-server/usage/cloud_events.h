// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/base/problem.h"
#include "native-server/usage/incoming_upload.h"

// Usage as CloudEvents 1.0 in JSON, one event or a batch:
//
//   {"specversion": "1.0", "type": "samebill.usage", "source": "/gateways/7", "id": "e1", "subject": "device-1",
//    "data": {"kind": "data", "start": "2026-03-01T00:00:00Z", "end": "2026-03-01T00:01:00Z", "quantity": 5000}}
//
// The device is the subject. Ids of events are unique within their source only, so the record's id is the event's with
// "@" and 16 digits of the source's SHA-256. `time`, `datacontenttype` (application/json) and `dataschema` may stand
// there; extensions may not.

namespace samebill::usage {

// Reads the whole text into an upload that was made for NDJSON; events that are not as above become rejects. What is
// wrong if the text is no JSON, or no event or list of events.
Problems read_cloud_events(std::string_view text, bool batch, IncomingUpload& upload);

}  // namespace samebill::usage
