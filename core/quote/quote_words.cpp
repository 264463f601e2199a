// SPDX-License-Identifier: MIT
#include <algorithm>
#include <string_view>

#include "core/quote/quote_document.h"

namespace samebill {

namespace {

// What a code says; `{name}` stands for the parameter of that name. README.md lists the codes.
struct Words {
    std::string_view code;
    std::string_view text;
};
constexpr Words all_words[] = {
    {"hardware_not_included", "Hardware, shipping and installation are not in the prices."},
    {"times_in_utc", "Days and months are those of GMT."},
    {"no_taxes", "No jurisdiction is named, so no taxes are counted."},
    {"payment", "A month is due {days} days after the first of the month that follows it."},
    {"own_prices", "The plan {plan} has prices of the customer's own."},
    {"discount", "The discount {code} of {percent} % is taken off."},
    {"minimum", "At least {amount} a month before taxes."},
    {"agreement_ends", "The agreement ends on {on}, and all devices with it."},
    {"begins_by_week", "{per_week} devices a week begin, until all are there."},
    {"in_test", "each is in test for {days} days before it is activated (used meanwhile: {usage})."},
    {"cancelled_on_the_16th_oldest_first",
     "{percent_a_month} % of the devices are cancelled each month, on the 16th and the oldest first; "
     "{replaced_percent} % of these are replaced."},
    {"buys_every_months", "buys the pack {pack} at the start and every {every_months} months."},
    {"buys_below_threshold_at_midnight",
     "buys the pack {pack} when a balance is below its threshold at the beginning of a day."},
    {"begins_in_season", "devices that begin in the season from {from} are not suspended in it."},
    {"usage_not_billed", "some {kind} is in no line: no price, or no credits."},
    {"usage_of_a_sample_month", "used as real records of {month} say, month after month."},
    {"no_usage_entered", "not used: no usage was entered."},
    {"payload_is_all", "{behaviour}: the amount is all that the network counts; no protocol is added."},
    {"protocol_overhead",
     "{behaviour}: {protocol} adds {session} bytes a session, {message} a message and {packet} a packet of "
     "{packet_payload} bytes."},
    {"usage_class", "the share {share} of the devices uses {percent} % of these amounts ({name})."},
    {"devices_draw_one_by_one", "each device's usage differs from the others'."},
    {"devices_of_a_class_alike", "devices that begin together and use alike are computed once and multiplied."},
};

std::string_view value_of(const Assumption& assumption, std::string_view name) {
    for (const auto& [known, value] : assumption.parameters) {
        if (known == name) return value;
    }
    return {};
}

std::string filled(std::string_view text, const Assumption& assumption) {
    std::string out;
    while (!text.empty()) {
        const size_t open = std::min(text.find('{'), text.size());
        out += text.substr(0, open);
        text.remove_prefix(open);
        if (text.empty()) break;
        const size_t close = text.find('}');
        out += value_of(assumption, text.substr(1, close - 1));
        text.remove_prefix(close + 1);
    }
    return out;
}

}  // namespace

std::string sentence_of(const Assumption& assumption, const Scenario& scenario) {
    std::string out;
    for (const Words& words : all_words) {
        if (words.code == assumption.code) out = filled(words.text, assumption);
    }
    if (out.empty()) {  // a code without words of its own still says its values
        out = assumption.code;
        for (const auto& [name, value] : assumption.parameters) out += " " + name + " " + value;
        out += ".";
    }
    const std::string_view draws = value_of(assumption, "seed");
    if (!draws.empty()) {
        out.pop_back();
        out += "; amounts differ by up to " + std::string(value_of(assumption, "devices_percent")) +
               " % between devices and " + std::string(value_of(assumption, "days_percent")) +
               " % between days, as drawn with the seed " + std::string(draws) + ".";
    }
    return assumption.cohort == no_index ? out : scenario.cohorts[assumption.cohort].name + ": " + out;
}

}  // namespace samebill
