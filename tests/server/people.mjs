// SPDX-License-Identifier: MIT
// People of a server who log in, and the pages of their browsers.

import assert from 'node:assert/strict';

import { ask, must } from './stored.mjs';

export const password = 'correct horse battery';

export async function invite(server, login, roles, more = {}) {
  return must(server, server.admin, 'POST', '/v1/people', { login, name: login, roles, ...more });
}

export async function person(server, login, roles, more = {}) {
  const made = await invite(server, login, roles, more);
  const accepted = await ask(server, undefined, 'POST', '/v1/people:accept',
    { invitation: made.invitation, password });
  assert.equal(accepted.status, 204, accepted.text);
  return made;
}

export const log_in = (server, login, given = password, headers = {}) =>
  ask(server, undefined, 'POST', '/v1/session', { login, password: given }, headers);

export const cookie_of = (answer, name) => answer.headers.getSetCookie()
  .map((cookie) => cookie.split(';')[0])
  .find((pair) => pair.startsWith(`${name}=`));

// A browser's page after a log-in: asks with cookie, origin and token.
export async function browser(server, login, given = password) {
  const answer = await log_in(server, login, given);
  assert.equal(answer.status, 200, answer.text);
  const cookie = cookie_of(answer, '__Host-samebill');
  const headers = { cookie, origin: server.url, 'sec-fetch-site': 'same-origin',
    'x-samebill-token': answer.json.page_token };
  return {
    who: answer.json, cookie, headers, known: cookie_of(answer, '__Host-samebill-browser'),
    ask: (method, path, body, more = {}) => ask(server, undefined, method, path, body, { ...headers, ...more }),
  };
}
