// SPDX-License-Identifier: MIT
#include "core/usage/rejects.h"

#include <algorithm>

#include "core/base/utf8.h"

namespace samebill {

Reject* Rejects::add(std::string_view code) {
    ++rejected;
    ++counts[std::string(code)];
    if (first.size() >= kept_rejects) return nullptr;
    Reject& reject = first.emplace_back();
    reject.code = code;
    return &reject;
}

void Rejects::count(std::string_view code, int64_t records) {
    if (records == 0) return;
    rejected += records;
    counts[std::string(code)] += records;
}

Rejects merged(const Rejects& a, const Rejects& b) {
    Rejects both = a;
    both.rejected += b.rejected;
    for (const auto& [code, count] : b.counts) both.counts[code] += count;
    const auto middle = static_cast<std::ptrdiff_t>(both.first.size());
    both.first.insert(both.first.end(), b.first.begin(), b.first.end());
    std::inplace_merge(both.first.begin(), both.first.begin() + middle, both.first.end(),
                       [](const Reject& x, const Reject& y) { return x.record < y.record; });
    if (both.first.size() > kept_rejects) both.first.resize(kept_rejects);
    return both;
}

std::string shown_text(std::string_view text) {
    constexpr size_t limit = 2000;
    std::string shown;
    for (size_t at = 0; at < text.size() && at < limit;) {
        const size_t length = utf8_length(text.substr(at));
        if (length == 0) {
            shown += "\xEF\xBF\xBD";
            ++at;
            continue;
        }
        if (at + length > limit) break;
        shown.append(text.substr(at, length));
        at += length;
    }
    return shown;
}

}  // namespace samebill
