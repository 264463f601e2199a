// SPDX-License-Identifier: MIT
// Texts: what is JSON and what is not, depth, member names, documents of other kinds.

import {
  account,
  beyond,
  broken,
  catalog,
  put,
  request,
  respell,
  sound,
  without,
} from "./documents.mjs";

const parse = ["parse "];
const base64 = (bytes) => ({ base64: Buffer.from(bytes).toString("base64") });
const least = { schema: "samebill/catalog/1", id: "c", name: "N", currency: "EUR", plans: [] };
const text = JSON.stringify(least);
// The least catalog with the bytes in the place of its name.
const named = (...bytes) => {
  const [head, tail] = text.split('"N"');
  return base64([...Buffer.from(`${head}"`), ...bytes, ...Buffer.from(`"${tail}`)]);
};
const spelled = (spelling) => respell(least, '"N"', spelling);

const not_json = [
  ["empty", ""],
  ["white space only", " \n\t"],
  ["cut off", text.slice(0, -1)],
  ["cut off in a string", text.slice(0, text.indexOf("EUR") + 2)],
  ["something after the end", `${text}x`],
  ["two documents", `${text}${text}`],
  ["a comma at the end of an object", text.replace("[]}", "[],}")],
  ["a comma at the end of a list", text.replace("[]", "[1,]")],
  ["a missing comma", text.replace(",", " ")],
  ["a missing colon", text.replace(":", " ")],
  ["a comment", `/* c */${text}`],
  ["a line comment", `${text}// c`],
  ["a name without quotes", text.replace('"id"', "id")],
  ["single quotes", text.replaceAll('"', "'")],
  ["a word that is not JSON", spelled("undefined")],
  ["NaN", spelled("NaN")],
  ["Infinity", spelled("-Infinity")],
  ["True", spelled("True")],
  ["a number with a leading zero", spelled("01")],
  ["a number with a plus", spelled("+1")],
  ["a number that ends with a point", spelled("1.")],
  ["a number that begins with a point", spelled(".5")],
  ["a number without digits in the exponent", spelled("1e")],
  ["a hexadecimal number", spelled("0x10")],
  ["a minus alone", spelled("-")],
  ["a line feed in a string", spelled('"a\nb"')],
  ["a tab in a string", spelled('"a\tb"')],
  ["an unknown escape", spelled('"\\x41"')],
  ["an escape of three digits", spelled('"\\u012"')],
  ["an escape with a wrong digit", spelled('"\\u01g0"')],
  ["a byte order mark", `\ufeff${text}`],
  ["a zero byte at the end", `${text}\u0000`],
  ["a form feed as white space", `\f${text}`],
  ["a space that is not JSON's", `\u00a0${text}`],
].map(([name, document]) => broken(`text: ${name}`, document, parse));

const surrogates = [
  ["a high half alone", '"\\ud800"'],
  ["a high half and a letter", '"\\ud83dx"'],
  ["two high halves", '"\\ud83d\\ud83d"'],
  ["a low half alone", '"\\ude80"'],
  ["the halves in the wrong order", '"\\ude80\\ud83d"'],
].map(([name, spelling]) => beyond(`text: ${name} as an escape`, spelled(spelling), parse));

const bytes = [
  ["a lone continuation byte", [0x80]],
  ["a sequence cut off", [0xc3]],
  ["an overlong slash", [0xc0, 0xaf]],
  ["an overlong sequence of three", [0xe0, 0x80, 0xaf]],
  ["a high half in UTF-8", [0xed, 0xa0, 0x80]],
  ["a pair of halves in UTF-8", [0xed, 0xa0, 0xbd, 0xed, 0xba, 0x80]],
  ["a code point above U+10FFFF", [0xf4, 0x90, 0x80, 0x80]],
  ["a byte that UTF-8 never has", [0xff]],
  ["Latin-1", [0xe9]],
].map(([name, list]) => broken(`text: ${name}`, named(...list), parse));

const encodings = [
  broken("text: UTF-16", base64(Buffer.from(text, "utf16le")), parse),
  broken(
    "text: UTF-16 with a byte order mark",
    base64([0xff, 0xfe, ...Buffer.from(text, "utf16le")]),
    parse,
  ),
  broken(
    "text: a byte order mark in bytes",
    base64([0xef, 0xbb, 0xbf, ...Buffer.from(text)]),
    parse,
  ),
  broken("text: a byte order mark alone", base64([0xef, 0xbb, 0xbf]), parse),
  sound("text: characters of two, three and four bytes", named(...Buffer.from("é€🚀"))),
  sound("text: a byte order mark inside a string", named(0xef, 0xbb, 0xbf)),
  sound("text: white space around", ` \r\n\t${text}\n`),
  sound("text: a pair of halves as escapes", spelled('"\\ud83d\\ude80"')),
];

// The document is the first level, so `levels` in a member come to levels + 1.
const with_zone = (zone) => respell(least, '"plans":[]', `"plans":[],"zone":${zone}`);
const lists = (levels) => "[".repeat(levels) + "]".repeat(levels);
const objects = (levels) => '{"a":'.repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
// The patch itself is the fourth level.
const patched = (levels) =>
  put(account, "/pricing_attachments/0/overrides", JSON.parse(objects(levels)));
const depth = [
  broken("text: 32 levels of lists", with_zone(lists(31)), ["schema /zone"]),
  broken("text: 33 levels of lists", with_zone(lists(32)), parse),
  broken("text: 32 levels of objects", with_zone(objects(31)), ["schema /zone"]),
  broken("text: 33 levels of objects", with_zone(objects(32)), parse),
  sound("text: 32 levels in a patch", patched(29)),
  beyond("text: 33 levels in a patch", patched(30), parse),
  broken("text: 33 levels and another problem", with_zone(lists(32)).replace('"EUR"', "7"), parse),
  broken(
    "text: 100,000 brackets opened and closed",
    "[".repeat(100000) + "]".repeat(100000),
    parse,
  ),
  broken("text: 100,000 brackets opened", "[".repeat(100000), parse),
  broken("text: 100,000 objects opened", '{"a":'.repeat(100000), parse),
];

const kinds = [
  ...["[]", "null", "true", "5", '"samebill/catalog/1"'].map((document) =>
    broken(`text: the document is ${document}`, document, ["schema "]),
  ),
  broken("text: an empty object", {}, ["schema "]),
  broken("text: a document without its kind", without(least, "/schema"), ["schema "]),
  ...[
    "samebill/catalog/2",
    "samebill/catalog",
    "samebill/invoice/1",
    "Samebill/catalog/1",
    "",
    null,
    1,
    ["samebill/catalog/1"],
  ].map((schema) =>
    broken(
      `text: the kind is ${JSON.stringify(schema)}`,
      put({ schema: 0, id: "c" }, "/schema", schema),
      ["schema /schema"],
    ),
  ),
  broken(
    "text: an account that says it is a catalog",
    put(request, "/account/schema", catalog.schema),
    ["schema /account/schema"],
  ),
  broken(
    "text: a catalog of a later version",
    put(request, "/catalog/schema", "samebill/catalog/2"),
    ["schema /catalog/schema"],
  ),
  broken("text: a catalog in a request without its kind", without(request, "/catalog/schema"), [
    "schema /catalog",
  ]),
  sound(
    "text: the kind comes last",
    JSON.stringify({ ...without(least, "/schema"), schema: least.schema }),
  ),
];

const names = [
  ["a slash and a tilde", "a/b~c", "/a~1b~0c"],
  ["nothing", "", "/"],
  ["a prototype", "__proto__", "/__proto__"],
  ["a constructor", "constructor", "/constructor"],
  ["another case", "Id", "/Id"],
  ["a space at the end", "id ", "/id "],
  ["characters of several bytes", "é🚀", "/é🚀"],
].map(([name, member, path]) =>
  broken(
    `text: an unknown member named with ${name}`,
    text.replace("[]}", `[],${JSON.stringify(member)}:1}`),
    [`schema ${path}`],
  ),
);

const twice = [
  beyond(
    "text: the kind twice",
    respell(least, '"id":"c"', '"id":"c","schema":"samebill/catalog/1"'),
    ["schema /schema"],
  ),
  beyond("text: a list twice", respell(least, '"plans":[]', '"plans":[],"plans":[]'), [
    "schema /plans",
  ]),
  broken(
    "text: a member twice and another missing",
    respell(without(least, "/currency"), '"id":"c"', '"id":"c","id":"c"'),
    ["schema ", "schema /id"],
  ),
];

export const text_cases = [
  sound("text: the least catalog", text),
  ...not_json,
  ...surrogates,
  ...bytes,
  ...encodings,
  ...depth,
  ...kinds,
  ...names,
  ...twice,
];
