// SPDX-License-Identifier: MIT
#include "native-server/api/docs_page.h"

namespace samebill::api {

const std::string_view docs_html = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Samebill: interface</title>
<link rel="stylesheet" href="/docs.css">
<script src="/docs.js" defer></script>
</head>
<body>
<header>
<h1>Samebill: interface</h1>
<p>Made from <a href="/openapi.json">openapi.json</a>.</p>
<p><label for="filter">Show only</label> <input id="filter" type="search" autocomplete="off"></p>
</header>
<main id="operations"><p>The description is being read. It needs JavaScript.</p></main>
</body>
</html>
)html";

const std::string_view docs_style = R"css(:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h2 { margin-top: 2rem; border-bottom: 1px solid currentColor; }
details { margin: 0.5rem 0; padding: 0.25rem 0.5rem; border-left: 3px solid currentColor; }
summary { cursor: pointer; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.9rem; overflow-wrap: anywhere; }
pre { overflow-x: auto; max-height: 24rem; padding: 0.5rem; border: 1px solid currentColor; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: 0.125rem 0.75rem 0.125rem 0; }
.method { display: inline-block; min-width: 4.5rem; font-weight: bold; }
input { font: inherit; min-width: 16rem; }
)css";

const std::string_view docs_script = R"js('use strict';

const place = '#/components/schemas/';

function element(name, text, ...children) {
  const out = document.createElement(name);
  if (text) out.textContent = text;
  out.append(...children);
  return out;
}

// A schema with the references of its first levels followed.
function shown(schemas, schema, levels) {
  if (Array.isArray(schema)) return schema.map((one) => shown(schemas, one, levels));
  if (schema === null || typeof schema !== 'object') return schema;
  const reference = schema.$ref;
  if (typeof reference === 'string' && reference.startsWith(place)) {
    const parts = reference.slice(place.length).split('/');
    if (levels === 0) return { see: parts[parts.length - 1] };
    let target = schemas;
    for (const part of parts) target = target?.[part];
    return shown(schemas, target, levels - 1);
  }
  const out = {};
  for (const [name, value] of Object.entries(schema)) {
    if (name !== '$defs') out[name] = shown(schemas, value, levels);
  }
  return out;
}

function block(title, schemas, content) {
  const out = element('details', '', element('summary', title));
  for (const [type, { schema }] of Object.entries(content)) {
    out.append(element('p', type), element('pre', JSON.stringify(shown(schemas, schema, 2), null, 2)));
  }
  return out;
}

function parameters(list) {
  const table = element('table');
  for (const one of list) {
    const need = one.required ? 'needed' : '';
    table.append(element('tr', '', element('th', one.name), element('td', one.in), element('td', need),
      element('td', one.description ?? '')));
  }
  return table;
}

function operation(schemas, method, path, entry) {
  const method_name = element('span', method.toUpperCase());
  method_name.className = 'method';
  const out = element('details', '', element('summary', '', method_name, element('code', path)));
  out.dataset.text = `${method} ${path} ${entry.operationId} ${entry.summary}`.toLowerCase();
  out.id = entry.operationId;
  out.append(element('p', entry.summary), element('p', `Open to: ${entry['x-roles'].join(', ')}`));
  if (entry.parameters) out.append(parameters(entry.parameters));
  if (entry.requestBody) out.append(block('Body', schemas, entry.requestBody.content));
  for (const [status, response] of Object.entries(entry.responses)) {
    if (response.content && status < '300') out.append(block(`Answer ${status}`, schemas, response.content));
  }
  return out;
}

async function show() {
  const main = document.getElementById('operations');
  const description = await (await fetch('/openapi.json')).json();
  const sections = new Map(description.tags.map(({ name }) => [name, element('section', '', element('h2', name))]));
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const [method, entry] of Object.entries(methods)) {
      sections.get(entry.tags[0]).append(operation(description.components.schemas, method, path, entry));
    }
  }
  main.replaceChildren(...sections.values());
  const filter = document.getElementById('filter');
  filter.addEventListener('input', () => {
    const wanted = filter.value.toLowerCase();
    for (const one of main.querySelectorAll('section > details')) one.hidden = !one.dataset.text.includes(wanted);
  });
}

show().catch((error) => {
  const sentence = element('p', `The description cannot be shown: ${error.message}`);
  document.getElementById('operations').replaceChildren(sentence);
});
)js";

}  // namespace samebill::api
