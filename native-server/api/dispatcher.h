// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "native-server/api/app.h"
#include "native-server/api/operation.h"
#include "native-server/api/route_tree.h"
#include "native-server/api/router.h"
#include "native-server/api/service.h"

// From a request to its handler, in this order: route, who asks (401), how often (429), whether the role may (403),
// whose data (404), what form the body has (415, 422), whether it was asked before (Idempotency-Key); then the handler.
// All but the last two come before a byte of the body is read.

namespace samebill::api {

class Dispatcher : public Service {
public:
    // `files` answers what is no route, such as the web build. All live longer than this.
    Dispatcher(App& app, const std::vector<Operations>& tables, const Router& files);

    Admission admit(const Request& head) const override;
    Response answer(const Admission& admission, Request& request) const override;

    const std::vector<const Operation*>& operations() const { return operations_; }

private:
    struct Admitted;
    Admission admitted(const Request& head, const Operation& operation, RouteTree::Found& found) const;
    int wait_of(const Request& head, const Operation& operation, const security::Principal& principal) const;
    bool known_account(const std::string& account) const;

    App& app_;
    const Router& files_;
    RouteTree routes_;
    std::vector<const Operation*> operations_;
    mutable std::mutex accounts_mutex_;
    mutable std::set<std::string, std::less<>> accounts_;  // seen in the store; accounts are never taken out of it
};

}  // namespace samebill::api
