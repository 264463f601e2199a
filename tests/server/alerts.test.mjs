// SPDX-License-Identifier: MIT
// Alerts at thresholds, and the webhooks that are told: signed, retried, given up, sent again. 5 MB are included.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { add_account, add_usage, megabyte, start_provider } from './provider.mjs';
import { ask, make_key, must, start_stored } from './stored.mjs';
import { metric, metrics_of, stop } from './server.mjs';

const clock = ['--clock', '2026-03-11T12:00:00Z'];
const hooks = [...clock, '--webhook-host', '127.0.0.1', '--webhook-private', '--webhook-wait', '1'];

// A receiver that answers with the statuses given, the last one for ever; `got` holds what came.
async function receiver(t, ...statuses) {
  const got = [];
  const http = createServer((request, response) => {
    let body = '';
    request.on('data', (data) => { body += data; }).on('end', () => {
      got.push({ body, headers: request.headers });
      response.writeHead(statuses[Math.min(got.length, statuses.length) - 1], { location: '/elsewhere' }).end();
    });
  });
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  t.after(() => http.close());
  return { got, url: `http://127.0.0.1:${http.address().port}/alerts` };
}

async function until(what, wanted) {
  for (let i = 0; i < 300; i++) {
    const found = await what();
    if (wanted(found)) return found;
    await sleep(100);
  }
  throw new Error('it did not come');
}

const list = async (server, key, path) => (await must(server, key, 'GET', path)).items;
const alerts = (provider) => list(provider.server, provider.operator, '/v1/accounts/shop/alerts');
const add_rule = (provider, body, key = provider.operator) =>
  ask(provider.server, key, 'POST', '/v1/accounts/shop/alert-rules', body);
const add_hook = (provider, body, key = provider.operator) =>
  ask(provider.server, key, 'POST', '/v1/webhooks', body);

test('a threshold is told once a month, listed, and sent signed; a restart tells nothing twice', async (t) => {
  const provider = await start_provider(t, { args: hooks });
  const { got, url } = await receiver(t, 200);
  await add_account(provider, 'shop', '2026-03');
  const hook = (await add_hook(provider, { url, account: 'shop' })).json;
  assert.match(hook.secret, /^whsec_/);
  const made = await add_rule(provider, { watches: 'allowance', kind: 'data', percents: [80, 100], webhook: hook.id });
  assert.equal(made.status, 201, made.text);
  await add_usage(provider, 'shop', '2026-03-05', 4 * megabyte);
  const [alert] = await until(() => alerts(provider), (found) => found.length > 0);
  assert.deepEqual([alert.threshold, alert.device, alert.month, alert.used, alert.included],
    ['80 %', 'shop-1', '2026-03', 4 * megabyte, 5 * megabyte]);
  await until(() => got, () => got.length === 1);
  const [, sent_at, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(got[0].headers['samebill-signature']);
  assert.equal(mac, createHmac('sha256', hook.secret).update(`${sent_at}.${got[0].body}`).digest('hex'));
  assert.deepEqual(JSON.parse(got[0].body), { ...alert, type: 'alert' });
  await add_usage(provider, 'shop', '2026-03-06', megabyte / 2);
  await stop(provider.server);
  const server = await start_stored(t, { data: provider.server.data, args: hooks });
  provider.server = server;
  await add_usage(provider, 'shop', '2026-03-07', megabyte);
  const all = await until(() => alerts(provider), (found) => found.length > 1);
  assert.deepEqual(all.map((one) => one.threshold), ['80 %', '100 %']);
  await until(() => got, () => got.length === 2);
  await sleep(1500);
  assert.equal(got.length, 2);
  const shown = await must(server, provider.operator, 'GET', `/v1/webhooks/${hook.id}`);
  assert.equal(shown.secret, undefined);
});

test('amounts are watched too, and a rule that has ended tells nothing', async (t) => {
  const provider = await start_provider(t, { args: clock });
  await add_account(provider, 'shop', '2026-03');
  const rule = { watches: 'amount', currency: 'EUR', amounts: ['4.00', '100.00'] };
  const ended = (await add_rule(provider, { ...rule, amounts: ['3.00'] })).json;
  await until(() => alerts(provider), (found) => found.length === 1);  // 3.60
  const path = `/v1/accounts/shop/alert-rules/${ended.id}`;
  assert.equal((await ask(provider.server, provider.operator, 'DELETE', path)).status, 204);
  assert.equal((await ask(provider.server, provider.operator, 'DELETE', path)).status, 404);
  await add_rule(provider, rule);
  await add_usage(provider, 'shop', '2026-03-05', 6 * megabyte);  // 3.40 and VAT
  const found = await until(() => alerts(provider), (all) => all.length === 2);
  assert.deepEqual([found[1].threshold, found[1].amount, found[1].currency], ['4.00', '4.08', 'EUR']);
});

test('what is not delivered is tried again, given up after its time, and sent again when asked', async (t) => {
  const provider = await start_provider(t, { args: [...hooks, '--webhook-give-up', '4', '--metrics', '127.0.0.1:0'] });
  const { server, operator } = provider;
  const { got, url } = await receiver(t, 500, 302, 200);
  const hook = (await add_hook(provider, { url })).json;
  const made = await must(server, operator, 'POST', `/v1/webhooks/${hook.id}:try`);
  const deliveries = () => list(server, operator, `/v1/webhooks/${hook.id}/deliveries`);
  const [done] = await until(deliveries, ([one]) => one.state === 'delivered');
  assert.deepEqual([done.id, done.attempts, done.last_status], [made.id, 3, 200]);
  assert.deepEqual(new Set(got.map((one) => one.headers['samebill-delivery'])), new Set([made.id]));
  const bad = await receiver(t, 503);
  const other = (await add_hook(provider, { url: bad.url })).json;
  const lost = await must(server, operator, 'POST', `/v1/webhooks/${other.id}:try`);
  const path = `/v1/webhooks/${other.id}/deliveries`;
  const state = async () => (await list(server, operator, path))[0];
  const given_up = await until(state, (one) => one.state === 'given_up');
  assert.equal(given_up.attempts, 3);  // at once, after 1 s, after 2 s more; the next would be 4 s later
  assert.equal(given_up.last_status, 503);
  const text = await metrics_of(server);
  const told = ['retried', 'delivered', 'given_up'].map((result) =>
    metric(text, `webhook_deliveries_total{result="${result}"}`));
  assert.deepEqual(told, [4, 1, 1]);
  assert.equal(metric(text, 'webhook_deliveries_waiting'), 0);
  await must(server, operator, 'POST', `${path}/${lost.id}:resend`);
  await until(() => bad.got, () => bad.got.length > 3);
});

test('webhooks go nowhere else than to listed hosts, and not to private addresses', async (t) => {
  const provider = await start_provider(t, { args: [...clock, '--webhook-host', 'localhost', '--webhook-wait', '1'] });
  const { server, operator } = provider;
  await add_account(provider, 'shop', '2026-03');
  await add_account(provider, 'rival', '2026-03');
  for (const url of ['https://example.com/', 'http://localhost/', 'https://localhost@example.com/', 'no']) {
    const answer = await add_hook(provider, { url });
    assert.deepEqual([answer.status, answer.json.errors[0].path], [422, '/url'], url);
  }
  const hook = (await add_hook(provider, { url: 'https://localhost/', account: 'rival' })).json;
  await must(server, operator, 'POST', `/v1/webhooks/${hook.id}:try`);
  const state = async () => (await list(server, operator, `/v1/webhooks/${hook.id}/deliveries`))[0];
  const tried = await until(state, (one) => one.attempts > 0);
  assert.equal(tried.last_status, undefined);
  assert.ok(tried.last_error.length > 0);
  // Another customer's webhook is none of this one's business.
  const admin = await make_key(server, ['customer_admin'], { account: 'shop' });
  assert.deepEqual(await list(server, admin, '/v1/webhooks'), []);
  assert.equal((await ask(server, admin, 'GET', `/v1/webhooks/${hook.id}`)).status, 404);
  const rule = { watches: 'allowance', percents: [80], webhook: hook.id };
  assert.equal((await add_rule(provider, rule, admin)).json.errors[0].code, 'unknown_webhook');
  assert.equal((await add_hook(provider, { url: 'https://localhost/', account: 'rival' }, admin)).status, 422);
  assert.equal((await add_hook(provider, { url: 'https://localhost/' }, admin)).json.account, 'shop');
});
