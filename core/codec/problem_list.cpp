// SPDX-License-Identifier: MIT
#include "core/codec/problem_list.h"

#include <algorithm>
#include <set>

#include "core/base/sorting.h"

namespace samebill {

namespace {

void append_token(std::string& out, const Place& place) {
    out.push_back('/');
    if (place.is_element) {
        out += std::to_string(place.position);
        return;
    }
    for (char c : place.name) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out.push_back(c);
    }
}

// The places from the document's member down to this one.
std::vector<const Place*> chain_of(const Place& place) {
    std::vector<const Place*> chain;
    for (const Place* at = &place; at->parent != nullptr; at = at->parent) chain.push_back(at);
    std::reverse(chain.begin(), chain.end());
    return chain;
}

}  // namespace

std::string pointer_to(const Place& place) {
    std::string pointer;
    for (const Place* at : chain_of(place)) append_token(pointer, *at);
    return pointer;
}

void ProblemList::add(std::string_view code, const Place& place, std::string message) {
    ++found_;
    Entry entry;
    for (const Place* at : chain_of(place)) entry.order.push_back(at->order);
    if (full_ && entries_[most_problems - 1].order < entry.order) return;
    entry.problem = {std::string(code), pointer_to(place), std::move(message)};
    entries_.push_back(std::move(entry));
    if (entries_.size() >= 2 * most_problems) keep_first();
}

void ProblemList::keep_first() {
    sort_list(entries_, [](const Entry& a, const Entry& b) {
        return a.order != b.order ? a.order < b.order : a.problem.code < b.problem.code;
    });
    std::set<std::pair<std::string_view, std::string_view>> seen;
    std::vector<Entry> kept;
    kept.reserve(most_problems);
    for (Entry& entry : entries_) {
        if (kept.size() == most_problems) break;
        if (seen.count({entry.problem.path, entry.problem.code}) != 0) continue;
        kept.push_back(std::move(entry));
        seen.emplace(kept.back().problem.path, kept.back().problem.code);
    }
    entries_ = std::move(kept);
    full_ = entries_.size() == most_problems;
}

Problems ProblemList::take() {
    keep_first();
    Problems problems;
    for (Entry& entry : entries_) problems.push_back(std::move(entry.problem));
    entries_.clear();
    full_ = false;
    found_ = 0;
    return problems;
}

}  // namespace samebill
