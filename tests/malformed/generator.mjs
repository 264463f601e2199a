// SPDX-License-Identifier: MIT
// Malformed requests for a route of an OpenAPI description: paths, queries, headers, bodies and framing, one or more of
// them spoiled.

import { jsonBody, recordsBody } from "./bodies.mjs";

const methods = ["get", "head", "post", "put", "patch", "delete", "options"];

// The routes as { method, path, parameters, bodies: { type: schema } }.
export function routesOf(api) {
  const out = [];
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of methods.filter((one) => item[one])) {
      const operation = item[method];
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((given) =>
        given.$ref
          ? given.$ref
              .slice(2)
              .split("/")
              .reduce((at, key) => at[key], api)
          : given,
      );
      const content = operation.requestBody?.content ?? {};
      const bodies = Object.fromEntries(Object.entries(content).map(([type, { schema }]) => [type, schema]));
      out.push({
        method: method.toUpperCase(),
        path,
        parameters,
        bodies,
        id: operation.operationId,
        roles: operation["x-roles"] ?? [],
      });
    }
  }
  return out;
}

const segments = [
  "a",
  "unknown",
  "waterworks",
  "1",
  "-1",
  "0",
  "..",
  ".",
  "...",
  "%00",
  "%2e%2e",
  "%2F",
  "",
  "*",
  "~",
  "$a",
  "'or'1'='1",
  "a;b",
  "(a)",
  "a:void",
  "a:",
  ":a",
  "2026-03",
  "2026-13",
  "9".repeat(30),
  "x".repeat(300),
  "x".repeat(1100),
  "18446744073709551616",
  "null",
  "{account}",
  "%zz",
  "+",
  "@",
  "é",
];
const values = [
  "",
  "0",
  "1",
  "-1",
  "1000",
  "1001",
  "99999999999999999999",
  "abc",
  "%00",
  "%ff",
  "%",
  "2026-03",
  "2026-99",
  "2026-03-01T00:00:00Z",
  "true",
  "x".repeat(3000),
  "'--",
  "%22%5C",
  "eyJhIjoxfQ",
  "==",
  "a%0d%0ab",
  "%F0%9F%98%80",
];

function pathOf(route, known, random) {
  return route.path.replace(/\{(\w+)\}/g, (_, name) => {
    const found = known[name] ?? [];
    if (found.length > 0 && random.often(80)) return random.one(found);
    return random.one(segments);
  });
}

function queryOf(route, random) {
  const names = [
    ...route.parameters.filter((one) => one.in === "query").map((one) => one.name),
    "limit",
    "cursor",
    "unknown",
    "",
    "x".repeat(200),
  ];
  const parts = Array.from({ length: random.often(50) ? 0 : 1 + random.below(3) }, () => {
    const name = random.one(names);
    return random.often(90) ? `${name}=${random.one(values)}` : name;
  });
  return parts.length > 0 ? `?${parts.join(random.one(["&", "&", "&", "&&", ";"]))}` : "";
}

const noise = {
  accept: ["*/*", "text/csv", "application/x-ndjson", "application/json;q=0", "x", ",", "text/html, */*;q=0.1"],
  "if-match": ["*", '"x"', 'W/"1"', '"', '""', "1", '"a","b"', "x".repeat(2000)],
  "if-none-match": ["*", '"x"', 'W/"1"', '"'],
  "idempotency-key": ["", "a", "x".repeat(201), '"a"', "a b", "\u00e9", "0".repeat(200)],
  authorization: [
    "Bearer",
    "Bearer x",
    "Basic YTpi",
    "Bearer sb_AAAAAAAA",
    `Bearer sb_${"A".repeat(60)}`,
    "x".repeat(5000),
  ],
  cookie: ["a", "=", "a=b; a=c", "__Host-session=x", `__Host-session=${"A".repeat(64)}`, ";;;"],
  range: ["bytes=0-", "bytes=5-1", "x"],
  origin: ["null", "https://elsewhere.example", "http://127.0.0.1"],
  "content-encoding": ["gzip", "identity", "br", ""],
  expect: ["100-continue", "x"],
  "x-forwarded-for": ["192.0.2.1", "::1", ",,", "x"],
  "transfer-encoding": ["chunked", "identity"],
  te: ["trailers"],
  "x-http-method-override": ["DELETE"],
  "content-type": [
    "application/json",
    "application/json; charset=utf-16",
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "text/csv",
    "application/x-ndjson",
    "application/cloudevents-batch+json",
    "",
    "/",
  ],
};

// Mostly a role that may use the route.
function roleOf(route, keys, random) {
  const allowed = route.roles.filter((role) => keys[role]);
  return random.one(allowed.length > 0 && random.often(85) ? allowed : Object.keys(keys));
}

// One request as { bytes, what }; `known` has ids that exist, `keys` is one for each role, `seeds` gives
// sound bodies of a route.
export function malformed(route, { api, known, keys, seeds }, random) {
  const headers = [["Host", "a"]];
  if (random.often(95)) headers.push(["Authorization", `Bearer ${keys[roleOf(route, keys, random)]}`]);
  if (route.parameters.some((one) => one.in === "header" && one.name === "If-Match") && random.often(80)) {
    headers.push(["If-Match", random.one(["*", '"1"', '"2"', '"3"'])]);
  }
  const types = Object.keys(route.bodies);
  let body = Buffer.alloc(0);
  if (types.length > 0 && random.often(95)) {
    const type = random.one(types);
    headers.push(["Content-Type", type]);
    if (/json/.test(type) && !/ndjson|cloudevents/.test(type)) {
      body = jsonBody(route.bodies[type], seeds(route), api, random);
    } else {
      const records = recordsBody(random);
      body = records.bytes;
      if (records.encoding) headers.push(["Content-Encoding", records.encoding]);
    }
  } else if (random.often(5)) {
    body = random.bytes(random.below(50));
  }
  for (let count = random.often(40) ? 1 + random.below(2) : 0; count > 0; count -= 1) {
    const name = random.one(Object.keys(noise));
    headers.push([name, random.one(noise[name])]);
  }
  let length = String(body.length);
  if (random.often(2))
    length = random.one(["", "-1", `+${length}`, `${length}0`, "99999999999999999999", `${length}, 1`]);
  if (body.length > 0 || random.often(50)) headers.push(["Content-Length", length]);
  if (random.often(80)) headers.push(["Connection", "close"]);
  const target = pathOf(route, known, random) + queryOf(route, random);
  const method = random.often(96) ? route.method : random.one(methods).toUpperCase();
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const head = `${method} ${target} HTTP/1.1\r\n${lines}\r\n`;
  return { what: `${method} ${target.slice(0, 200)}`, bytes: Buffer.concat([Buffer.from(head, "latin1"), body]) };
}
