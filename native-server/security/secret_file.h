// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

// Files that only the server's own user may read. All functions throw std::runtime_error that names the file and says
// what to do ("chmod 600 …").

namespace samebill::security {

// A folder of mode 0700 owned by this user (root may look after another's): made if it is not there, refused if others
// may enter it.
void private_folder(const std::string& path);

// Refuses a file that is no plain file, belongs to another user, or that group or others may read or write.
void require_private(const std::string& path);

// A secret's bytes; `require_private` first.
std::string read_secret(const std::string& path);

// Writes a file of mode 0600 as a whole or not at all, on disk when this returns.
void write_secret(const std::string& path, std::string_view bytes);

// The secret of the file, made with `bytes` random bytes if it is not there.
std::string secret_of(const std::string& path, size_t bytes);

}  // namespace samebill::security
