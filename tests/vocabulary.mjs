// SPDX-License-Identifier: MIT
// The names of the rules' lists (core/RULES.md), for tests that go through all of them.

export const causes = [
  "provision",
  "customer",
  "provider",
  "data_trigger",
  "voice_trigger",
  "sms_trigger",
  "days_trigger",
  "prepaid",
  "plan_change",
  "agreement_terminated",
  "never_provisioned",
  "prepaid_unfunded",
  "inactive",
];

export const exceptionReasons = [
  "before_period",
  "unknown_device",
  "pre_provisioned",
  "cancelled",
  "kind_not_offered",
  "prepaid_exhausted",
];
