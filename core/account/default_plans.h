// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/account/account.h"

namespace samebill {

struct PlanInForce;

// What comes in: the plans as they hold for an account, and its devices. What goes out: the plan that P2 chooses for
// one of these devices on a day, without looking through the plans: they lie in lists by the names that they ask of a
// device, and each list knows the first of its plans on every day.
class DefaultPlans {
public:
    DefaultPlans() = default;
    DefaultPlans(const std::vector<PlanInForce>& plans, std::span<const Device> devices);

    // `no_index` if there is none.
    Index choose(const Device& device, Date day) const;

private:
    using Rank = uint32_t;  // by base amount, then id
    static constexpr Rank none = UINT32_MAX;
    using Ranks = std::vector<Rank>;                  // rising
    using Days = std::vector<std::pair<Date, Rank>>;  // from each day until the next, the first plan available

    struct Candidate {
        Index plan;
        Date from;
        Date until;  // included
    };
    struct Name {  // a technology or an area that plans list
        uint32_t number = 0;
        Ranks alone;   // of the plans that list it, those that list nothing of the other sort
        Ranks paired;  // and those that do
        Days days;     // of `alone`
    };
    class Names : public std::map<std::string, Name, std::less<>> {
    public:
        void list(const std::vector<std::string>& names, Rank rank, bool is_paired);
        const Name* find_named(const std::string& name) const;
    };

    Days days_of(const Ranks& ranks) const;
    static uint64_t pair_of(const Name& technology, const Name& area) {
        return uint64_t{technology.number} << 32 | area.number;
    }

    std::vector<Candidate> candidates_;  // by rank
    Days unnamed_;                       // of plans that list no name
    Names technologies_;
    Names areas_;
    std::map<uint64_t, Days> paired_;  // by the pair of names that a device has
};

}  // namespace samebill
