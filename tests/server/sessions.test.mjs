// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import test from 'node:test';

import { browser, cookie_of, invite, log_in, password, person } from './people.mjs';
import { stop } from './server.mjs';
import { ask, must, run_stored, start_stored } from './stored.mjs';

test('a_person_is_invited_sets_a_password_and_logs_in', async (t) => {
  const server = await start_stored(t);
  const made = await invite(server, 'Ann@Example.com', ['auditor']);
  assert.equal(made.login, 'ann@example.com');
  assert.equal((await log_in(server, 'ann@example.com')).status, 401, 'no password yet');
  const weak = await ask(server, undefined, 'POST', '/v1/people:accept',
    { invitation: made.invitation, password: 'short' });
  assert.equal(weak.json.errors[0].path, '/password');
  const accept = { invitation: made.invitation, password };
  assert.equal((await ask(server, undefined, 'POST', '/v1/people:accept', accept)).status, 204);
  assert.equal((await ask(server, undefined, 'POST', '/v1/people:accept', accept)).status, 404, 'only once');

  const answer = await log_in(server, 'ANN@example.com');
  assert.equal(answer.status, 200);
  const [cookie] = answer.headers.getSetCookie();
  assert.match(cookie, /^__Host-samebill=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
  assert.deepEqual(answer.json.roles, ['auditor']);
  const ann = await browser(server, 'ann@example.com');
  const who = await ann.ask('GET', '/v1/session');
  assert.equal(who.json.id, made.id);
  assert.equal((await ann.ask('GET', '/v1/audit')).status, 200);
  assert.equal((await ann.ask('GET', '/v1/people')).status, 200);
  assert.equal((await ann.ask('POST', '/v1/keys', { name: 'x', roles: ['sales'] })).status, 403);
});

test('a_wrong_password_and_an_unknown_login_are_answered_alike', async (t) => {
  const server = await start_stored(t);
  await person(server, 'ann', ['auditor']);
  const wrong = await log_in(server, 'ann', 'correct horse batterz');
  const unknown = await log_in(server, 'nobody', 'correct horse batterz');
  assert.equal(wrong.status, 401);
  assert.equal(unknown.status, wrong.status);
  assert.equal(unknown.text, wrong.text);
  const names = (answer) => [...answer.headers.keys()].filter((name) => name !== 'date');
  assert.deepEqual(names(unknown), names(wrong));
});

test('log_out_ends_the_session_on_the_server', async (t) => {
  const server = await start_stored(t);
  await person(server, 'ann', ['auditor']);
  const ann = await browser(server, 'ann');
  const out = await ann.ask('DELETE', '/v1/session');
  assert.equal(out.status, 204);
  assert.match(out.headers.getSetCookie()[0], /^__Host-samebill=; .*Max-Age=0$/);
  assert.equal((await ann.ask('GET', '/v1/session')).status, 401);
  await stop(server);
  const again = await run_stored(server.data);
  t.after(() => stop(again));
  assert.equal((await ask(again, undefined, 'GET', '/v1/session', undefined, ann.headers)).status, 401);
});

test('a_session_lives_through_a_restart', async (t) => {
  const server = await start_stored(t);
  await person(server, 'ann', ['auditor']);
  const ann = await browser(server, 'ann');
  await stop(server);
  const again = await run_stored(server.data);
  t.after(() => stop(again));
  const { origin, ...headers } = ann.headers;
  assert.equal((await ask(again, undefined, 'GET', '/v1/session', undefined, headers)).status, 200);
});

test('another_site_gets_nothing_out_of_a_session', async (t) => {
  const server = await start_stored(t);
  await person(server, 'ann', ['system_admin']);
  const ann = await browser(server, 'ann');
  const body = { name: 'x', roles: ['operator'] };
  const make = (more, without = []) => {
    const headers = { ...ann.headers, ...more };
    for (const name of without) delete headers[name];
    return ask(server, undefined, 'POST', '/v1/keys', body, headers);
  };
  assert.equal((await make({})).status, 201);
  for (const [more, without] of [
    [{}, ['x-samebill-token']],
    [{ 'x-samebill-token': 'x' }, []],
    [{ origin: 'https://evil.example' }, []],
    [{ origin: 'null' }, []],
    [{ 'sec-fetch-site': 'cross-site' }, []],
    [{ 'sec-fetch-site': 'same-site' }, []],
    [{}, ['origin', 'sec-fetch-site']],
    [{ cookie: `${ann.cookie}; ${ann.cookie}` }, []],
  ]) {
    assert.equal((await make(more, without)).status, 401, JSON.stringify([more, without]));
  }
  const read = { 'sec-fetch-site': 'cross-site' };
  assert.equal((await ann.ask('GET', '/v1/keys', undefined, read)).status, 401);
  const login = await log_in(server, 'ann', password, { origin: 'https://evil.example' });
  assert.equal(login.status, 403);
  assert.equal(login.headers.getSetCookie().length, 0);
});

test('with_an_origin_stated_no_other_is_taken', async (t) => {
  const server = await start_stored(t, { args: ['--origin', 'https://bill.example'] });
  await person(server, 'ann', ['system_admin']);
  const ann = await browser(server, 'ann');
  const body = { name: 'x', roles: ['operator'] };
  assert.equal((await ann.ask('POST', '/v1/keys', body)).status, 401);
  assert.equal((await ann.ask('POST', '/v1/keys', body, { origin: 'https://bill.example' })).status, 201);
});

test('sessions_are_listed_and_ended_one_by_one', async (t) => {
  const server = await start_stored(t);
  await person(server, 'ann', ['auditor']);
  await person(server, 'bob', ['auditor']);
  const here = await browser(server, 'ann');
  const there = await browser(server, 'ann');
  const bob = await browser(server, 'bob');
  const { items } = (await here.ask('GET', '/v1/sessions')).json;
  assert.equal(items.length, 2);
  assert.equal(items.find(({ current }) => current).id, here.who.session);
  assert.equal((await here.ask('POST', `/v1/sessions/${bob.who.session}:end`)).status, 404);
  assert.equal((await here.ask('POST', `/v1/sessions/${there.who.session}:end`)).status, 204);
  assert.equal((await there.ask('GET', '/v1/session')).status, 401);
  assert.equal((await here.ask('GET', '/v1/session')).status, 200);
  const all = await must(server, server.admin, 'GET', '/v1/sessions');
  assert.equal(all.items.length, 2);
  assert.equal((await ask(server, server.admin, 'POST', `/v1/sessions/${bob.who.session}:end`)).status, 204);
  assert.equal((await bob.ask('GET', '/v1/session')).status, 401);
});

test('a_new_password_ends_the_other_sessions', async (t) => {
  const server = await start_stored(t);
  await person(server, 'ann', ['auditor']);
  const here = await browser(server, 'ann');
  const there = await browser(server, 'ann');
  const chosen = 'another horse entirely';
  assert.equal((await here.ask('POST', '/v1/session:password', { old: 'wrong wrong wrong', new: chosen })).status, 403);
  assert.equal((await here.ask('POST', '/v1/session:password', { old: password, new: 'short' })).status, 422);
  assert.equal((await here.ask('POST', '/v1/session:password', { old: password, new: chosen })).status, 204);
  assert.equal((await here.ask('GET', '/v1/session')).status, 200);
  assert.equal((await there.ask('GET', '/v1/session')).status, 401);
  assert.equal((await log_in(server, 'ann')).status, 401);
  assert.equal((await log_in(server, 'ann', chosen)).status, 200);
});

test('five_failures_make_strangers_wait_but_not_the_browser_that_is_known', async (t) => {
  const server = await start_stored(t);
  await person(server, 'ann', ['auditor']);
  const ann = await browser(server, 'ann');
  for (let i = 0; i < 5; i++) assert.equal((await log_in(server, 'ann', 'guess after guess')).status, 401);
  const locked = await log_in(server, 'ann');
  assert.equal(locked.status, 429);
  const wait = Number(locked.headers.get('retry-after'));
  assert.ok(wait > 20 && wait <= 30, `${wait}`);
  const known = await log_in(server, 'ann', password, { cookie: ann.known });
  assert.equal(known.status, 200);
  assert.equal((await ann.ask('GET', '/v1/session')).status, 200, 'sessions go on');
});

test('roles_and_disabling_hold_from_the_next_request_on', async (t) => {
  const server = await start_stored(t);
  const made = await person(server, 'ann', ['system_admin']);
  const ann = await browser(server, 'ann');
  const { key } = (await ann.ask('POST', '/v1/keys', { name: 'x', roles: ['auditor'] })).json;
  const path = `/v1/people/${made.id}`;
  const edit = async (change) => {
    const etag = (await ask(server, server.admin, 'GET', path)).headers.get('etag');
    return ask(server, server.admin, 'PATCH', path, change, { 'if-match': etag });
  };
  assert.equal((await edit({ roles: ['sales'] })).status, 200);
  assert.equal((await ann.ask('GET', '/v1/keys')).status, 403);
  assert.equal((await ask(server, key, 'GET', '/v1/audit')).status, 200);
  const disabled = await edit({ disabled: true });
  assert.equal(disabled.json.disabled, true);
  assert.equal((await ann.ask('GET', '/v1/session')).status, 401);
  assert.equal((await ask(server, key, 'GET', '/v1/audit')).status, 401, 'keys that the person made go along');
  assert.equal((await log_in(server, 'ann')).status, 401);
  const stale = await ask(server, server.admin, 'PATCH', path, { name: 'y' }, { 'if-match': '"1"' });
  assert.equal(stale.status, 412);
  assert.equal((await ask(server, server.admin, 'PATCH', path, { name: 'y' })).status, 428);
});

test('a_lost_password_is_replaced_by_a_new_invitation', async (t) => {
  const server = await start_stored(t);
  const made = await person(server, 'ann', ['auditor']);
  const ann = await browser(server, 'ann');
  const first = await must(server, server.admin, 'POST', `/v1/people/${made.id}:invite`);
  const second = await must(server, server.admin, 'POST', `/v1/people/${made.id}:invite`);
  const accept = (invitation) => ask(server, undefined, 'POST', '/v1/people:accept',
    { invitation, password: 'a third horse battery' });
  assert.equal((await accept(first.invitation)).status, 404);
  assert.equal((await accept(second.invitation)).status, 204);
  assert.equal((await ann.ask('GET', '/v1/session')).status, 401);
  assert.equal((await log_in(server, 'ann', 'a third horse battery')).status, 200);
});

test('logins_are_unique_and_have_no_white_space', async (t) => {
  const server = await start_stored(t);
  await invite(server, 'ann', ['auditor']);
  const taken = { login: 'ANN', name: 'Ann', roles: ['auditor'] };
  assert.equal((await ask(server, server.admin, 'POST', '/v1/people', taken)).status, 409);
  const spaced = { login: 'an n', name: 'Ann', roles: ['auditor'] };
  assert.equal((await ask(server, server.admin, 'POST', '/v1/people', spaced)).status, 422);
  const feed = { login: 'feed', name: 'Feed', roles: ['ingest'] };
  assert.equal((await ask(server, server.admin, 'POST', '/v1/people', feed)).status, 422);
});
