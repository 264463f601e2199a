// SPDX-License-Identifier: MIT
// What people read for the names in documents.
import type { Category, Exception, Interval, Kind, Layer, Line, Notice } from "samebill/client";

export const categories: Record<Category, string> = {
  access: "Access",
  recurring: "Recurring",
  one_off: "One-off",
  usage: "Usage",
  prepaid: "Prepaid",
};

export const lineTypes: Record<Line["type"], string> = {
  provisioning_fee: "Provisioning",
  activation_fee: "Activation",
  reactivation_fee: "Reactivation",
  suspension_fee: "Suspension",
  access_fee: "Access fee",
  recurring_fee: "Recurring fee",
  state_usage: "Usage outside active service",
  overage: "Usage over the included amount",
  pool_overage: "Usage over the pool",
  prepaid_credits: "Prepaid pack",
  discount: "Discount",
  minimum_shortfall: "Up to the agreed minimum",
};

/** The category of a line that does not name it itself. */
export const categoryOfType: Record<Exclude<Line["type"], "discount">, Category> = {
  provisioning_fee: "one_off",
  activation_fee: "one_off",
  reactivation_fee: "one_off",
  suspension_fee: "one_off",
  access_fee: "access",
  recurring_fee: "recurring",
  state_usage: "usage",
  overage: "usage",
  pool_overage: "usage",
  prepaid_credits: "prepaid",
  minimum_shortfall: "access",
};

export const kinds: Record<Kind, string> = { data: "Data", voice: "Voice", sms: "SMS" };

export const states: Record<Interval["state"], string> = {
  provisioned: "provisioned",
  active_billed: "active",
  suspended: "suspended",
  cancelled: "cancelled",
};

export const causes: Record<string, string> = {
  provision: "provisioned",
  customer: "by the customer",
  provider: "by the provider",
  data_trigger: "by data used",
  voice_trigger: "by calls made",
  sms_trigger: "by messages sent",
  days_trigger: "by days passed",
  prepaid: "prepaid",
  plan_change: "change of plan",
};

export const layers: Record<Layer, string> = {
  standard: "standard terms",
  catalog: "catalog",
  plan: "plan",
  agreement: "agreement",
  attachment: "pricing attachment",
};

export const exceptionReasons: Record<Exception["reason"], string> = {
  before_period: "before the first month",
  unknown_device: "device not of this account",
  pre_provisioned: "not provisioned yet",
  cancelled: "after the cancellation",
  kind_not_offered: "not offered by the plan",
  prepaid_exhausted: "prepaid balance used up",
};

export const noticeTypes: Record<Notice["type"], string> = {
  duplicate_records: "Duplicate records left out",
  event_ignored: "Event without effect",
  prepaid_exhausted: "Prepaid balance used up",
  lapse_due: "Device due to lapse",
};

/** "unit_size" -> "unit size" */
export const plain = (name: string): string => name.replaceAll("_", " ");
