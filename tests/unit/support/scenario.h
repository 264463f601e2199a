// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A short way to write a request. Instants and dates may leave out what is usual: "03-05" is 2026-03-05T00:00:00Z,
// "03-05T12:30" and "2027-01-01" likewise. Plans and other parts are JSON, as the catalog writes them.
//
//   Scenario().plan(R"({"id":"p","access_fee":{"amount":"3"}})").device("d").active("d", "p", "03-05").month("2026-03")
class Scenario {
public:
    // Further members of a part, as they stand between its braces: R"("currency":"JPY")".
    Scenario& catalog(std::string_view members);  // the id is c; the currency EUR unless given
    Scenario& account(std::string_view members);
    Scenario& agreement(std::string_view members);  // `from` is 2020-01-01 unless given
    Scenario& request(std::string_view members);

    Scenario& plan(std::string_view json);
    Scenario& device(std::string_view id, std::string_view members = {});

    // An event in words: "provision d", "provision d plan", "cancel d provider", "change_plan d plan", "set_group d
    // group", "set_group d null", "buy_credits d pack", "activate d".
    Scenario& on(std::string_view at, std::string_view words);
    // Provisioned and activated at the instant.
    Scenario& active(std::string_view device, std::string_view plan, std::string_view at);

    // A session of so many seconds; ids r1, r2, ... unless given.
    Scenario& uses(std::string_view device, std::string_view kind, std::string_view start, int seconds,
                   long long quantity, std::string_view id = {});

    Scenario& month(std::string_view month) { return months(month, month); }
    Scenario& months(std::string_view from, std::string_view through);

    std::string text() const;
    // The request for one of its months: the events and sessions of that month alone (the first month has what is
    // before it as well), with the closing state of the month before.
    std::string text_of(std::string_view month, std::string_view opening) const;

    const std::string& from() const { return from_; }
    const std::string& through() const { return through_; }

private:
    struct Dated {
        std::string month;
        std::string json;
    };
    std::string write(std::string_view from, std::string_view through, std::string_view opening,
                      std::string_view month) const;

    std::string catalog_, account_, agreement_, request_, plans_, devices_;
    std::vector<Dated> events_;
    std::vector<Dated> usage_;
    std::string from_ = "2026-03";
    std::string through_ = "2026-03";
};

// "2026-03-05T12:30:00Z" of "03-05T12:30", and back; "2026-03-05" of "03-05".
std::string full_instant(std::string_view text);
std::string short_time(std::string text);
