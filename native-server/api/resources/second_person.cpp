// SPDX-License-Identifier: MIT
#include "native-server/api/resources/second_person.h"

#include "native-server/store/keys.h"

namespace samebill::api {

void require_second_person(const Call& call, store::Transaction& transaction, const std::string& by,
                           const std::string& sentence) {
    const auto key = store::keys::find(transaction, by);  // nothing: a log-in
    const std::string person = key && !key->person.empty() ? key->person : by;
    if (call.principal.id == by || call.principal.person == person) refuse(403, sentence);
}

}  // namespace samebill::api
