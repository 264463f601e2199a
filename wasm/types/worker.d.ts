// SPDX-License-Identifier: MIT
// Run as a module worker; it exports nothing.
export {};
