// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "native-server/api/operation.h"

namespace samebill::api {

// The route table as an OpenAPI 3.1 description, with the schemas of the engine's documents in it. Roles that a route
// lets in stand in `x-roles` ("anonymous" among them if it is open), whose data it shows in `x-tenant`.
std::string openapi_document(const std::vector<Operations>& tables, bool open_catalogs);

// core/schemas/*.schema.json by name ("catalog"), in order.
const std::vector<std::pair<std::string_view, std::string_view>>& embedded_schemas();

}  // namespace samebill::api
