// SPDX-License-Identifier: MIT
#include "core/charges/line.h"

namespace samebill {

std::string_view name_of(LineType type) {
    switch (type) {
        case LineType::provisioning_fee: return "provisioning_fee";
        case LineType::activation_fee: return "activation_fee";
        case LineType::reactivation_fee: return "reactivation_fee";
        case LineType::suspension_fee: return "suspension_fee";
        case LineType::access_fee: return "access_fee";
        case LineType::recurring_fee: return "recurring_fee";
        case LineType::state_usage: return "state_usage";
        case LineType::overage: return "overage";
        case LineType::pool_overage: return "pool_overage";
        case LineType::prepaid_credits: return "prepaid_credits";
        case LineType::discount: return "discount";
        case LineType::minimum_shortfall: return "minimum_shortfall";
    }
    return {};
}

std::string_view name_of(Rule rule) {
    switch (rule) {
        case Rule::S1: return "S1";
        case Rule::S2: return "S2";
        case Rule::S3: return "S3";
        case Rule::F2: return "F2";
        case Rule::F4: return "F4";
        case Rule::F6: return "F6";
        case Rule::U5: return "U5";
        case Rule::U8: return "U8";
        case Rule::G3: return "G3";
        case Rule::G4: return "G4";
        case Rule::C2: return "C2";
        case Rule::B8: return "B8";
        case Rule::B7: return "B7";
    }
    return {};
}

}  // namespace samebill
