// SPDX-License-Identifier: MIT
#include "native-server/text/line_words.h"

#include "native-server/text/words.h"

namespace samebill::text {

using nlohmann::json;

namespace {

std::string capital(std::string value) {
    if (!value.empty() && value[0] >= 'a' && value[0] <= 'z') value[0] = static_cast<char>(value[0] - 'a' + 'A');
    return value;
}

std::string kind_name(const json& line) {
    const std::string kind = member(line, "kind");
    return kind == "sms" ? "SMS" : plain(kind);
}

std::string subject(const json& line) {
    const std::string group = plain(member(line, "group"));
    const std::string device = plain(member(line, "device"));
    const std::string plan = plain(member(line, "plan"));
    std::string out = group.empty() ? device : "pool " + group;
    if (!plan.empty()) out += (out.empty() ? "plan " : ", plan ") + plan;
    return out;
}

std::string one_off_detail(const json& line) {
    const std::string cause = member(line, "cause");
    const std::string by = cause.empty() ? "" : cause == "customer" ? ", by the customer" : ", by " + words(cause);
    return instant(member(line, "at")) + by;
}

std::string days_detail(const json& line) {
    const int64_t days = number(line, "days");
    return std::to_string(days) + " of " + std::to_string(number(line, "days_in_month")) + " days billed, " +
           plain(member(line, "unit_price")) + " a month";
}

std::string period_detail(const json& line) {
    return plain(member(line, "unit_price")) + " for " + std::to_string(number(line, "months")) + " months, charged " +
           instant(member(line, "at")) + ", paid through " + plain(member(line, "paid_through"));
}

struct Words {
    std::string what;
    std::string detail;
};

Words fee_words(const std::string& type, const json& line) {
    if (type == "access_fee") {
        return line.contains("months") ? Words{"access fee for several months", period_detail(line)}
                                       : Words{"access fee", days_detail(line)};
    }
    if (type == "recurring_fee") return {"recurring fee " + plain(member(line, "code")), days_detail(line)};
    if (type == "prepaid_credits") {
        return {"prepaid credits, pack " + plain(member(line, "pack")), instant(member(line, "at"))};
    }
    return {words(type), one_off_detail(line)};
}

Words usage_words(const std::string& type, const json& line, int64_t kilobyte_bytes) {
    const std::string quantity = readable_and_exact(member(line, "kind"), number(line, "quantity"), kilobyte_bytes);
    const std::string what = type == "state_usage" ? kind_name(line) + " while " + words(member(line, "state"))
                                                   : kind_name(line) + " above what is included";
    return {what, quantity};
}

}  // namespace

std::string member(const json& object, std::string_view name) {
    const auto found = object.find(name);
    if (found == object.end()) return "";
    return found->is_string() ? found->get<std::string>() : found->dump();
}

int64_t number(const json& object, std::string_view name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_number_integer() ? found->get<int64_t>() : 0;
}

std::string category(const json& line) {
    const std::string type = member(line, "type");
    if (type == "discount") return member(line, "category");
    if (type == "access_fee" || type == "minimum_shortfall") return "access";
    if (type == "recurring_fee") return "recurring";
    if (type == "state_usage" || type == "overage" || type == "pool_overage") return "usage";
    if (type == "prepaid_credits") return "prepaid";
    return "one_off";
}

LineWords line_words(const json& line, int64_t kilobyte_bytes) {
    const std::string type = member(line, "type");
    const std::string rule = " (" + plain(member(line, "rule")) + ")";
    if (type == "discount") {
        return {"Discount " + plain(member(line, "code")), "on the " + words(category(line)) + " charges" + rule};
    }
    if (type == "minimum_shortfall") {
        return {"Minimum monthly charge", "what the charges fall short of the agreement's minimum" + rule};
    }
    const bool usage = line.contains("kind");
    const Words what = usage ? usage_words(type, line, kilobyte_bytes) : fee_words(type, line);
    const std::string subject_text = subject(line);
    return {subject_text.empty() ? capital(what.what) : subject_text + ": " + what.what, what.detail + rule};
}

}  // namespace samebill::text
