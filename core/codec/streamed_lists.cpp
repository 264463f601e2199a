// SPDX-License-Identifier: MIT
#include "core/codec/streamed_lists.h"

#include <algorithm>
#include <deque>

#include "core/base/pages.h"
#include "core/codec/flat_text.h"
#include "core/codec/streamed_elements.h"

namespace samebill {

namespace {

constexpr int levels_in_list = most_levels - 2;  // the document and the list; one more around the devices
constexpr size_t least_room = 16;                // elements
constexpr size_t part_size = size_t{1} << 20;    // of text that a job reads

// A piece of a list, from an element on.
template <class Named>
struct Part {
    std::string_view text;
    std::vector<Named> elements;
    Document unusual;
    size_t taken = 0;      // bytes of `text`
    bool is_last = false;  // it ends with the list's bracket; else with the comma after an element
    bool is_sound = false;
};

void read_general(Reader& reader, const Value& value, NamedDevice& device) {
    read_device(reader, value, device);
}
void read_general(Reader& reader, const Value& value, NamedEvent& event) {
    read_event(reader, value, event);
}

// Elements until the list ends, or until one begins at or after `limit`.
template <class Named>
void read_part(Part<Named>& part, size_t limit) {
    const char* const begin = part.text.data();
    const char* const end = begin + part.text.size();
    FlatText text(begin, end);
    for (;;) {
        text.skip_space();
        const char* const first = text.at();
        if (static_cast<size_t>(first - begin) >= limit) {
            part.taken = static_cast<size_t>(first - begin);
            part.is_sound = true;
            return;
        }
        auto& elements = part.elements;
        if (elements.size() == elements.capacity())
            reserve_filling(elements, std::max(elements.size() * 2, least_room));
        Named& element = elements.emplace_back();
        if (!read_usual(text, element)) {
            element = Named();
            const size_t size = parse_element({first, static_cast<size_t>(end - first)}, part.unusual, levels_in_list);
            ProblemList problems;
            Reader reader{problems};
            const Place list;
            if (size == 0) return;
            read_general(reader, Value{&part.unusual.root, {&list, {}, 0, 1, true}}, element);
            if (!problems.empty()) return;
            text.move_to(first + size);
        }
        if (text.take(',')) continue;
        part.is_last = part.is_sound = text.take(']');
        part.taken = static_cast<size_t>(text.at() - begin);
        return;
    }
}

// A place at or after `at` where an element may begin: a brace after a brace and a comma. That it is one is known once
// the part before has ended there.
size_t likely_element(std::string_view text, size_t at) {
    for (at = text.find("},", at); at != text.npos; at = text.find("},", at + 1)) {
        const size_t next = text.find_first_not_of(" \n\r\t", at + 2);
        if (next != text.npos && text[next] == '{') return next;
    }
    return text.size();
}

// Where parts begin, and the end of the text.
std::vector<size_t> cut(std::string_view text, size_t first) {
    std::vector<size_t> begins{first};
    while (begins.back() < text.size() && text.size() - begins.back() > 2 * part_size)
        begins.push_back(likely_element(text, begins.back() + part_size));
    if (begins.back() != text.size()) begins.push_back(text.size());
    return begins;
}

// The list that `text` begins with; 0 if it has anything wrong in it.
template <class Named>
size_t read_list(std::string_view text, const RunJobs* run_jobs, std::vector<Named>& elements,
                 std::vector<Document>& unusual) {
    FlatText start(text.data() + 1, text.data() + text.size());
    if (start.take(']')) return static_cast<size_t>(start.at() - text.data());
    std::vector<size_t> begins{1, text.size()};
    if (run_jobs != nullptr) begins = cut(text, 1);
    std::deque<Part<Named>> parts(begins.size() - 1);
    const auto job = [&](uint32_t i) {
        parts[i].text = text.substr(begins[i]);
        read_part(parts[i], begins[i + 1] - begins[i]);
    };
    if (parts.size() > 1)
        (*run_jobs)(static_cast<uint32_t>(parts.size()), job);
    else
        job(0);
    size_t count = 0;
    size_t last = 0;
    for (; last < parts.size(); ++last) {
        const Part<Named>& part = parts[last];
        const bool meets_next = part.is_last || begins[last] + part.taken == begins[last + 1];
        if (!part.is_sound || !meets_next) return 0;
        count += part.elements.size();
        if (part.is_last) break;
    }
    if (last == parts.size()) return 0;
    elements = std::move(parts[0].elements);
    elements.reserve(count);
    for (size_t i = 0; i <= last; ++i) {
        if (i > 0) elements.insert(elements.end(), parts[i].elements.begin(), parts[i].elements.end());
        unusual.push_back(std::move(parts[i].unusual));
    }
    return begins[last] + parts[last].taken;
}

// The session that the text begins with, read the general way; 0 if there is anything wrong with it.
size_t read_unusual(std::string_view text, Document& document, SessionTable::Record& record) {
    document.arena.clear();
    const size_t size = parse_element(text, document, levels_in_list);
    if (size == 0) return 0;
    ProblemList problems;
    Reader reader{problems};
    const Place list;
    return read_session(reader, Value{&document.root, {&list, {}, 0, 1, true}}, record) ? size : 0;
}

}  // namespace

size_t StreamedLists::read_usage(std::string_view list) {
    const char* const end = list.data() + list.size();
    FlatText text(list.data() + 1, end);
    const auto taken = [&] { return static_cast<size_t>(text.at() - list.data()); };
    if (text.take(']')) return taken();
    Document document;
    uint32_t position = 0;
    do {
        text.skip_space();
        const char* const first = text.at();
        SessionTable::Record session;
        if (!read_usual(text, session)) {
            const size_t size = read_unusual({first, static_cast<size_t>(end - first)}, document, session);
            if (size == 0) return 0;
            text.move_to(first + size);
        }
        sessions_->add(session, position++);
        latest_start_ = std::max(latest_start_, session.start);
    } while (text.take(','));
    if (!text.take(']')) return 0;
    bool in_conflict = false;
    sessions_->settle([&](const SessionTable::TakenOut& taken) { in_conflict = in_conflict || taken.in_conflict; },
                      run_jobs_);
    return in_conflict ? 0 : taken();
}

size_t StreamedLists::read(std::string_view around, std::string_view name, std::string_view text) {
    size_t size = 0;
    if (around == "account" && name == "devices" && !has_devices()) {
        size = read_list(text, run_jobs_, devices, unusual_);
        devices_text_ = text.substr(0, size);
    } else if (around.empty() && name == "events" && !has_events()) {
        size = read_list(text, run_jobs_, events, unusual_);
        events_text_ = text.substr(0, size);
    } else if (around.empty() && name == "usage" && sessions_ != nullptr && !has_usage_) {
        size = read_usage(text);
        has_usage_ = size != 0;
    } else {
        return 0;
    }
    given_up_ = given_up_ || size == 0;
    return size;
}

}  // namespace samebill
