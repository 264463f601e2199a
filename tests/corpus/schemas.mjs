// SPDX-License-Identifier: MIT
// The schemas, ready to validate documents with.

import { Ajv2020 } from "ajv/dist/2020.js";
import { read_schemas } from "../../core/schemas/generate_types.mjs";

// strictRequired would ask for `properties` in the `not` of tiers.
export function compile_schemas() {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
  const schemas = read_schemas();
  for (const { schema } of schemas) ajv.addSchema(schema);
  return { ajv, schemas, named: (name) => ajv.getSchema(`urn:samebill:schema:${name}:1`) };
}

// The text of an entry's document, or undefined if its bytes are no UTF-8.
export function text_of({ document }) {
  if (typeof document === "string") return document;
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return decoder.decode(Buffer.from(document.base64, "base64"));
  } catch {
    return undefined;
  }
}

// Whether the text is JSON and the schema that the document names accepts it.
export function accepts(named, text) {
  let document;
  try {
    document = JSON.parse(text);
  } catch {
    return false;
  }
  const name = /^samebill\/([a-z_]+)\/1$/.exec(document?.schema)?.[1];
  const validate = name && named(name);
  return Boolean(validate && validate(document));
}
