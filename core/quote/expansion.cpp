// SPDX-License-Identifier: MIT
#include "core/quote/expansion.h"

#include "core/base/digits.h"
#include "core/base/sorting.h"
#include "core/quote/run_scenario.h"

namespace samebill {

namespace {

Problems too_many(std::string_view what, int64_t most) {
    return {{"limit", "",
             "Written out one by one the scenario has more than " + std::to_string(most) + " " + std::string(what) +
                 ": plan a smaller fleet, fewer months or coarser usage, or make a quote for each part of the fleet."}};
}

class Expander {
public:
    Expander(const Classes& classes, Expansion& out) : classes_(classes), out_(out) {}

    void add_month(const ScenarioMonth& month) {
        if (firsts_.empty()) add_devices(month.request->account.devices);
        for (const Event& event : month.request->events) {
            for (int64_t i = 0; i < weight(event.device); ++i) {
                Event& copy = out_.request.events.emplace_back(event);
                copy.device = firsts_[event.device] + static_cast<Index>(i);
            }
        }
        std::vector<Session> sessions;
        for (Index index = 0; index < classes_.classes.size(); ++index) {
            month.usage->sorted_sessions(index, 0, sessions);
            if (weight(index) * static_cast<int64_t>(sessions.size()) + count_ > most_expanded_sessions) {
                full_ = true;
                return;
            }
            for (int64_t i = 0; i < weight(index); ++i) {
                const std::string& id = out_.request.account.devices[firsts_[index] + static_cast<Index>(i)].id;
                for (const Session& session : sessions) add_session(id, session);
            }
        }
    }
    bool full() const { return full_; }

private:
    int64_t weight(Index index) const { return classes_.classes[index].weight; }

    void add_devices(const std::vector<Device>& devices) {
        for (Index index = 0; index < devices.size(); ++index) {
            firsts_.push_back(static_cast<Index>(out_.request.account.devices.size()));
            for (int64_t i = 0; i < weight(index); ++i) {
                Device& copy = out_.request.account.devices.emplace_back(devices[index]);
                char number[8];
                put_digits(number, static_cast<uint64_t>(i) + 1, 8);
                copy.id.append("-").append(number, 8);
                copy.weight = 1;
                out_.cohort_of.push_back(classes_.classes[index].cohort);
            }
        }
    }

    void add_session(const std::string& device, const Session& session) {
        char id[9];
        id[0] = 's';
        put_digits(id + 1, static_cast<uint64_t>(count_) + 1, 8);
        out_.sessions.add({{id, 9}, device, session.kind, session.start, session.end, session.quantity},
                          static_cast<uint32_t>(count_));
        ++count_;
    }

    const Classes& classes_;
    Expansion& out_;
    int64_t count_ = 0;          // of sessions
    std::vector<Index> firsts_;  // of each class, its first device
    bool full_ = false;
};

}  // namespace

Problems expand_scenario(const Scenario& scenario, const SessionTable* records, Expansion& out) {
    Classes classes;
    Problems problems = make_classes(scenario, records, classes);
    if (!problems.empty()) return problems;
    int64_t work = 0;
    problems = check_work(scenario, classes, records, work);
    if (!problems.empty()) return problems;
    int64_t devices = 0;
    for (const DeviceClass& device : classes.classes) devices += device.weight;
    if (devices > most_expanded_devices) return too_many("devices", most_expanded_devices);
    out.request = scenario.base;
    Expander expander(classes, out);
    problems = walk_scenario(scenario, classes, records, scenario.seed, [&](const ScenarioMonth& month) {
        if (!expander.full()) expander.add_month(month);
    });
    if (!problems.empty()) return problems;
    if (expander.full()) return too_many("sessions", most_expanded_sessions);
    out.sessions.seal();
    sort_list(out.request.events, [](const Event& a, const Event& b) { return a.device < b.device; });
    return {};
}

}  // namespace samebill
