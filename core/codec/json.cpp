// SPDX-License-Identifier: MIT
#include "core/codec/json.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <set>
#include <string>

#include "core/base/utf8.h"
#include "core/codec/flat_text.h"

namespace samebill {

namespace {

constexpr size_t few_members = 16;  // up to this many, names are compared one by one

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// One pass over the text, value by value; the levels of nesting are few, so that each is a call. Elements and members
// of what is open stand on a stack until the container is complete and moves to the arena.
class Parser {
public:
    Parser(std::string_view text, Arena& arena, ProblemList& problems, const Place& place, int levels,
           ListReader* lists)
        : begin_(text.data()),
          at_(begin_),
          end_(begin_ + text.size()),
          arena_(arena),
          problems_(problems),
          place_(place),
          most_(levels),
          lists_(lists) {}

    bool read(Json& root) {
        if (!read_value(nullptr, 0, root)) return false;
        skip_space();
        return at_ == end_;
    }
    bool read_first(Json& value) { return read_value(nullptr, 0, value); }
    bool too_deep() const { return too_deep_; }
    size_t position() const { return static_cast<size_t>(at_ - begin_); }  // of the byte that is wrong

private:
    // A container that is open.
    struct Level {
        const Level* around;
        size_t begin;  // of its elements or members on their stack
        bool is_list;
        bool is_twice = false;       // the member that is read was there before: what is read is dropped
        std::string_view name = {};  // of that member
    };

    void skip_space() {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
    }
    bool take(char c) {
        skip_space();
        if (at_ == end_ || *at_ != c) return false;
        ++at_;
        return true;
    }

    bool read_value(const Level* around, int depth, Json& out) {
        skip_space();
        if (at_ == end_) return false;
        switch (*at_) {
            case '"': return read_text(out);
            case '{': return read_object(around, depth, out);
            case '[': return read_list(around, depth, out);
            case 't': return read_word("true", Json::of_boolean(true), out);
            case 'f': return read_word("false", Json::of_boolean(false), out);
            case 'n': return read_word("null", Json(), out);
            default: return read_number(out);
        }
    }

    bool read_word(std::string_view word, Json value, Json& out) {
        for (const char c : word) {
            if (at_ == end_ || *at_ != c) return false;
            ++at_;
        }
        out = value;
        return true;
    }

    bool skip_digits() {
        const char* const first = at_;
        while (at_ != end_ && is_digit(*at_)) ++at_;
        return at_ != first;
    }
    bool read_number(Json& out) {
        const bool negative = *at_ == '-';
        if (negative) ++at_;
        const char* const first = at_;
        if (at_ != end_ && *at_ == '0')
            ++at_;
        else if (!skip_digits())
            return false;
        const char* const last = at_;
        if (at_ != end_ && *at_ == '.') {
            ++at_;
            if (!skip_digits()) return false;
        }
        if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
            ++at_;
            if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
            if (!skip_digits()) return false;
        }
        out = at_ == last ? integer_of(first, last, negative) : Json::of_other_number();
        return true;
    }
    static Json integer_of(const char* first, const char* last, bool negative) {
        uint64_t value = 0;
        for (const char* digit = first; digit != last; ++digit) {
            if (__builtin_mul_overflow(value, uint64_t{10}, &value) ||
                __builtin_add_overflow(value, static_cast<uint64_t>(*digit - '0'), &value))
                return Json::of_other_number();
        }
        if (!negative) return Json::of_natural(value);
        if (value > uint64_t{1} << 63) return Json::of_other_number();
        return Json::of_negative(static_cast<int64_t>(0 - value));
    }

    // The characters from here on that stand for themselves; false if one is no UTF-8 or a control.
    bool skip_characters() {
        for (;;) {
            while (end_ - at_ >= 8) {
                const uint64_t unusual = FlatText::unusual_bytes(load_word(at_));
                if (unusual != 0) {
                    at_ += __builtin_ctzll(unusual) / 8;
                    break;
                }
                at_ += 8;
            }
            if (at_ == end_) return false;
            const auto byte = static_cast<unsigned char>(*at_);
            if (byte == '"' || byte == '\\') return true;
            if (byte < 0x20) return false;
            const size_t length = byte < 0x80 ? 1 : utf8_length({at_, static_cast<size_t>(end_ - at_)});
            if (length == 0) return false;
            at_ += length;
        }
    }
    bool read_text(Json& out) {
        const char* const first = ++at_;
        if (!skip_characters()) return false;
        if (*at_ == '\\') return read_escaped(first, out);
        out = Json::of_text({first, static_cast<size_t>(at_ - first)});
        ++at_;
        return true;
    }
    bool read_escaped(const char* first, Json& out) {
        std::string decoded(first, at_);
        while (*at_ != '"') {
            if (*at_ == '\\') {
                ++at_;
                if (!read_escape(decoded)) return false;
            }
            const char* const from = at_;
            if (!skip_characters()) return false;
            decoded.append(from, at_);
        }
        ++at_;
        out = Json::of_text(arena_.keep(decoded));
        return true;
    }
    bool read_escape(std::string& out) {
        constexpr std::string_view letters = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        if (at_ == end_) return false;
        if (const size_t found = letters.find(*at_); found != letters.npos) {
            out.push_back(meanings[found]);
            ++at_;
            return true;
        }
        if (*at_ != 'u') return false;
        ++at_;
        uint32_t code = 0;
        if (!read_hex(code) || (code >= 0xDC00 && code < 0xE000)) return false;
        if (code >= 0xD800 && code < 0xDC00) {
            uint32_t low = 0;
            for (const char due : {'\\', 'u'}) {
                if (at_ == end_ || *at_ != due) return false;
                ++at_;
            }
            if (!read_hex(low) || low < 0xDC00 || low >= 0xE000) return false;
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        }
        append_utf8(out, code);
        return true;
    }
    bool read_hex(uint32_t& code) {
        for (int i = 0; i < 4; ++i, ++at_) {
            if (at_ == end_) return false;
            const char c = *at_;
            const int digit = is_digit(c)            ? c - '0'
                              : c >= 'a' && c <= 'f' ? c - 'a' + 10
                              : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                     : -1;
            if (digit < 0) return false;
            code = code * 16 + static_cast<uint32_t>(digit);
        }
        return true;
    }

    bool read_list(const Level* around, int depth, Json& out) {
        if (depth == most_) return refuse_depth();
        ++at_;
        const Level level{around, elements_.size(), true};
        if (!take(']')) {
            do {
                Json element;
                if (!read_value(&level, depth + 1, element)) return false;
                elements_.push_back(element);
            } while (take(','));
            if (!take(']')) return false;
        }
        out = Json::of_list(moved(elements_, level.begin));
        return true;
    }

    bool read_object(const Level* around, int depth, Json& out) {
        if (depth == most_) return refuse_depth();
        ++at_;
        Level level{around, members_.size(), false};
        std::optional<std::set<std::string_view>> names;  // used from `few_members` on
        if (!take('}')) {
            do {
                Member member;
                skip_space();
                if (at_ == end_ || *at_ != '"' || !read_text(member.named)) return false;
                level.name = member.name();
                level.is_twice = knows(level, names);
                if (level.is_twice) report_twice(level);
                if (!take(':')) return false;
                if (!read_apart(level, depth, member.value) && !read_value(&level, depth + 1, member.value))
                    return false;
                if (!level.is_twice) members_.push_back(member);
            } while (take(','));
            if (!take('}')) return false;
        }
        out = Json::of_object(moved(members_, level.begin));
        return true;
    }
    // A list that is read elsewhere.
    bool read_apart(const Level& level, int depth, Json& value) {
        if (lists_ == nullptr || depth > 1 || level.is_twice) return false;
        if (depth == 1 && (level.around->is_list || level.around->is_twice)) return false;
        skip_space();
        const bool as_written = level.name.data() > begin_ && level.name.data() < at_;
        if (at_ == end_ || *at_ != '[' || !as_written) return false;
        const std::string_view around = depth == 0 ? std::string_view() : level.around->name;
        const size_t size = lists_->read(around, level.name, {at_, static_cast<size_t>(end_ - at_)});
        at_ += size;
        value = Json::of_list({});
        return size != 0;
    }
    bool refuse_depth() {
        too_deep_ = true;
        return false;
    }

    // The values on the stack from `begin` on, moved to the arena.
    template <class T>
    std::span<const T> moved(std::vector<T>& stack, size_t begin) {
        const size_t count = stack.size() - begin;
        T* const kept = arena_.take<T>(count);
        std::copy(stack.begin() + static_cast<std::ptrdiff_t>(begin), stack.end(), kept);
        stack.resize(begin);
        return {kept, count};
    }

    bool knows(const Level& level, std::optional<std::set<std::string_view>>& names) const {
        const size_t count = members_.size() - level.begin;
        if (count <= few_members) {
            for (size_t i = level.begin; i < members_.size(); ++i) {
                if (members_[i].name() == level.name) return true;
            }
            return false;
        }
        if (!names) {
            names.emplace();
            for (size_t i = level.begin; i < members_.size(); ++i) names->insert(members_[i].name());
        }
        return !names->insert(level.name).second;
    }

    void report_twice(const Level& level) {
        std::vector<const Level*> levels;
        for (const Level* at = &level; at != nullptr; at = at->around) levels.push_back(at);
        std::deque<Place> chain{place_};
        for (auto at = levels.rbegin(); at != levels.rend(); ++at) {
            Place place{&chain.back(), (*at)->name};
            place.is_element = (*at)->is_list;
            const size_t stack = place.is_element ? elements_.size() : members_.size();
            // What stands above on the stack belongs to the containers inside.
            const size_t end = inner_begin(levels, at, stack);
            const auto count = static_cast<uint32_t>(end - (*at)->begin);
            if (place.is_element) place.position = count;
            place.order = !place.is_element && (*at)->is_twice ? 2 * count : 2 * count + 1;
            chain.push_back(place);
        }
        problems_.add("schema", chain.back(),
                      "`" + std::string(level.name) + "` is there twice: leave one of the two out.");
    }
    // Where the next container inside that shares the stack begins.
    template <class At>
    static size_t inner_begin(const std::vector<const Level*>& levels, At at, size_t end) {
        for (At inner = at + 1; inner != levels.rend(); ++inner) {
            if ((*inner)->is_list == (*at)->is_list) return (*inner)->begin;
        }
        return end;
    }

    const char* const begin_;
    const char* at_;
    const char* const end_;
    Arena& arena_;
    ProblemList& problems_;
    const Place& place_;
    const int most_;
    ListReader* const lists_;
    std::vector<Json> elements_;
    std::vector<Member> members_;
    bool too_deep_ = false;
};

// `position` counts from 0.
std::string where(std::string_view text, size_t position) {
    const std::string_view before = text.substr(0, position);
    const size_t lines = static_cast<size_t>(std::count(before.begin(), before.end(), '\n'));
    const size_t line_start = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
    return "line " + std::to_string(lines + 1) + ", byte " + std::to_string(before.size() - line_start + 1);
}

bool refuse(ProblemList& problems, const Place& place, std::string message) {
    problems = ProblemList();
    problems.add("parse", place, std::move(message));
    return false;
}

}  // namespace

const Json* find_member(const Json& object, std::string_view name) {
    if (!object.is_object()) return nullptr;
    for (const Member& member : object.members()) {
        if (member.name() == name) return &member.value;
    }
    return nullptr;
}

bool parse_json(std::string_view text, Document& document, ProblemList& problems, const Place& place, int levels,
                ListReader* lists) {
    if (text.substr(0, 3) == "\xEF\xBB\xBF")
        return refuse(problems, place, "The text begins with a byte order mark: leave it out.");
    Parser parser(text, document.arena, problems, place, levels, lists);
    if (parser.read(document.root)) return true;
    if (parser.too_deep()) return refuse(problems, place, "The text is nested more than 32 levels deep: flatten it.");
    const size_t position = parser.position();
    if (position < text.size() && text[position] == '\0')
        return refuse(problems, place,
                      "The text has a zero byte at " + where(text, position) + ": it must be JSON in UTF-8.");
    return refuse(problems, place, "The text is no JSON at " + where(text, position) + ": correct it there.");
}

size_t parse_element(std::string_view text, Document& document, int levels) {
    const Place place;
    ProblemList twice;
    Parser parser(text, document.arena, twice, place, levels, nullptr);
    return parser.read_first(document.root) && twice.empty() ? parser.position() : 0;
}

}  // namespace samebill
