// SPDX-License-Identifier: MIT
// Usage as its senders bring it: files of any size, in gzip, broken off, sent again, and through a process that is
// killed in the middle. Devices are unknown here, so records wait for them; that they count is counted all the same.
import assert from "node:assert/strict";
import { connect } from "node:net";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";

import { stop } from "./server.mjs";
import { ask, make_key, must, run_stored, start_stored } from "./stored.mjs";

const header = "id,device,kind,start,end,quantity\n";
const row = (i, device = `d${i % 50}`) =>
  `s${i},${device},data,2026-03-${String(1 + (i % 31)).padStart(2, "0")}T00:00:00Z,2026-03-31T00:00:00Z,${i}\n`;
const rows = (from, to) => {
  const out = [header];
  for (let i = from; i < to; i++) out.push(row(i));
  return out.join("");
};

const send = (server, key, body, headers = {}, path = "/v1/usage") =>
  ask(server, key, "POST", path, body, { "content-type": "text/csv", ...headers });

const counts = ({ records, accepted, repeated, rejected, suspended }) => ({
  records,
  accepted,
  repeated,
  rejected,
  suspended,
});

async function shop(t) {
  const server = await start_stored(t);
  return { server, ingest: await make_key(server, ["ingest"]), operator: await make_key(server, ["operator"]) };
}

test("a_file_is_answered_with_what_became_of_its_records", async (t) => {
  const { server, ingest, operator } = await shop(t);
  const answer = await send(server, ingest, `${rows(0, 3)}nonsense\n`, {}, "/v1/usage?file=march.csv");
  assert.equal(answer.status, 201, answer.text);
  assert.equal(answer.headers.get("location"), `/v1/uploads/${answer.json.id}`);
  assert.deepEqual(counts(answer.json), { records: 4, accepted: 0, repeated: 0, rejected: 1, suspended: 3 });
  assert.equal(answer.json.file, "march.csv");
  assert.deepEqual(await must(server, ingest, "GET", `/v1/uploads/${answer.json.id}`), answer.json);
  const { items } = await must(server, operator, "GET", `/v1/uploads/${answer.json.id}/rejects`);
  assert.deepEqual(
    items.map(({ line, code, text }) => ({ line, code, text })),
    [{ line: 5, code: "schema", text: "nonsense" }],
  );
  const { items: waiting } = await must(server, operator, "GET", "/v1/suspense");
  assert.deepEqual(
    waiting.map(({ device, records }) => [device, records]),
    [
      ["d0", 1],
      ["d1", 1],
      ["d2", 1],
    ],
  );
});

test("gzip_is_the_same_as_what_is_in_it", async (t) => {
  const { server, ingest } = await shop(t);
  const text = rows(0, 1000);
  const packed = await send(server, ingest, gzipSync(text), { "content-encoding": "gzip" });
  assert.equal(packed.status, 201, packed.text);
  assert.equal(packed.json.bytes, text.length);
  const plain = await send(server, ingest, text);
  assert.equal(plain.json.repeated, 1000);
  assert.equal(plain.json.digest, packed.json.digest);
  const broken = await send(server, ingest, gzipSync(rows(5000, 6000)).subarray(0, 2000), {
    "content-encoding": "gzip",
  });
  assert.equal(broken.status, 400);
  const again = await send(server, ingest, rows(5000, 6000));
  assert.equal(again.json.suspended, 1000, "nothing of the broken one is there");
});

test("what_is_no_usage_is_refused", async (t) => {
  const { server, ingest, operator } = await shop(t);
  assert.equal((await send(server, undefined, rows(0, 1))).status, 401);
  assert.equal((await send(server, ingest, "{}", { "content-type": "application/json" })).status, 415);
  assert.equal((await send(server, ingest, "id,device,kind,start,end,quantity,url\n")).status, 422);
  const binary = Buffer.from([0, 1, 2, 0xff, 0xfe, 10, 0, 10, 13, 10, 34, 10]);
  const nonsense = await send(server, ingest, binary, { "content-type": "application/x-ndjson" });
  assert.equal(nonsense.status, 201, nonsense.text);
  assert.equal(nonsense.json.rejected, nonsense.json.records);
  const message = await send(
    server,
    ingest,
    '{"id":"s1","device":"d1","kind":"sms","start":"2026-03-01T00:00:00Z",' +
      '"end":"2026-03-01T00:00:00Z","quantity":1,"text":"hi"}\n',
    { "content-type": "application/x-ndjson" },
  );
  assert.deepEqual(counts(message.json), { records: 1, accepted: 0, repeated: 0, rejected: 1, suspended: 0 });
  const auditor = await make_key(server, ["auditor"]);
  assert.equal((await send(server, auditor, rows(0, 1))).status, 403);
  assert.equal((await ask(server, operator, "GET", "/v1/uploads/upload_none")).status, 404);
});

// Sends the head and a part of the body, and goes away.
function break_off(server, key, body, stated) {
  return new Promise((resolve) => {
    const socket = connect(server.port, "127.0.0.1", () => {
      socket.write(
        `POST /v1/usage HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\n` +
          `Content-Type: text/csv\r\nContent-Length: ${stated}\r\n\r\n`,
      );
      socket.write(body, () => setTimeout(() => socket.destroy(), 100));
    });
    socket.on("error", () => {});
    socket.on("close", resolve);
  });
}

test("an_upload_that_breaks_off_is_not_there_and_can_be_sent_again", async (t) => {
  const { server, ingest, operator } = await shop(t);
  const text = rows(0, 30_000);
  await break_off(server, ingest, text.slice(0, text.length - 10), text.length);
  const listed = async () => (await must(server, operator, "GET", "/v1/uploads")).items;
  for (let i = 0; i < 100 && (await listed()).length > 0; i++) await sleep(100);
  assert.deepEqual(await listed(), []);
  const first = await send(server, ingest, text);
  assert.equal(first.json.suspended, 30_000);
  const second = await send(server, ingest, text);
  assert.deepEqual(counts(second.json), { records: 30_000, accepted: 0, repeated: 30_000, rejected: 0, suspended: 0 });
});

test("a_process_that_is_killed_loses_nothing_acknowledged_and_doubles_nothing", async (t) => {
  const { server, ingest, operator } = await shop(t);
  let running = server;
  let acknowledged = 0;
  for (let round = 0; round < 6; round++) {
    const begin = round * 40_000;
    const small = await send(running, ingest, rows(begin, begin + 10));
    assert.equal(small.json.suspended, 10);
    acknowledged += 10;
    const lost = send(running, ingest, rows(begin + 10, begin + 40_000)).catch(() => undefined);
    await sleep(50 + round * 120);
    running.child.kill("SIGKILL");
    const answer = await lost;
    if (answer?.status === 201) acknowledged += answer.json.suspended;
    await running.ended;
    running = await run_stored(server.data);
    t.after(() => stop(running));
    const { items } = await must(running, operator, "GET", "/v1/uploads?state=receiving");
    assert.deepEqual(items, []);
    const again = await send(running, ingest, rows(begin + 10, begin + 40_000));
    assert.equal(again.status, 201, again.text);
    assert.ok([0, 39_990].includes(again.json.suspended), "wholly there or not there");
    acknowledged += again.json.suspended;
    if (answer?.status === 201) assert.equal(again.json.suspended, 0);
  }
  const { items } = await must(running, operator, "GET", "/v1/usage/days?from=2026-03-01&through=2026-03-31");
  const stored = items.reduce((sum, { records }) => sum + records, 0);
  assert.equal(stored, 6 * 40_000, "each record once");
  await stop(running);
});

test("the_same_key_or_sequence_gives_the_same_answer", async (t) => {
  const { server, ingest, operator } = await shop(t);
  const headers = { "idempotency-key": "march-1" };
  const [one, two] = await Promise.all([1, 2].map(() => send(server, ingest, rows(0, 20_000), headers)));
  assert.equal(one.status, 201, one.text);
  assert.equal(one.text, two.text);
  assert.equal((await send(server, ingest, rows(0, 1), headers)).status, 422);
  for (const sequence of [1, 2, 5]) {
    const sent = await send(
      server,
      ingest,
      rows(sequence * 1e6, sequence * 1e6 + 2),
      {},
      `/v1/feeds/gateway/usage?sequence=${sequence}`,
    );
    assert.equal(sent.status, 201, sent.text);
  }
  const repeated = await send(server, ingest, rows(2e6, 2e6 + 2), {}, "/v1/feeds/gateway/usage?sequence=2");
  assert.equal(repeated.headers.get('idempotency-replayed'), 'true');
  const other = await send(server, ingest, rows(3e6, 3e6 + 2), {}, "/v1/feeds/gateway/usage?sequence=2");
  assert.equal(other.status, 409);
  const { items } = await must(server, operator, "GET", "/v1/feeds/gateway/gaps");
  assert.deepEqual(items, [{ from: 3, through: 4 }]);
});

test("a_million_records_come_in_while_others_work", async (t) => {
  const body = gzipSync(rows(0, 1_000_000), { level: 1 }); // takes long: no connection stands idle meanwhile
  const { server, ingest, operator } = await shop(t);
  const begin = Date.now();
  let done = false;
  const large = send(server, ingest, body, { "content-encoding": "gzip" }).finally(() => {
    done = true;
  });
  let slowest = 0;
  let asked_small = 0;
  for (let i = 0; !done; i++) {
    const asked = Date.now();
    const small = await send(server, ingest, `${header}${row(2_000_000 + i)}`);
    assert.equal(small.json.suspended, 1);
    asked_small++;
    slowest = Math.max(slowest, Date.now() - asked);
    await sleep(50);
  }
  const answer = await large;
  assert.equal(answer.status, 201, answer.text);
  assert.equal(answer.json.suspended, 1_000_000);
  t.diagnostic(`${Math.round(1e9 / (Date.now() - begin))} records a second; the slowest small upload ${slowest} ms`);
  const { items } = await must(server, operator, "GET", "/v1/suspense");
  const waiting = items.reduce((sum, { records }) => sum + records, 0);
  assert.equal(waiting, 1_000_000 + asked_small);
});
