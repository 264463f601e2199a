// SPDX-License-Identifier: MIT
#include "core/quote/assignment_search.h"

#include <algorithm>

namespace samebill {

namespace {

constexpr int most_improvements = 120;  // of the bound
constexpr int most_sweeps = 12;

class Search {
public:
    Search(const Request& request, const FleetPasses& passes, const FleetOptions& options, const AssignmentOptions& how,
           Month from)
        : request_(request), passes_(passes), options_(options), how_(how), cost_(request, passes, from) {
        now_.assign(request.account.devices.size(), 0);
        for (Index device = 0; device < now_.size(); ++device) {
            cost_.add(device, option(device), 1);
            if (options.count(device) > 1) movable_.push_back(device);
        }
        for (const Option& one : options.options) {
            const bool known = std::find(groups_.begin(), groups_.end(), one.group) != groups_.end();
            if (one.group != keep_group && !known) groups_.push_back(one.group);
        }
        for (const FleetPass& pass : passes.passes) {
            for (const Share& share : pass.shares) {
                coupled_ = true;
                buckets_ = buckets_ || share.buckets;
            }
        }
    }

    FoundAssignment find() {
        FoundAssignment found;
        const Int128 least = explore(options_);
        better();
        if (!groups_.empty()) {  // pools as the request has them may come to less than pools merged
            const Choices merged = best_;
            best_.clear();
            go_to(Choices(now_.size(), 0));
            explore(kept_groups());
            better();
            go_to(merged);
            keep_if_better();
        }
        const bool few = how_.most_enumerated > 0 && assignments() <= how_.most_enumerated && !buckets_;
        found.method = few        ? AssignmentMethod::enumerated
                       : coupled_ ? AssignmentMethod::searched
                                  : AssignmentMethod::independent;
        go_to(best_);
        best_total_ = cost_.total();
        if (few && best_total_) {
            go_to(Choices(now_.size(), 0));
            enumerate(0);
        }
        go_to(best_);
        found.chosen = best_;
        found.total = cost_.total();
        found.bound = few && found.total ? *found.total : cost_.floor_of(least);
        if (found.total) found.bound = std::min(found.bound, *found.total);
        return found;
    }

private:
    const Option& option(Index device) const { return options_.of(device, now_[device]); }

    void move(Index device, uint32_t choice) {
        if (now_[device] == choice) return;
        cost_.add(device, option(device), -1);
        now_[device] = choice;
        cost_.add(device, option(device), 1);
    }
    void go_to(const Choices& chosen) {
        for (Index device = 0; device < now_.size(); ++device) move(device, chosen[device]);
    }
    bool has_steps() const { return cost_.steps() < how_.most_steps; }

    // How many assignments there are; at most one more than are enumerated.
    int64_t assignments() const {
        int64_t count = 1;
        for (const Index device : movable_) {
            count *= options_.count(device);
            if (count > how_.most_enumerated) break;
        }
        return count;
    }

    void keep_if_better() {
        if (best_.empty() || cost_.objective() < best_objective_) {
            best_ = now_;
            best_objective_ = cost_.objective();
        }
    }

    // The best so far, bettered a device at a time.
    void better() {
        go_to(best_);
        sweep();
        undo_needless();
        best_ = now_;
        best_objective_ = cost_.objective();
    }

    // The options that leave the groups as they are.
    FleetOptions kept_groups() const {
        FleetOptions kept;
        for (Index device = 0; device < now_.size(); ++device) {
            kept.begins.push_back(static_cast<uint32_t>(kept.options.size()));
            for (uint32_t choice = 0; choice < options_.count(device); ++choice) {
                if (options_.of(device, choice).group == keep_group)
                    kept.options.push_back(options_.of(device, choice));
            }
        }
        kept.begins.push_back(static_cast<uint32_t>(kept.options.size()));
        return kept;
    }

    // The same assignment by its choices among all options.
    Choices among_all(const FleetOptions& some, Choices chosen) const {
        for (Index device = 0; device < now_.size(); ++device) {
            const Option wanted = some.of(device, chosen[device]);
            for (uint32_t choice = 0; choice < options_.count(device); ++choice) {
                const Option& one = options_.of(device, choice);
                if (one.pass == wanted.pass && one.group == wanted.group) chosen[device] = choice;
            }
        }
        return chosen;
    }

    // The bound for these options, and the best of the assignments that are proposed on the way.
    Int128 explore(const FleetOptions& options) {
        AssignmentBound bound(request_, passes_, options, cost_);
        keep_if_better();
        Choices proposed;
        Int128 least = bound.evaluate(proposed);
        for (int round = 0;; ++round) {
            if (has_steps() || round == 0) {
                go_to(among_all(options, proposed));
                keep_if_better();
            }
            if (round == most_improvements || bound.terms() * round > how_.most_steps * 5 || !bound.improve()) break;
            least = std::max(least, bound.evaluate(proposed));
        }
        for (uint16_t pass = 1; coupled_ && pass < passes_.passes.size() && has_steps(); ++pass) {
            go_to(all_on(pass));
            keep_if_better();
        }
        const Choices apart = best_;
        for (const Index group : groups_) {
            if (!has_steps()) break;
            go_to(all_in(group, apart));
            keep_if_better();
        }
        return least;
    }

    // Every device on the plan that it is on, in one group where it can be: of two pools of a plan one is left.
    Choices all_in(Index group, const Choices& apart) const {
        Choices chosen = apart;
        for (const Index device : movable_) {
            const uint16_t pass = options_.of(device, apart[device]).pass;
            for (uint32_t choice = 0; choice < options_.count(device); ++choice) {
                const Option& one = options_.of(device, choice);
                const Index after = one.group == keep_group ? passes_.group_before[device] : one.group;
                if (one.pass == pass && after == group) chosen[device] = choice;
            }
        }
        return chosen;
    }

    Choices all_on(uint16_t pass) const {
        Choices chosen(now_.size(), 0);
        for (Index device = 0; device < now_.size(); ++device) {
            for (uint32_t choice = 0; choice < options_.count(device); ++choice) {
                const Option& one = options_.of(device, choice);
                const bool there =
                    one.pass == pass || (one.pass == 0 && passes_.plan_before[device] == passes_.passes[pass].plan);
                if (there) chosen[device] = choice;
            }
        }
        return chosen;
    }

    // Takes every device in turn to its cheapest option, the others staying where they are, until none moves.
    void sweep() {
        bool moved = true;
        for (int round = 0; moved && round < most_sweeps; ++round) {
            moved = false;
            for (const Index device : movable_) moved = (has_steps() && place(device)) || moved;
        }
    }

    bool place(Index device) {
        Int128 least = cost_.objective();
        uint32_t best = now_[device];
        const uint32_t before = best;
        for (uint32_t choice = 0; choice < options_.count(device); ++choice) {
            move(device, choice);
            if (cost_.objective() < least) {
                least = cost_.objective();
                best = choice;
            }
        }
        move(device, best);
        return best != before;
    }

    void undo_needless() {
        for (const Index device : movable_) {
            const uint32_t there = now_[device];
            const Int128 before = cost_.objective();
            if (there == 0 || !has_steps()) continue;
            move(device, 0);
            if (cost_.objective() > before) move(device, there);
        }
    }

    // Every assignment of the movable devices from the given one on; those before are where they are.
    void enumerate(size_t movable) {
        if (movable == movable_.size()) {
            if (cost_.floor_of(cost_.objective()) > *best_total_) return;
            const std::optional<int64_t> total = cost_.total();
            if (!total || *total > *best_total_) return;
            if (*total == *best_total_ && changes(now_) >= changes(best_)) return;
            best_ = now_;
            best_total_ = total;
            return;
        }
        const Index device = movable_[movable];
        for (uint32_t choice = 0; choice < options_.count(device); ++choice) {
            move(device, choice);
            enumerate(movable + 1);
        }
        move(device, 0);
    }

    int64_t changes(const Choices& chosen) const {
        return std::count_if(movable_.begin(), movable_.end(), [&](Index device) { return chosen[device] != 0; });
    }

    const Request& request_;
    const FleetPasses& passes_;
    const FleetOptions& options_;
    const AssignmentOptions& how_;
    FleetCost cost_;
    std::vector<Index> movable_;  // devices with a choice
    std::vector<Index> groups_;   // offered
    Choices now_;
    Choices best_;
    Int128 best_objective_ = 0;
    std::optional<int64_t> best_total_;
    bool coupled_ = false;
    bool buckets_ = false;
};

}  // namespace

FoundAssignment search_assignment(const Request& request, const FleetPasses& passes, const FleetOptions& options,
                                  const AssignmentOptions& how, Month from) {
    return Search(request, passes, options, how, from).find();
}

}  // namespace samebill
