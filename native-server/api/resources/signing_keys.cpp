// SPDX-License-Identifier: MIT
#include "native-server/api/resources/signing_keys.h"

#include "native-server/api/call.h"
#include "native-server/api/credentials.h"

namespace samebill::api {

namespace {

constexpr BodyMember rotated_members[] = {
    {.name = "key", .required = true, .description = "id of the key that signs from now on"}};
constexpr BodyForm rotated_form{"SigningKey", "a key that signs", rotated_members};

Response get_jwks(Call& call) {
    return make_response(200, "application/jwk-set+json", call.app.credentials->signing->jwks());
}

// The file comes first: a key that no row speaks of harms nobody, a row of a key that is not there would.
Response rotate(Call& call) {
    const std::string id = call.app.credentials->signing->rotate(call.now);
    return call.write([&](store::Transaction& t) {
        store::audit::add(t, call.entry("signing_key.rotate", id));
        return json_response(200, {{"key", id}});
    });
}

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/.well-known/jwks.json",
     .id = "getSigningKeys",
     .tag = "bills",
     .summary = "The public keys of final bills (RFC 7517), those that sign no more included.",
     .anonymous = true,
     .answer_type = "application/jwk-set+json",
     .handle = get_jwks},
    {.method = "POST",
     .path = "/v1/signing_keys:rotate",
     .id = "rotateSigningKey",
     .tag = "bills",
     .summary = "Makes a new key for final bills and destroys the private half of the one in use.",
     .roles = {Role::system_admin},
     .answer = &rotated_form,
     .stores = true,
     .handle = rotate},
};

}  // namespace

Operations signing_key_operations() {
    return operations;
}

}  // namespace samebill::api
