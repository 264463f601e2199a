// SPDX-License-Identifier: MIT
#include "native-server/store/usage_records.h"

#include "native-server/security/encoding.h"

namespace samebill::store::usage_records {

std::string secret(Transaction& transaction, const std::string& fresh) {
    transaction.run("INSERT INTO meta (name, value) VALUES ('usage_secret', ?) ON CONFLICT DO NOTHING",
                    security::base64url(fresh));
    const auto kept = transaction.first("SELECT value FROM meta WHERE name = 'usage_secret'",
                                        [](const Row& row) { return row.text(0); });
    return security::from_base64url(kept.value_or("")).value_or("");
}

Taking::Taking(Transaction& transaction, int64_t upload)
    : insert_(transaction.prepare("INSERT INTO usage_records (id_hash, content_hash, upload) VALUES (?, ?, ?)"
                                  " ON CONFLICT DO NOTHING")),
      find_(transaction.prepare("SELECT content_hash, upload FROM usage_records WHERE id_hash = ?")),
      upload_(upload) {}

Taking::Answer Taking::take(std::string_view id_hash, std::string_view content_hash) {
    if (insert_.run(Blob{id_hash}, Blob{content_hash}, upload_) == 1) return {Found::fresh, upload_};
    const auto read = [&](const Row& row) {
        return Answer{row.view(0) == content_hash ? Found::repeated : Found::conflict, row.integer(1)};
    };
    return find_.first(read, Blob{id_hash}).value_or(Answer{});
}

void forget(Transaction& transaction, int64_t upload, uint8_t first_byte) {
    const std::string low(1, static_cast<char>(first_byte));
    const std::string high(17, static_cast<char>(first_byte == 0xff ? 0xff : first_byte + 1));
    // The upper bound is one longer than any hash where there is no next first byte.
    const std::string_view end = first_byte == 0xff ? std::string_view(high) : std::string_view(high).substr(0, 1);
    transaction.run("DELETE FROM usage_records WHERE id_hash >= ? AND id_hash < ? AND upload = ?", Blob{low}, Blob{end},
                    upload);
}

}  // namespace samebill::store::usage_records
