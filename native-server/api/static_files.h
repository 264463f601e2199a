// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/api/router.h"

// The web build, read once at start: no request ever touches the file system. `index.html` also stands at `/`; a `.gz`
// beside a file is its compressed form for those who take it; assets with a hash in the name
// (`/assets/app-3f9a1c2b.js`) may be kept for ever, all others are asked for anew with their ETag.

namespace samebill::api {

struct StaticFile {
    std::string path;  // "/assets/app-3f9a1c2b.js"
    std::shared_ptr<const std::string> bytes;
    std::shared_ptr<const std::string> gzip;  // null if there is none
};

// Reads a folder. Throws std::runtime_error that says what is wrong: no folder, unreadable, more than 10,000 files or
// 256 MiB. Links, hidden files, names with other than [A-Za-z0-9._-] and types that are not in the table are left out.
std::vector<StaticFile> read_web_folder(const std::string& folder);

void add_static_files(Router& router, const std::vector<StaticFile>& files);

// Empty if the extension is not in the table.
std::string mime_type(std::string_view path);

// Whether the name carries a hash, as bundlers give them: under `/assets/`, with "-" or "." and eight of [A-Za-z0-9_-],
// one of them a digit or a capital, before the extension.
bool has_hash(std::string_view path);

}  // namespace samebill::api
