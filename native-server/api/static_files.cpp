// SPDX-License-Identifier: MIT
#include "native-server/api/static_files.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>

namespace samebill::api {

namespace fs = std::filesystem;

namespace {

constexpr size_t most_files = 10'000;
constexpr size_t most_bytes = size_t{256} << 20;

constexpr std::pair<std::string_view, std::string_view> types[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".wasm", "application/wasm"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {".csv", "text/csv; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
};

bool plain_name(std::string_view name) {
    return !name.starts_with('.') && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '_' ||
               c == '-';
    });
}

bool plain_path(const fs::path& relative) {
    return std::all_of(relative.begin(), relative.end(),
                       [](const fs::path& part) { return plain_name(part.string()); });
}

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string out{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file) throw std::runtime_error(path.string() + ": cannot be read");
    return out;
}

// FNV-1a and the length: names one content among those of a build.
std::string etag(const std::string& bytes, const char* form) {
    uint64_t hash = 14695981039346656037ull;
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
    char text[64];
    std::snprintf(text, sizeof text, "\"%016llx-%zx%s\"", static_cast<unsigned long long>(hash), bytes.size(), form);
    return text;
}

std::string_view trimmed(std::string_view value) {
    while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
    while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) value.remove_suffix(1);
    return value;
}

// Calls `take` with each member of a comma-separated list.
template <typename Take>
void each_member(std::string_view list, Take take) {
    while (true) {
        const size_t end = list.find(',');
        take(trimmed(list.substr(0, end)));
        if (end == std::string_view::npos) return;
        list.remove_prefix(end + 1);
    }
}

bool takes_gzip(std::string_view accept_encoding) {
    bool takes = false;
    each_member(accept_encoding, [&](std::string_view member) {
        const std::string_view name = trimmed(member.substr(0, member.find(';')));
        const bool never =
            member.find("q=0") != std::string_view::npos && member.find("q=0.") == std::string_view::npos;
        if (name == "gzip" && !never) takes = true;
    });
    return takes;
}

bool names_tag(std::string_view if_none_match, std::string_view tag) {
    bool named = false;
    each_member(if_none_match, [&](std::string_view member) {
        if (member.starts_with("W/")) member.remove_prefix(2);
        if (member == "*" || member == tag) named = true;
    });
    return named;
}

struct Prepared {
    std::string type;
    std::string cache;
    std::shared_ptr<const std::string> bytes;
    std::shared_ptr<const std::string> gzip;
    std::string bytes_tag;
    std::string gzip_tag;
};

Response answer(const Prepared& file, const Request& request) {
    const bool compressed = file.gzip && takes_gzip(request.header("accept-encoding"));
    const std::string& tag = compressed ? file.gzip_tag : file.bytes_tag;
    Response out;
    out.kind = Response::Kind::file;
    out.headers = {{"ETag", tag}, {"Cache-Control", file.cache}};
    if (file.gzip) out.headers.push_back({"Vary", "Accept-Encoding"});
    if (names_tag(request.header("if-none-match"), tag)) {
        out.status = 304;
        return out;
    }
    if (compressed) out.headers.push_back({"Content-Encoding", "gzip"});
    out.content_type = file.type;
    out.body = compressed ? file.gzip : file.bytes;
    return out;
}

}  // namespace

std::string mime_type(std::string_view path) {
    for (const auto& [extension, type] : types) {
        if (path.ends_with(extension)) return std::string(type);
    }
    return {};
}

bool has_hash(std::string_view path) {
    if (!path.starts_with("/assets/")) return false;
    path.remove_prefix(path.rfind('/') + 1);
    const size_t end = path.rfind('.');
    if (end == std::string_view::npos || end < 9) return false;
    const std::string_view hash = path.substr(end - 8, 8);
    const char before = path[end - 9];
    return (before == '-' || before == '.') && plain_name(hash) && hash.find('.') == std::string_view::npos &&
           std::any_of(hash.begin(), hash.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

std::vector<StaticFile> read_web_folder(const std::string& folder) {
    if (!fs::is_directory(folder)) throw std::runtime_error(folder + ": no such folder");
    std::map<std::string, std::shared_ptr<const std::string>> contents;
    size_t total = 0;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        const fs::path relative = entry.path().lexically_relative(folder);
        if (entry.is_symlink() || !entry.is_regular_file() || !plain_path(relative)) continue;
        std::string path = "/" + relative.generic_string();
        const bool compressed = path.ends_with(".gz");
        if (mime_type(compressed ? path.substr(0, path.size() - 3) : path).empty()) continue;
        auto bytes = std::make_shared<const std::string>(read_file(entry.path()));
        total += bytes->size();
        contents[std::move(path)] = std::move(bytes);
        if (contents.size() > most_files || total > most_bytes) {
            throw std::runtime_error(folder + ": more than 10,000 files or 256 MiB");
        }
    }
    std::vector<StaticFile> out;
    for (const auto& [path, bytes] : contents) {
        if (path.ends_with(".gz")) continue;
        const auto compressed = contents.find(path + ".gz");
        out.push_back({path, bytes, compressed == contents.end() ? nullptr : compressed->second});
    }
    return out;
}

void add_static_files(Router& router, const std::vector<StaticFile>& files) {
    for (const StaticFile& file : files) {
        Prepared prepared{mime_type(file.path),
                          has_hash(file.path) ? "public, max-age=31536000, immutable" : "no-cache",
                          file.bytes,
                          file.gzip,
                          etag(*file.bytes, ""),
                          file.gzip ? etag(*file.gzip, "-gz") : ""};
        const Handler get = [prepared](const Request& request) { return answer(prepared, request); };
        if (file.path == "/index.html") router.add("/", get);
        router.add(file.path, get);
    }
}

}  // namespace samebill::api
