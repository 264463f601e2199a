-- SPDX-License-Identifier: MIT
-- The same bill for the SQLite shell, in memory. `id` as primary key drops repeated records while importing.
CREATE TABLE devices (device TEXT PRIMARY KEY, plan TEXT, pool TEXT) WITHOUT ROWID;
CREATE TABLE sessions (id TEXT PRIMARY KEY ON CONFLICT IGNORE, device TEXT, kind TEXT, start TEXT, end TEXT, quantity INTEGER)
  WITHOUT ROWID;
.import --csv --skip 1 DEVICES devices
.import --csv --skip 1 USAGE sessions
WITH sums AS (
  SELECT device,
    sum((quantity + 1023) >> 10) FILTER (WHERE kind = 'data') AS kilobytes,
    sum(quantity) FILTER (WHERE kind = 'sms') AS messages,
    sum((quantity + 59) / 60) FILTER (WHERE kind = 'voice') AS minutes
  FROM sessions
  WHERE start >= '2026-03-01' AND start < '2026-04-01'
  GROUP BY device
), used AS (
  SELECT d.device, d.plan, coalesce(nullif(d.pool, ''), d.device) AS payer,
    coalesce(s.kilobytes, 0) AS kilobytes, coalesce(s.messages, 0) AS messages, coalesce(s.minutes, 0) AS minutes
  FROM devices AS d LEFT JOIN sums AS s USING (device)
), plans(plan, access_fee, included_kb, included_sms, cents_per_mb) AS (
  VALUES ('monthly-5', 150, 5120, 7, 10), ('monthly-pool', 175, 4096, 5, 9)
), over AS (
  SELECT max(cents_per_mb) AS cents_per_mb,
    sum(kilobytes) - count(*) * max(included_kb) AS kilobytes, sum(messages) - count(*) * max(included_sms) AS messages
  FROM used JOIN plans USING (plan)
  GROUP BY plan, payer
), lines AS (
  SELECT access_fee AS cents FROM used JOIN plans USING (plan)
  UNION ALL SELECT (kilobytes * cents_per_mb + 512) / 1024 FROM over WHERE kilobytes > 0
  UNION ALL SELECT messages * 2 FROM over WHERE messages > 0
  UNION ALL SELECT minutes * 6 FROM used WHERE minutes > 0
), subtotal AS (
  SELECT count(*) AS lines, sum(cents) AS cents FROM lines
)
SELECT lines, cents, (cents * 19 + 50) / 100, cents + (cents * 19 + 50) / 100 FROM subtotal;
