// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "native-server/security/signing.h"
#include "native-server/store/database.h"

// A backup is a folder that holds what a data folder holds (the store, the signing keys, the secrets) and a list of its
// files with their digests, `backup.json`. It is there as a whole or not at all. All functions throw
// std::runtime_error, or store::Full, that says what is wrong.

namespace samebill::upkeep {

// Copies a store that goes on working into `target`, a folder that is not there yet. `keys` are those of a server at
// work, which may rotate them; null: nobody does.
void back_up(store::Database& database, const security::KeyRing* keys, const std::string& target, int64_t now);

// Copies the store alone, to be looked at.
void copy_store(store::Database& database, const std::string& target);

// Puts a backup into `data`, which is not there yet or empty, after every file was found to be what the list says.
void restore(const std::string& backup, const std::string& data);

}  // namespace samebill::upkeep
