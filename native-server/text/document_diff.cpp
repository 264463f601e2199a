// SPDX-License-Identifier: MIT
#include "native-server/text/document_diff.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "native-server/text/table.h"
#include "native-server/text/words.h"

namespace samebill::text {

using nlohmann::json;

namespace {

using Named = std::map<std::string, json>;

std::string escaped(const std::string& name) {
    std::string out;
    for (const char c : name) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

// The elements of a list by what names them; false if there is an element without a name, or a name twice.
bool by_name(const json& list, Named& out) {
    for (const json& element : list) {
        const char* name = nullptr;
        for (const char* member : {"id", "code", "plan"}) {
            if (name == nullptr && element.is_object() && element.contains(member) && element[member].is_string()) {
                name = member;
            }
        }
        if (name == nullptr || !out.emplace(element[name].get<std::string>(), element).second) return false;
    }
    return true;
}

Named members_of(const json& object) {
    Named out;
    for (const auto& [name, value] : object.items()) out.emplace(name, value);
    return out;
}

struct Pair {
    std::string path;
    json before;
    json after;
};

// What both have by name, in turn; false if the two are not both objects or both lists of named elements.
bool named_parts(const Pair& pair, Named& before, Named& after) {
    if (pair.before.is_object() && pair.after.is_object()) {
        before = members_of(pair.before);
        after = members_of(pair.after);
        return true;
    }
    if (!pair.before.is_array() || !pair.after.is_array()) return false;
    return by_name(pair.before, before) && by_name(pair.after, after);
}

}  // namespace

json differences(const json& before, const json& after) {
    json out = json::array();
    std::vector<Pair> open = {{"", before, after}};
    while (!open.empty()) {
        const Pair pair = std::move(open.back());
        open.pop_back();
        if (pair.before == pair.after) continue;
        Named old_parts;
        Named new_parts;
        if (!named_parts(pair, old_parts, new_parts)) {
            out.push_back({{"path", pair.path}, {"old", pair.before}, {"new", pair.after}});
            continue;
        }
        for (const auto& [name, value] : old_parts) {
            const std::string path = pair.path + "/" + escaped(name);
            const auto found = new_parts.find(name);
            if (found == new_parts.end()) {
                out.push_back({{"path", path}, {"old", value}});
            } else {
                open.push_back({path, value, found->second});
            }
        }
        for (const auto& [name, value] : new_parts) {
            if (!old_parts.contains(name)) out.push_back({{"path", pair.path + "/" + escaped(name)}, {"new", value}});
        }
    }
    std::sort(out.begin(), out.end(), [](const json& a, const json& b) { return a["path"] < b["path"]; });
    return out;
}

namespace {

std::string unescaped(std::string_view part) {
    std::string out;
    for (size_t i = 0; i < part.size(); i++) {
        const bool coded = part[i] == '~' && i + 1 < part.size();
        out += !coded ? part[i] : part[i + 1] == '1' ? '/' : '~';
        if (coded) i++;
    }
    return plain(out);
}

// "/plans/basic/overage/data/price" as {"plans", "basic", "overage", "data", "price"}.
std::vector<std::string> parts_of(std::string_view path) {
    std::vector<std::string> out;
    while (!path.empty()) {
        path.remove_prefix(1);
        const size_t end = std::min(path.find('/'), path.size());
        out.push_back(unescaped(path.substr(0, end)));
        path.remove_prefix(end);
    }
    return out;
}

std::string value_words(const json& difference, const char* name) {
    if (!difference.contains(name)) return "-";
    const json& value = difference.at(name);
    return plain(value.is_string() ? value.get_ref<const std::string&>() : value.dump());
}

}  // namespace

std::string catalog_differences_text(const json& differences) {
    std::map<std::string, Table> plans;  // the empty name: what holds for all
    for (const json& difference : differences) {
        std::vector<std::string> parts = parts_of(difference.at("path").get<std::string>());
        std::string plan;
        if (parts.size() >= 2 && parts[0] == "plans") {
            plan = parts[1];
            parts.erase(parts.begin(), parts.begin() + 2);
        }
        std::string words;
        for (const std::string& part : parts) words += (words.empty() ? "" : " ") + part;
        const auto table = plans.try_emplace(plan, Table({{"parameter"}, {"old"}, {"new"}})).first;
        const bool whole = parts.empty() && difference.contains("new");
        table->second.add_row({words.empty() ? (whole ? "new plan" : "plan taken out") : words,
                               value_words(difference, "old"), value_words(difference, "new")});
    }
    std::string out;
    for (const auto& [plan, table] : plans) {
        out += (out.empty() ? "" : "\n") + (plan.empty() ? "All plans" : "Plan " + plan) + "\n" + table.print();
    }
    return out.empty() ? "No differences.\n" : out;
}

}  // namespace samebill::text
