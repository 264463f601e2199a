// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// Who may act, and as what. A role gives nothing by itself: the route table names the roles that a route lets in, and
// everything else is denied.

namespace samebill::security {

enum class Role : uint8_t {
    customer_viewer,
    customer_admin,
    sales,
    operator_,  // "operator"
    approver,
    auditor,
    privacy_officer,
    ingest,
    system_admin,
};

inline constexpr std::array<Role, 9> all_roles = {Role::customer_viewer, Role::customer_admin, Role::sales,
                                                  Role::operator_,       Role::approver,       Role::auditor,
                                                  Role::privacy_officer, Role::ingest,         Role::system_admin};

std::string_view role_name(Role role);
std::optional<Role> role_of(std::string_view name);

// A set of roles; the route table is made of these.
class Roles {
public:
    constexpr Roles() = default;
    constexpr Roles(std::initializer_list<Role> roles) {
        for (const Role role : roles) add(role);
    }
    constexpr void add(Role role) { bits_ = static_cast<uint16_t>(bits_ | (1U << static_cast<unsigned>(role))); }
    constexpr bool has(Role role) const { return (bits_ >> static_cast<unsigned>(role) & 1U) != 0; }
    constexpr bool meets(Roles other) const { return (bits_ & other.bits_) != 0; }
    constexpr Roles without(Roles other) const {
        Roles out;
        out.bits_ = static_cast<uint16_t>(bits_ & ~other.bits_);
        return out;
    }
    constexpr bool empty() const { return bits_ == 0; }
    constexpr uint16_t bits() const { return bits_; }
    friend constexpr bool operator==(Roles one, Roles other) { return one.bits_ == other.bits_; }

private:
    uint16_t bits_ = 0;
};

// Names in the order of the enumeration, "operator,approver"; the form in which the store keeps them.
std::string roles_text(Roles roles);
std::vector<std::string> role_names(Roles roles);
// Nothing if a name is unknown or stands twice.
std::optional<Roles> roles_of(const std::vector<std::string>& names);

// "a,b" as the store keeps lists of names; no elements for "".
std::vector<std::string> listed(std::string_view text);
std::string list_text(const std::vector<std::string>& names);

// Why these roles cannot be held by one key or person; empty if they can. Roles of a customer need an account and go
// with no others; `ingest` stands alone; `system_admin` has no role that reads data; who starts bill runs does not
// approve them.
std::string_view roles_conflict(Roles roles, bool has_account);

// Accounts that a principal is kept to; null: all. Shared, since there may be thousands.
using AccountSet = std::set<std::string, std::less<>>;
using AccountSetPtr = std::shared_ptr<const AccountSet>;

// A key or a session, as found by its secret.
struct Principal {
    enum class Kind : uint8_t { anonymous, key, session };
    Kind kind = Kind::anonymous;
    std::string id;  // of the key ("sb_4fQ0sK2b") or person ("person_…"): whom the audit log names as the one who acted
    std::string session;  // of a session, its id ("session_…"), for log-out and the list of sessions
    std::string name;     // what people call it
    // Who stands behind it when a second person is asked for: the person of a session; of a key the person who made it
    // (nobody approves his own run with a key of his own), or the key itself if no person did: those of the first
    // administrator's key are each for themselves.
    std::string person;
    Roles roles;
    std::string account;              // tenant; empty for staff
    AccountSetPtr accounts;           // of sales: those assigned to it; null: all
    std::vector<std::string> scopes;  // of a key: operation ids it is held to; empty: all that its roles allow
    std::vector<std::string> feeds;   // of an ingest key: the feeds it may fill; empty: any
    int64_t expires_at = 0;           // of a key, in seconds; 0: never

    bool signed_in() const { return kind != Kind::anonymous; }
    // Whether it may know that there is such an account.
    bool sees(std::string_view id) const {
        return (account.empty() || account == id) && (accounts == nullptr || accounts->contains(id));
    }
};

}  // namespace samebill::security
