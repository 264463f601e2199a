// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "native-server/store/transaction.h"

// Events of devices. They are added and voided, never edited and never taken out.

namespace samebill::store::events {

struct Event {
    int64_t sequence = 0;  // order of arrival
    std::string id;
    std::string account;
    std::string device;
    int64_t happened_at = 0;
    std::string month;  // of it
    std::string body;   // an element of `events` of samebill/request/1, canonical
    int64_t at = 0;     // of arrival
    std::string by;
    std::optional<int64_t> voided_at = {};
    std::optional<std::string> voided_by = {};
    std::optional<std::string> voided_why = {};
};

// Gives the event its sequence.
void add(Transaction& transaction, Event& event);
std::optional<Event> get(Transaction& transaction, std::string_view account, std::string_view id);
void set_voided(Transaction& transaction, const Event& event);

// Events that are not voided and happened in [from, until), in the engine's order: by instant, then by arrival.
void list_valid(Transaction& transaction, std::string_view account, int64_t from, int64_t until,
                const std::function<void(const Event&)>& each);

// The first month with a valid event, and the last; nothing if there is none.
std::optional<std::pair<std::string, std::string>> months_of(Transaction& transaction, std::string_view account);

struct Filter {
    std::string account;
    std::optional<std::string> device = {};
    std::optional<std::string> month = {};
    bool voided = true;  // shown, too
};
// By arrival after `after`.
void list(Transaction& transaction, const Filter& filter, int64_t after,
          const std::function<bool(const Event&)>& each);

}  // namespace samebill::store::events
