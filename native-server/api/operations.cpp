// SPDX-License-Identifier: MIT
#include "native-server/api/operations.h"

#include "native-server/api/resources/accounts.h"
#include "native-server/api/resources/alerts.h"
#include "native-server/api/resources/audit.h"
#include "native-server/api/resources/balances.h"
#include "native-server/api/resources/bars.h"
#include "native-server/api/resources/bills.h"
#include "native-server/api/resources/catalogs.h"
#include "native-server/api/resources/corrections.h"
#include "native-server/api/resources/description.h"
#include "native-server/api/resources/devices.h"
#include "native-server/api/resources/events.h"
#include "native-server/api/resources/keys.h"
#include "native-server/api/resources/payments.h"
#include "native-server/api/resources/people.h"
#include "native-server/api/resources/proposals.h"
#include "native-server/api/resources/quotes.h"
#include "native-server/api/resources/runs.h"
#include "native-server/api/resources/server.h"
#include "native-server/api/resources/sessions.h"
#include "native-server/api/resources/signing_keys.h"
#include "native-server/api/resources/uploads.h"
#include "native-server/api/resources/what_ifs.h"

namespace samebill::api {

std::vector<Operations> all_operations(bool stored) {
    if (!stored) return {server_operations(), description_operations()};
    return {
        server_operations(),
        description_operations(),
        catalog_operations(),
        account_operations(),
        schedule_operations(),
        device_operations(),
        event_operations(),
        bar_operations(),
        proposal_operations(),
        usage_operations(),
        account_usage_operations(),
        upload_operations(),
        reject_operations(),
        suspense_operations(),
        bill_operations(),
        issuer_operations(),
        run_operations(),
        correction_operations(),
        balance_operations(),
        what_if_operations(),
        alert_operations(),
        webhook_operations(),
        payment_operations(),
        receivable_operations(),
        quote_operations(),
        quote_decision_operations(),
        quote_check_operations(),
        session_operations(),
        people_operations(),
        key_operations(),
        signing_key_operations(),
        audit_operations(),
    };
}

}  // namespace samebill::api
