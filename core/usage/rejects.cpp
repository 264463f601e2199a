// SPDX-License-Identifier: MIT
#include "core/usage/rejects.h"


#include "core/base/sorting.h"
#include "core/base/utf8.h"

namespace samebill {

Reject* Rejects::add(std::string_view code) {
    ++rejected;
    ++counts[std::string(code)];
    if (first.size() >= keep) return nullptr;
    Reject& reject = first.emplace_back();
    reject.code = code;
    return &reject;
}

void Rejects::count(std::string_view code, int64_t records) {
    if (records == 0) return;
    rejected += records;
    counts[std::string(code)] += records;
}

void Rejects::append(const Rejects& stretch, int64_t lines_before) {
    for (const Reject& reject : stretch.first) {
        if (first.size() >= keep) break;
        Reject& kept = first.emplace_back(reject);
        kept.record += records;
        kept.line += lines_before;
    }
    records += stretch.records;
    rejected += stretch.rejected;
    for (const auto& [code, count] : stretch.counts) counts[code] += count;
}

Rejects merged(const Rejects& a, const Rejects& b) {
    Rejects both = a;
    both.rejected += b.rejected;
    for (const auto& [code, count] : b.counts) both.counts[code] += count;
    both.first.insert(both.first.end(), b.first.begin(), b.first.end());
    sort_list(both.first, [](const Reject& x, const Reject& y) { return x.record < y.record; });
    if (both.first.size() > both.keep) both.first.resize(static_cast<size_t>(both.keep));
    return both;
}

std::string shown_text(std::string_view text) {
    std::string shown;
    for (size_t at = 0; at < text.size() && at < shown_bytes;) {
        const size_t length = utf8_length(text.substr(at));
        if (length == 0) {
            shown += "\xEF\xBF\xBD";
            ++at;
            continue;
        }
        if (at + length > shown_bytes) break;
        shown.append(text.substr(at, length));
        at += length;
    }
    return shown;
}

}  // namespace samebill
