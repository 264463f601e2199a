// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "native-server/api/call.h"
#include "native-server/runs/trial.h"

namespace samebill::api {

// Refuses the request unless the engine takes the account's inputs with these changes; gives the generation of the
// inputs that were tried. Errors in the changes have paths into the body as `place` gives them for a path of the
// request that was tried ("": it is about something else); others are about what is stored and say so.
using Place = std::function<std::string(const std::string& path, const runs::Parts& parts)>;
uint64_t require_sound(Call& call, const std::string& account, const runs::Changes& changes, const Place& place);

// Takes "/account/devices/3/plan" apart behind `head` ("/account/devices/"): 3 and "/plan". False if it is elsewhere.
bool split_place(std::string_view path, std::string_view head, size_t& position, std::string_view& rest);

// 409 if the account was changed since the generation that was tried: the client may try again.
void require_generation(const Call& call, const std::string& account, uint64_t generation);

}  // namespace samebill::api
