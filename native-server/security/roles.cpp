// SPDX-License-Identifier: MIT
#include "native-server/security/roles.h"

#include <algorithm>

namespace samebill::security {

std::string_view role_name(Role role) {
    switch (role) {
        case Role::customer_viewer: return "customer_viewer";
        case Role::customer_admin: return "customer_admin";
        case Role::sales: return "sales";
        case Role::operator_: return "operator";
        case Role::approver: return "approver";
        case Role::auditor: return "auditor";
        case Role::privacy_officer: return "privacy_officer";
        case Role::ingest: return "ingest";
        case Role::system_admin: return "system_admin";
    }
    return {};
}

std::optional<Role> role_of(std::string_view name) {
    for (const Role role : all_roles) {
        if (role_name(role) == name) return role;
    }
    return std::nullopt;
}

std::vector<std::string> role_names(Roles roles) {
    std::vector<std::string> out;
    for (const Role role : all_roles) {
        if (roles.has(role)) out.emplace_back(role_name(role));
    }
    return out;
}

std::string roles_text(Roles roles) {
    return list_text(role_names(roles));
}

std::vector<std::string> listed(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const size_t end = std::min(text.find(','), text.size());
        out.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::string list_text(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : ",") + name;
    return out;
}

std::optional<Roles> roles_of(const std::vector<std::string>& names) {
    Roles out;
    for (const std::string& name : names) {
        const std::optional<Role> role = role_of(name);
        if (!role || out.has(*role)) return std::nullopt;
        out.add(*role);
    }
    return out;
}

std::string_view roles_conflict(Roles roles, bool has_account) {
    constexpr Roles customer = {Role::customer_viewer, Role::customer_admin};
    constexpr Roles data = {Role::sales, Role::operator_, Role::approver, Role::auditor, Role::privacy_officer};
    const bool alone = (roles.bits() & (roles.bits() - 1)) == 0;
    if (roles.empty()) return "at least one role is needed";
    if (roles.meets(customer)) {
        if (!alone) return "a customer's role goes with no other";
        if (!has_account) return "a customer's role needs an account";
        return {};
    }
    if (roles.has(Role::ingest)) return alone ? std::string_view{} : "ingest goes with no other role";
    if (has_account) return "an account goes with a customer's role or with ingest";
    if (roles.has(Role::system_admin) && roles.meets(data)) return "system_admin goes with no role that reads data";
    if (roles.has(Role::approver) && roles.meets({Role::operator_, Role::sales})) {
        return "nobody both proposes and approves: approver goes with neither operator nor sales";
    }
    return {};
}

}  // namespace samebill::security
