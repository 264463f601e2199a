// SPDX-License-Identifier: MIT
// The words of Check a bill.

export const check = {
  title: "Check a bill",
  intro:
    "A bill is right if its request comes to the same bytes. Drop the bill and its request here: the engine " +
    "in this page computes the bill anew and compares; a final bill's signature is checked with the issuer's " +
    "public keys.",
  bill: "Bill",
  billWhat: "a bill, a result or a final bill",
  request: "Request",
  requestWhat: "the request that it was computed from",
  keys: "Public keys",
  keysWhat: "the issuer's JWKS, for final bills; on the server at /.well-known/jwks.json",
  choose: "Choose a file …",
  missing: "not given yet",
  example: "Try it with an example",
  exampleAltered: "… and with one cent altered",
  verdicts: {
    good: "The bill is what its request comes to.",
    bad: "The bill is not what its request comes to.",
    signed: "Signed by the issuer, and not changed since.",
    ready: "Give a bill, and its request or the issuer's keys.",
  },
  computation: "Computation",
  issued: "Digest of the bill as given",
  computed: "Digest of the bill computed here",
  equal: "equal",
  different: "different",
  firstDifference: "First difference",
  altered: "The bill carries the digest of another content: something in it was changed afterwards.",
  written: "written in the bill",
  ofContent: "of what stands in it",
  given: "as given",
  here: "computed here",
  nothing: "nothing",
  signature: "Signature",
  signatures: {
    valid: "valid",
    invalid: "not valid: the document or the signature was changed",
    unknown_key: "made with a key that is not among those given",
    malformed: "malformed",
    no_keys: "the issuer's public keys were not given",
    no_signature: "this document carries no signature; only final bills do",
    insecure:
      "cannot be checked: the browser has signatures over HTTPS and on localhost only. `samebill verify` does " +
      "it on the command line.",
    unsupported: "cannot be checked: this browser has no Ed25519. `samebill verify` does it on the command line.",
  },
  key: "Key",
  issuer: "Issuer",
  number: "Number",
  clear: "Start over",
  csv: "Save verdict as CSV",
  sideBySide: "Both bills around it",
  charge: "Charge",
};

export type CheckWords = typeof check;
