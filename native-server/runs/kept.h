// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/runs/month.h"
#include "native-server/security/signing.h"
#include "native-server/store/bills.h"
#include "native-server/store/database.h"

// A final bill with exactly what it was made from: the request as it was kept and the usage up to the bound that was
// kept with it. Whatever came later is not in it, so that it can be recomputed, here or elsewhere, to the same bytes.

namespace samebill::runs {

struct KeptBill {
    store::bills::Head head;
    std::string bill;     // the engine's bytes
    std::string request;  // its usage empty
    store::billing::Usage usage;
};

// Nothing if the account has no final bill of the month.
std::optional<KeptBill> read_kept(store::Transaction& transaction, std::string_view account, std::string_view month);

// samebill/final_bill/1.
std::string final_bill_text(const store::bills::Head& head, const std::string& bill);

// The engine's answers about it: samebill/explanation/1 of a line (from 0), samebill/verification/1.
Outcome explain_kept(const KeptBill& kept, int64_t line);
Outcome verify_kept(const KeptBill& kept);

// Pieces of the request with its usage in it, as `sessions_json` writes it: called until it gives nothing more.
class RequestPieces {
public:
    explicit RequestPieces(std::shared_ptr<const KeptBill> kept) : kept_(std::move(kept)) {}
    bool next(std::string& piece);

private:
    std::shared_ptr<const KeptBill> kept_;
    size_t at_ = 0;
    bool begun_ = false;
    bool ended_ = false;
};

// What is wrong with the final bills of an issuer: gaps in the numbers, a `previous` that is not the digest of the bill
// before, a digest that is not the bill's, a signature that no known key made. Empty: nothing. `bills` receives how
// many there are.
Problems check_chain(const store::Database& database, const security::KeyRing& keys, const std::string& issuer,
                     int64_t& bills);

}  // namespace samebill::runs
