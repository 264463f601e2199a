-- SPDX-License-Identifier: MIT
-- The whole bill of a fleet made with --simple, as a DuckDB user would write it: one scan with FILTER aggregates, integers only, money
-- in cents. SESSIONS stands for the rows: the file itself, or the file with repeated records dropped.
WITH sums AS (
  SELECT device,
    sum((quantity + 1023) >> 10) FILTER (WHERE kind = 'data') AS kilobytes,
    sum(quantity) FILTER (WHERE kind = 'sms') AS messages,
    sum((quantity + 59) // 60) FILTER (WHERE kind = 'voice') AS minutes
  FROM SESSIONS
  WHERE start >= TIMESTAMP '2026-03-01' AND start < TIMESTAMP '2026-04-01'
  GROUP BY device
), used AS (
  SELECT d.device, d.plan, coalesce(d.pool, d.device) AS payer,
    coalesce(s.kilobytes, 0)::BIGINT AS kilobytes, coalesce(s.messages, 0)::BIGINT AS messages,
    coalesce(s.minutes, 0)::BIGINT AS minutes
  FROM read_csv('DEVICES', header = true, columns = {'device': 'VARCHAR', 'plan': 'VARCHAR', 'pool': 'VARCHAR'}) AS d
  LEFT JOIN sums AS s USING (device)
), plans(plan, access_fee, included_kb, included_sms, cents_per_mb) AS (
  VALUES ('monthly-5', 150, 5120, 7, 10), ('monthly-pool', 175, 4096, 5, 9)
), over AS (
  SELECT any_value(cents_per_mb) AS cents_per_mb,
    sum(kilobytes)::BIGINT - count(*) * any_value(included_kb) AS kilobytes,
    sum(messages)::BIGINT - count(*) * any_value(included_sms) AS messages
  FROM used JOIN plans USING (plan)
  GROUP BY plan, payer
), lines AS (
  SELECT access_fee AS cents FROM used JOIN plans USING (plan)
  UNION ALL SELECT (kilobytes * cents_per_mb + 512) // 1024 FROM over WHERE kilobytes > 0
  UNION ALL SELECT messages * 2 FROM over WHERE messages > 0
  UNION ALL SELECT minutes * 6 FROM used WHERE minutes > 0
), subtotal AS (
  SELECT count(*) AS lines, sum(cents)::BIGINT AS cents FROM lines
)
SELECT lines, cents AS subtotal, (cents * 19 + 50) // 100 AS tax, cents + (cents * 19 + 50) // 100 AS total FROM subtotal
