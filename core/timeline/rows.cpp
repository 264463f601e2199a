// SPDX-License-Identifier: MIT
#include "core/timeline/rows.h"

namespace samebill {

std::string_view name_of(ExceptionReason reason) {
    switch (reason) {
        case ExceptionReason::before_period: return "before_period";
        case ExceptionReason::cancelled: return "cancelled";
        case ExceptionReason::kind_not_offered: return "kind_not_offered";
        case ExceptionReason::pre_provisioned: return "pre_provisioned";
        case ExceptionReason::prepaid_exhausted: return "prepaid_exhausted";
        case ExceptionReason::unknown_device: return "unknown_device";
    }
    return {};
}

std::string_view name_of(NoticeType type) {
    switch (type) {
        case NoticeType::duplicate_records: return "duplicate_records";
        case NoticeType::event_ignored: return "event_ignored";
        case NoticeType::prepaid_exhausted: return "prepaid_exhausted";
        case NoticeType::lapse_due: return "lapse_due";
    }
    return {};
}

}  // namespace samebill
