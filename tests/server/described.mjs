// SPDX-License-Identifier: MIT
// Holds what a server answers against what its own /openapi.json says of it: status, media type, and the form of JSON.

import Ajv from 'ajv/dist/2020.js';

const descriptions = new WeakMap();  // by server
const by_text = new Map();  // servers that were started alike describe themselves alike

async function description_of(server) {
  const answer = await fetch(`${server.url}/openapi.json`, { signal: AbortSignal.timeout(60_000),
    headers: { connection: 'close' } });
  if (answer.status !== 200) throw new Error(`/openapi.json: ${answer.status}`);
  const text = await answer.text();
  if (!by_text.has(text)) by_text.set(text, read_description(JSON.parse(text)));
  return by_text.get(text);
}

function read_description(document) {
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false, validateFormats: false });
  ajv.addSchema({ $id: 'openapi', ...document });
  const routes = [];
  for (const [template, methods] of Object.entries(document.paths)) {
    const pattern = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/:]+');
    for (const [method, operation] of Object.entries(methods)) {
      routes.push({ method: method.toUpperCase(), pattern: new RegExp(`^${pattern}$`), template, operation });
    }
  }
  // Literal paths come before those with parameters: bills:preview is no bill.
  routes.sort((one, other) => one.template.split('{').length - other.template.split('{').length);
  return { ajv, routes };
}

const pointer = (part) => part.replaceAll('~', '~0').replaceAll('/', '~1');

// Throws unless a success is as the description says. Refusals are described once for all.
export async function check_described(server, method, path, status, content_type, json) {
  if (status >= 300 || path === '/openapi.json') return;
  if (!descriptions.has(server)) descriptions.set(server, await description_of(server));
  const { ajv, routes } = descriptions.get(server);
  const plain = path.split('?')[0];
  const route = routes.find((one) => one.method === method && one.pattern.test(plain));
  if (!route) throw new Error(`${method} ${plain} is not described`);
  const place = `${method} ${route.template}: ${status}`;
  const described = route.operation.responses[status];
  if (!described) throw new Error(`${place} is not described`);
  if (status === 204 || json === undefined) return;
  const type = content_type.split(';')[0];
  if (!described.content?.[type]) throw new Error(`${place}: ${type} is not described`);
  const at = ['paths', route.template, method.toLowerCase(), 'responses', String(status), 'content', type, 'schema'];
  const validate = ajv.getSchema(`openapi#/${at.map((part) => encodeURIComponent(pointer(part))).join('/')}`);
  if (validate(json)) return;
  const found = validate.errors.slice(0, 5).map((error) => `${error.instancePath} ${error.message}`).join('; ');
  throw new Error(`${place} is not as described: ${found}`);
}
