// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/security/signing.h"

// samebill/final_bill/1: a bill that counts. The engine's bytes stand in it as they are; around them the issuer's
// number, the dates and the digest of the issuer's bill before, and over all of that a signature. The document is
// canonical JSON (RFC 8785); the signature is over the canonical form without the member `signature`; `previous` is the
// SHA-256 of the whole document of number - 1, signature included, and null in number 1.

namespace samebill::security {

struct FinalBill {
    int64_t number = 1;     // 1, 2, 3 … without gaps for each issuer
    std::string issuer;     // id
    std::string issued_at;  // instant, "2026-04-01T06:00:00Z"
    std::string due_on;     // date, "2026-05-01"
    std::string previous;   // "sha256:…" of the bill with the number before; empty for the first
    std::string bill;       // a samebill/bill/1, the engine's bytes
};

// The bytes that are signed, then the document. Example: {"bill":{…},"due_on":"2026-05-01",…,"signature":"eyJ…..…"}.
std::string payload_of(const FinalBill& bill);
std::string signed_document(std::string_view payload, std::string_view signature);

// What the next bill carries as `previous`.
std::string chain_digest(std::string_view document);

// What a document says when it is read back. `payload` is what its signature is over.
struct ReadFinalBill {
    FinalBill bill;
    std::string signature;
    std::string payload;
};

// From any layout of the text. Nothing if it is no samebill/final_bill/1; `why` then says what is wrong.
std::optional<ReadFinalBill> read_final_bill(std::string_view document, std::string& why);

struct FinalBillCheck {
    SignatureCheck signature = SignatureCheck::malformed;
    bool digest = false;  // the inner bill states its own digest
    // Only with a document before: it has the number before of the same issuer, and `previous` is its digest.
    std::optional<bool> chain;
    bool good() const { return signature == SignatureCheck::valid && digest && chain.value_or(true); }
};

FinalBillCheck check_final_bill(const ReadFinalBill& bill, const std::vector<PublicKey>& keys,
                                std::optional<std::string_view> document_before = std::nullopt);

}  // namespace samebill::security
