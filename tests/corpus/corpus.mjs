// SPDX-License-Identifier: MIT
// The corpus of sound and broken documents. Run by itself it writes one entry a line:
//
//   node tests/corpus/corpus.mjs > corpus.ndjson
//
// {name, document, valid, beyond_schema?, errors?}: `document` is the text, or {base64} where it is
// no UTF-8; `valid` says what the schema says of it, `beyond_schema` that the decoder refuses it all
// the same; `errors` are those that the decoder reports, in order. Without `errors` only the refusal
// is held fast.

import { pathToFileURL } from "node:url";
import { account_cases } from "./account_cases.mjs";
import { assignment_cases } from "./assignment_cases.mjs";
import { catalog_cases } from "./catalog_cases.mjs";
import { comparison_cases } from "./comparison_cases.mjs";
import { event_cases } from "./event_cases.mjs";
import { quote_cases } from "./quote_cases.mjs";
import { request_cases } from "./request_cases.mjs";
import { state_cases } from "./state_cases.mjs";
import { text_cases } from "./text_cases.mjs";
import { value_cases } from "./value_cases.mjs";

export const corpus = [
  ...text_cases,
  ...catalog_cases,
  ...value_cases,
  ...account_cases,
  ...request_cases,
  ...event_cases,
  ...state_cases,
  ...assignment_cases,
  ...comparison_cases,
  ...quote_cases,
];

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.write(corpus.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
}
