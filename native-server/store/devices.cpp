// SPDX-License-Identifier: MIT
#include "native-server/store/devices.h"

namespace samebill::store::devices {

namespace {

Device read_device(const Row& row) {
    return {row.text(0), row.text(1), row.text(2), row.integer(3), row.integer(4), row.text(5)};
}

}  // namespace

std::optional<Device> get(Transaction& transaction, std::string_view account, std::string_view id) {
    return transaction.first(
        "SELECT id, account, body, revision, at, by FROM devices WHERE account = ? AND id = ?", read_device, account,
        id);
}

std::optional<Device> find(Transaction& transaction, std::string_view id) {
    return transaction.first("SELECT id, account, body, revision, at, by FROM devices WHERE id = ?", read_device, id);
}

void add(Transaction& transaction, const Device& device) {
    transaction.run("INSERT INTO devices (id, account, body, revision, at, by) VALUES (?, ?, ?, ?, ?, ?)", device.id,
                    device.account, device.body, device.revision, device.at, device.by);
    transaction.touch(device.account);
}

void change(Transaction& transaction, const Device& device) {
    transaction.run("UPDATE devices SET body = ?, revision = ?, at = ?, by = ? WHERE account = ? AND id = ?",
                    device.body, device.revision, device.at, device.by, device.account, device.id);
    transaction.touch(device.account);
}

void list(Transaction& transaction, std::string_view account, std::string_view after,
          const std::function<bool(const Device&)>& each) {
    transaction.each(
        "SELECT id, account, body, revision, at, by FROM devices WHERE account = ? AND id > ? ORDER BY id",
        [&](const Row& row) -> bool { return each(read_device(row)); }, account, after);
}

int64_t count(Transaction& transaction, std::string_view account) {
    return transaction
        .first("SELECT count(*) FROM devices WHERE account = ?", [](const Row& row) { return row.integer(0); }, account)
        .value_or(0);
}

}  // namespace samebill::store::devices
