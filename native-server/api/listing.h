// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "native-server/api/call.h"
#include "native-server/api/media.h"

// Lists: `limit` and `cursor` in, a page out as JSON ({"items": […], "next": cursor or null}), NDJSON or CSV as Accept
// asks; there the cursor is in the header Link (rel="next").
//
//     Listing list(call);
//     rows after list.after(), one more than list.limit(): list.add(item, key) until it returns false;
//     return list.finish();

namespace samebill::api {

class Listing {
public:
    explicit Listing(const Call& call);  // throws Refused (400) if the cursor is not one of this list

    int64_t limit() const { return limit_; }
    // The key of the last item of the page before; nothing on the first page.
    const std::optional<std::string>& after() const { return after_; }
    int64_t after_number() const;  // 0 on the first page

    // False: the page was full, and the item opens the next one.
    bool add(const nlohmann::json& item, std::string key);
    bool add(const nlohmann::json& item, int64_t key) { return add(item, std::to_string(key)); }

    Response finish();

private:
    Response finish_json(const std::string& next);
    std::string csv() const;

    const Call& call_;
    const ListForm form_;
    int64_t limit_ = 100;
    std::optional<std::string> after_;
    std::vector<nlohmann::json> items_;
    std::string last_key_;
    bool more_ = false;
};

}  // namespace samebill::api
