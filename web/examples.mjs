// SPDX-License-Identifier: MIT
// The examples that the page offers, in their order.
export const exampleNames = [
  "states-life-of-a-meter",
  "pool-monthly-under-and-over",
  "traffic-smart-home-month",
  "real-hologram-self-service",
  "real-telnyx-account-tiers",
  "overage-graduated-tiers",
  "several-months-first-and-renewal",
  "discount-several-categories",
  "prepaid-partial-cover",
  "exceptions-sessions-not-billed",
  "usage-from-csv",
];
