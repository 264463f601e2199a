// SPDX-License-Identifier: MIT
#include "core/codec/json.h"

#include <algorithm>
#include <deque>
#include <set>

namespace samebill {

namespace {

constexpr size_t few_members = 16;  // up to this many, names are compared one by one

// Builds the document from the parser's calls. The parser itself holds a bit a level, so that depth costs no stack.
class Builder {
public:
    Builder(Json& root, ProblemList& problems, const Place& document, int levels)
        : root_(root), problems_(problems), document_(document), most_(static_cast<size_t>(levels)) {}

    bool null() { return put(Json(nullptr)); }
    bool boolean(bool value) { return put(Json(value)); }
    bool number_integer(Json::number_integer_t value) { return put(Json(value)); }
    bool number_unsigned(Json::number_unsigned_t value) { return put(Json(value)); }
    bool number_float(Json::number_float_t value, const std::string&) { return put(Json(value)); }
    bool string(std::string& value) { return put(Json(std::move(value))); }
    bool binary(Json::binary_t&) { return false; }
    bool start_object(size_t) { return open(Json::object()); }
    bool start_array(size_t) { return open(Json::array()); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(std::string& name) {
        Level& level = levels_.back();
        level.is_twice = knows(level, name);
        level.name = std::move(name);
        if (level.is_twice) report_twice();
        return true;
    }

    bool parse_error(size_t position, const std::string&, const nlohmann::detail::exception& error) {
        position_ = position;
        number_too_large_ = error.id == 406;
        return false;
    }

    bool too_deep() const { return too_deep_; }
    bool number_too_large() const { return number_too_large_; }
    size_t position() const { return position_; }

private:
    struct Level {
        Json* container = nullptr;
        std::string name;             // of the member that is read
        bool is_twice = false;        // it was there before: what is read is dropped
        std::set<std::string> names;  // used from `few_members` on
    };

    // Members have a constant name, so that the vector they stand in would copy them, with all that is in them, to
    // grow.
    static void make_room(Json::object_t& members) {
        if (members.size() < members.capacity()) return;
        Json::object_t roomier;
        roomier.reserve(std::max<size_t>(4, 2 * members.size()));
        for (auto& [name, value] : members) roomier.emplace_back(name, std::move(value));
        members = std::move(roomier);
    }

    // The value's place in its container, or aside if its name was there before.
    Json* place_for(Json&& value) {
        if (levels_.empty()) {
            root_ = std::move(value);
            return &root_;
        }
        Level& level = levels_.back();
        if (level.container->is_array()) {
            auto& elements = level.container->get_ref<Json::array_t&>();
            elements.push_back(std::move(value));
            return &elements.back();
        }
        if (level.is_twice) {
            dropped_.push_back(std::move(value));
            return &dropped_.back();
        }
        auto& members = level.container->get_ref<Json::object_t&>();
        make_room(members);
        members.emplace_back(level.name, std::move(value));
        return &members.back().second;
    }

    bool put(Json&& value) {
        place_for(std::move(value));
        return true;
    }

    bool open(Json&& container) {
        if (levels_.size() == most_) {
            too_deep_ = true;
            return false;
        }
        Json* placed = place_for(std::move(container));
        levels_.emplace_back().container = placed;
        return true;
    }

    bool close() {
        levels_.pop_back();
        if (levels_.empty() || (levels_.size() == 1 && levels_.back().is_twice)) dropped_.clear();
        return true;
    }

    bool knows(Level& level, const std::string& name) {
        const auto& members = level.container->get_ref<const Json::object_t&>();
        if (members.size() <= few_members) {
            for (const auto& member : members) {
                if (member.first == name) return true;
            }
            return false;
        }
        if (level.names.empty()) {
            for (const auto& member : members) level.names.insert(member.first);
        }
        return !level.names.insert(name).second;
    }

    void report_twice() {
        std::deque<Place> chain{document_};
        for (const Level& level : levels_) {
            Place place{&chain.back(), level.name};
            const auto count = static_cast<uint32_t>(level.container->size());
            place.is_element = level.container->is_array();
            if (place.is_element) place.position = count - 1;
            place.order = !place.is_element && level.is_twice ? 2 * count : 2 * count - 1;
            chain.push_back(place);
        }
        problems_.add("schema", chain.back(),
                      "`" + levels_.back().name + "` is there twice: leave one of the two out.");
    }

    Json& root_;
    ProblemList& problems_;
    const Place& document_;
    const size_t most_;
    std::vector<Level> levels_;
    std::deque<Json> dropped_;
    size_t position_ = 0;
    bool too_deep_ = false;
    bool number_too_large_ = false;
};

bool is_number_char(char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
}

// The text with every number that may be above the range of the parser's floats replaced by a float of as many bytes.
// No number with a fraction or an exponent, and none beyond 64 bits, is ever taken: its value is of no account, but it
// is JSON, and the place that holds it is what is wrong.
std::string with_small_numbers(std::string_view text) {
    std::string small(text);
    bool in_string = false;
    for (size_t at = 0; at < small.size(); ++at) {
        if (in_string) {
            if (small[at] == '\\')
                ++at;
            else if (small[at] == '"')
                in_string = false;
            continue;
        }
        if (small[at] == '"') in_string = true;
        if (small[at] < '0' || small[at] > '9') continue;
        size_t end = at;
        while (end < small.size() && is_number_char(small[end])) ++end;
        size_t exponent = at;
        while (exponent < end && small[exponent] != 'e' && small[exponent] != 'E') ++exponent;
        for (size_t i = exponent + 1; i < end; ++i) {
            if (small[i] >= '0' && small[i] <= '9') small[i] = '0';
        }
        if (exponent - at > 300 && small[at] != '0' && small[at + 1] != '.') {
            small[at + 1] = '.';
            for (size_t i = at + 2; i < exponent; ++i) {
                if (small[i] != '.') continue;
                small[i] = '0';
                break;
            }
        }
        at = end - 1;
    }
    return small;
}

std::string where(std::string_view text, size_t position) {
    const std::string_view before = text.substr(0, position == 0 ? 0 : position - 1);
    const size_t lines = static_cast<size_t>(std::count(before.begin(), before.end(), '\n'));
    const size_t line_start = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
    return "line " + std::to_string(lines + 1) + ", byte " + std::to_string(before.size() - line_start + 1);
}

bool refuse(ProblemList& problems, const Place& document, std::string message) {
    problems = ProblemList();
    problems.add("parse", document, std::move(message));
    return false;
}

bool build(std::string_view text, Builder& builder) {
    try {
        return Json::sax_parse(text.begin(), text.end(), &builder);
    } catch (const std::exception&) {
        return false;
    }
}

}  // namespace

const Json* find_member(const Json& object, std::string_view name) {
    if (!object.is_object()) return nullptr;
    for (const auto& member : members_of(object)) {
        if (member.first == name) return &member.second;
    }
    return nullptr;
}

bool parse_json(std::string_view text, Json& root, ProblemList& problems, const Place& document, int levels) {
    if (text.substr(0, 3) == "\xEF\xBB\xBF")
        return refuse(problems, document, "The text begins with a byte order mark: leave it out.");
    const size_t zero = text.find('\0');  // the parser would take it for the end
    if (zero != text.npos)
        return refuse(problems, document,
                      "The text has a zero byte at " + where(text, zero + 1) + ": it must be JSON in UTF-8.");
    const ProblemList before = problems;
    Builder builder(root, problems, document, levels);
    if (build(text, builder)) return true;
    if (builder.number_too_large()) {
        const std::string small = with_small_numbers(text);
        problems = before;
        Builder again(root, problems, document, levels);
        if (build(small, again)) return true;
        if (again.too_deep())
            return refuse(problems, document, "The text is nested more than 32 levels deep: flatten it.");
        return refuse(problems, document,
                      "The text is no JSON at " + where(text, again.position()) + ": correct it there.");
    }
    if (builder.too_deep())
        return refuse(problems, document, "The text is nested more than 32 levels deep: flatten it.");
    return refuse(problems, document,
                  "The text is no JSON at " + where(text, builder.position()) + ": correct it there.");
}

}  // namespace samebill
