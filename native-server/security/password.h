// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

// Passwords of people: argon2id with 3 passes over 64 MiB in one lane (RFC 9106's second recommendation, but one lane,
// which is what libsodium has). Takes about 0.1 s of a processor, so at most `at_once` run at a time, and never under a
// lock of the store.

namespace samebill::security {

struct PasswordCost {
    uint64_t passes = 3;
    uint64_t bytes = uint64_t{64} << 20;
};

class Passwords {
public:
    explicit Passwords(int at_once = 2, PasswordCost cost = {});

    // Empty if it may be used, else why not: under 12 characters, over 1,024 bytes, no UTF-8, few different characters,
    // or holding the name by which the person logs in.
    static std::string_view weakness(std::string_view password, std::string_view login);

    // The text that the store keeps ("$argon2id$v=19$m=65536,t=3,p=1$…").
    std::string hash(std::string_view password);

    enum class Answer : uint8_t { right, wrong, busy };
    // `stored` empty stands for a person who is not there or has no password yet: the answer is `wrong`, after the same
    // time. `busy` if all turns were taken for `patience` milliseconds.
    Answer verify(std::string_view stored, std::string_view password, int patience = 5000);

    // Whether a stored text was made with other costs than these, and should be made anew after the next right answer.
    bool outdated(std::string_view stored) const;

private:
    struct Turn;
    bool take_turn(int patience);
    void end_turn();

    PasswordCost cost_;
    std::string decoy_;  // verified in place of a password that is not there
    std::mutex mutex_;
    std::condition_variable free_;
    int turns_;
};

}  // namespace samebill::security
