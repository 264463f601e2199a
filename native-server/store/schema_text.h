// SPDX-License-Identifier: MIT
#pragma once

#include "native-server/store/schema_of_bills.h"
#include "native-server/store/schema_of_quotes.h"

// The tables. Plain SQL, so that another database can stand behind the same functions. Conventions:
// - months are text ("2026-03"), dates too; instants are whole seconds since 1970; flags are 0 or 1;
// - documents are canonical JSON text; digests are "sha256:…"; money is text, as the engine writes it;
// - `at`, `by`: when, and the id of the principal (key or person) that did it.

namespace samebill::store {

// What a provider sells and to whom.
inline constexpr const char* schema_of_inputs = R"sql(
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE catalogs (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE catalog_versions (
  catalog TEXT NOT NULL REFERENCES catalogs (id),
  version TEXT NOT NULL,
  published INTEGER NOT NULL DEFAULT 0,     -- 0: a draft, which may still change
  revision INTEGER NOT NULL DEFAULT 1,      -- of the draft
  effective TEXT,                           -- the first month it may be used for; set when published
  sequence INTEGER,                         -- order of publication within the catalog, from 1
  name TEXT,
  currency TEXT NOT NULL,
  body TEXT NOT NULL,
  digest TEXT NOT NULL,                     -- of the body
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  published_at INTEGER,
  published_by TEXT,
  PRIMARY KEY (catalog, version)
) STRICT;

CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  catalog TEXT NOT NULL REFERENCES catalogs (id),
  uptake TEXT NOT NULL CHECK (uptake IN ('by_date', 'explicit')),  -- of new catalog versions
  issuer TEXT NOT NULL,
  payment_days INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  body TEXT NOT NULL,                       -- samebill/account/1 with no devices
  billed_through TEXT,                      -- the last finalised month
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE account_revisions (            -- what an account was before each edit, and is now
  account TEXT NOT NULL REFERENCES accounts (id),
  revision INTEGER NOT NULL,
  catalog TEXT NOT NULL,
  uptake TEXT NOT NULL,
  issuer TEXT NOT NULL,
  payment_days INTEGER NOT NULL,
  body TEXT NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  PRIMARY KEY (account, revision)
) STRICT;

CREATE TABLE catalog_schedules (            -- versions taken up explicitly: from this month on
  account TEXT NOT NULL REFERENCES accounts (id),
  from_month TEXT NOT NULL,
  catalog TEXT NOT NULL,
  version TEXT NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  PRIMARY KEY (account, from_month),
  FOREIGN KEY (catalog, version) REFERENCES catalog_versions (catalog, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE devices (
  id TEXT PRIMARY KEY,                      -- unique over all accounts, so that a feed needs no account
  account TEXT NOT NULL REFERENCES accounts (id),
  body TEXT NOT NULL,
  revision INTEGER NOT NULL DEFAULT 1,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  UNIQUE (account, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL REFERENCES accounts (id),
  device TEXT NOT NULL,
  happened_at INTEGER NOT NULL,             -- the event's `at`
  month TEXT NOT NULL,                      -- of it
  body TEXT NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  voided_at INTEGER,
  voided_by TEXT,
  voided_why TEXT
) STRICT;
CREATE INDEX events_of_account ON events (account, happened_at, sequence);
CREATE INDEX events_of_device ON events (account, device, sequence);

CREATE TABLE bars (                         -- use barred by the provider; billing goes on
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES accounts (id),
  device TEXT,                              -- null: the whole account
  reason TEXT NOT NULL,
  clause TEXT NOT NULL,
  notice TEXT,                              -- what was told to the customer
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  lifted_at INTEGER,
  lifted_by TEXT,
  lifted_why TEXT
) STRICT;
CREATE INDEX bars_of_account ON bars (account, at);
)sql";

// Usage: what came, where it went, and what did not fit.
inline constexpr const char* schema_of_usage = R"sql(
CREATE TABLE feeds (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE uploads (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  account TEXT,                             -- that the sender's key is kept to
  feed TEXT REFERENCES feeds (id),
  sequence INTEGER,                         -- in the feed, as its sender counts
  file TEXT,
  format TEXT NOT NULL,                     -- csv, ndjson, cloudevents, correction
  state TEXT NOT NULL,                      -- receiving: being written; stored; broken_off: taken out again
  bytes INTEGER NOT NULL,
  digest TEXT NOT NULL,                     -- of the bytes, out of gzip
  records INTEGER NOT NULL DEFAULT 0,       -- the sum of the next four
  accepted INTEGER NOT NULL DEFAULT 0,
  repeated INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0,
  suspended INTEGER NOT NULL DEFAULT 0,
  late INTEGER NOT NULL DEFAULT 0,          -- of the accepted ones
  epoch INTEGER,                            -- when it became visible, counted over all that was ever stored
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  done_at INTEGER
) STRICT;
CREATE UNIQUE INDEX uploads_of_feed ON uploads (feed, sequence) WHERE sequence IS NOT NULL AND state = 'stored';
CREATE INDEX uploads_receiving ON uploads (number) WHERE state = 'receiving';

CREATE TABLE usage_chunks (                 -- records of one account and month of start, as CSV without header
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL REFERENCES accounts (id),
  month TEXT NOT NULL,
  upload INTEGER REFERENCES uploads (number),
  first_epoch INTEGER,                      -- null, as the next: that of the upload, if it has one yet
  epoch INTEGER,
  records INTEGER NOT NULL,
  late INTEGER NOT NULL DEFAULT 0,          -- came after the month was finalised
  body BLOB NOT NULL
) STRICT;
CREATE INDEX usage_chunks_of_account ON usage_chunks (account, month, sequence);

CREATE TABLE usage_records (                -- every record id ever taken, so that none counts twice
  id_hash BLOB PRIMARY KEY,
  content_hash BLOB NOT NULL,
  upload INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE usage_days (                   -- counts per upload and day of start, of accepted and suspended records
  upload INTEGER NOT NULL REFERENCES uploads (number),
  day TEXT NOT NULL,
  kind TEXT NOT NULL,
  records INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  PRIMARY KEY (upload, day, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX usage_days_by_day ON usage_days (day, kind);

CREATE TABLE usage_rejects (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  upload INTEGER NOT NULL REFERENCES uploads (number),
  record INTEGER NOT NULL,
  line INTEGER,
  byte INTEGER,                             -- of the line, from 1: where the wrong field begins
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  text TEXT NOT NULL,                       -- the record as it came
  state TEXT NOT NULL DEFAULT 'open',       -- open, resubmitted, dismissed
  decided_at INTEGER,
  decided_by TEXT,
  decided_why TEXT,
  resubmitted_as INTEGER REFERENCES uploads (number)
) STRICT;
CREATE INDEX usage_rejects_of_upload ON usage_rejects (upload, sequence);

CREATE TABLE usage_suspense (               -- records of devices that nobody has yet
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  device TEXT NOT NULL,
  upload INTEGER NOT NULL REFERENCES uploads (number),
  records INTEGER NOT NULL,
  body BLOB NOT NULL,                       -- CSV, as in usage_chunks; empty once released
  state TEXT NOT NULL DEFAULT 'open',       -- open, released, dismissed
  decided_at INTEGER,
  decided_by TEXT,
  decided_why TEXT
) STRICT;
CREATE INDEX usage_suspense_of_device ON usage_suspense (device, sequence) WHERE state = 'open';
)sql";

// What is paid, and what is told of it.
inline constexpr const char* schema_of_payments = R"sql(
CREATE TABLE payments (                     -- what settles bills besides bills; rows are added, and decided once
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL REFERENCES accounts (id),
  kind TEXT NOT NULL CHECK (kind IN ('payment', 'reversal', 'refund', 'credit_note', 'write_off')),
  state TEXT NOT NULL CHECK (state IN ('proposed', 'posted', 'declined')),
  issuer TEXT,
  number INTEGER,                           -- the bill it is for; null: on account
  reverses TEXT REFERENCES payments (id),   -- of a reversal: the payment that did not hold
  amount TEXT NOT NULL,
  currency TEXT NOT NULL,
  value_on TEXT NOT NULL,                   -- the date it counts from
  reference TEXT NOT NULL,
  note TEXT,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  decided_at INTEGER,
  decided_by TEXT,
  decided_why TEXT,
  FOREIGN KEY (issuer, number) REFERENCES bills (issuer, number)
) STRICT;
CREATE INDEX payments_of_account ON payments (account, row);
CREATE INDEX payments_proposed ON payments (row) WHERE state = 'proposed';
CREATE UNIQUE INDEX payments_by_reference ON payments (account, reference) WHERE kind = 'payment';
CREATE UNIQUE INDEX payments_reversed ON payments (reverses) WHERE reverses IS NOT NULL AND state <> 'declined';

CREATE TABLE alert_rules (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL REFERENCES accounts (id),
  body TEXT NOT NULL,                       -- what it watches, at which thresholds
  webhook TEXT REFERENCES webhooks (id),
  active INTEGER NOT NULL DEFAULT 1,
  at INTEGER NOT NULL,
  by TEXT NOT NULL
) STRICT;
CREATE INDEX alert_rules_of_account ON alert_rules (account, row);

CREATE TABLE alerts (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  rule TEXT NOT NULL REFERENCES alert_rules (id),
  account TEXT NOT NULL REFERENCES accounts (id),
  month TEXT NOT NULL,
  subject TEXT NOT NULL,                    -- device, group, plan and kind as JSON
  threshold TEXT NOT NULL,
  body TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (rule, month, subject, threshold)  -- fired once
) STRICT;
CREATE INDEX alerts_of_account ON alerts (account, row);

CREATE TABLE webhooks (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  account TEXT REFERENCES accounts (id),    -- null: the provider's own, for rules of every account
  url TEXT NOT NULL,
  secret TEXT NOT NULL,
  active INTEGER NOT NULL DEFAULT 1,
  at INTEGER NOT NULL,
  by TEXT NOT NULL
) STRICT;
CREATE INDEX webhooks_of_account ON webhooks (account, row);

CREATE TABLE webhook_deliveries (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  webhook TEXT NOT NULL REFERENCES webhooks (id),
  alert TEXT REFERENCES alerts (id),
  body TEXT NOT NULL,                       -- the bytes that are sent
  state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'given_up')),
  attempts INTEGER NOT NULL DEFAULT 0,      -- since `begun_at`
  begun_at INTEGER NOT NULL,                -- of this round: a delivery that is sent anew begins another
  next_at INTEGER NOT NULL,
  last_status INTEGER,                      -- of HTTP; null: there was no answer
  last_error TEXT,
  done_at INTEGER,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_at) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_of_webhook ON webhook_deliveries (webhook, row);
)sql";

// Who may do what, and who did.
inline constexpr const char* schema_of_access = R"sql(
CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,                      -- the public part of the key
  digest BLOB NOT NULL,                     -- SHA-256 of the whole key
  name TEXT NOT NULL,
  person TEXT NOT NULL,                     -- who made it; empty: the first start
  roles TEXT NOT NULL,                      -- separated by commas, as are scopes and feeds
  account TEXT REFERENCES accounts (id),
  scopes TEXT NOT NULL DEFAULT '',          -- empty: all that the roles allow
  feeds TEXT NOT NULL DEFAULT '',           -- empty: any
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER,
  revoked_by TEXT,
  revoked_why TEXT,
  last_used INTEGER
) STRICT;
CREATE INDEX api_keys_of_account ON api_keys (account);
CREATE INDEX api_keys_of_person ON api_keys (person);

CREATE TABLE people (
  id TEXT PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,               -- in lower case
  name TEXT NOT NULL,
  roles TEXT NOT NULL,                      -- separated by commas
  account TEXT REFERENCES accounts (id),
  password TEXT,                            -- argon2id; null: none set yet
  invitation BLOB UNIQUE,                   -- SHA-256 of the text that lets the person set a password
  invited_until INTEGER,
  disabled INTEGER NOT NULL DEFAULT 0,
  revision INTEGER NOT NULL DEFAULT 1,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  logged_in_at INTEGER
) STRICT;
CREATE INDEX people_of_account ON people (account);

CREATE TABLE sessions (                     -- those that hold; an ended one is gone
  id TEXT PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,                -- of the cookie's value
  person TEXT NOT NULL REFERENCES people (id),
  agent TEXT NOT NULL,                      -- what the browser calls itself
  at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_person ON sessions (person);

CREATE TABLE idempotency (
  principal TEXT NOT NULL,
  key TEXT NOT NULL,
  request TEXT NOT NULL,                    -- digest of method, path, query and body
  status INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  headers TEXT NOT NULL,                    -- JSON
  body BLOB,                                -- null: it held a secret
  at INTEGER NOT NULL,
  PRIMARY KEY (principal, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_by_age ON idempotency (at);

CREATE TABLE audit (                        -- rows are added, never changed
  sequence INTEGER PRIMARY KEY,             -- gapless from 1
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  action TEXT NOT NULL,                     -- account.edit, event.void …
  account TEXT,
  subject TEXT NOT NULL,                    -- id of what changed
  before TEXT,
  after TEXT,
  why TEXT,
  previous TEXT NOT NULL,
  digest TEXT NOT NULL                      -- of the row with `previous`
) STRICT;
CREATE INDEX audit_of_account ON audit (account, sequence);
)sql";

// Accounts that are assigned to keys and people of sales: a JSON list of ids; null: all.
inline constexpr const char* schema_of_assignments = R"sql(
ALTER TABLE api_keys ADD COLUMN accounts TEXT;
ALTER TABLE people ADD COLUMN accounts TEXT;
)sql";

// Each part with the version of the schema that brought it.
struct SchemaPart {
    int since;
    const char* text;
};
inline constexpr SchemaPart schema_parts[] = {{1, schema_of_inputs},   {1, schema_of_usage},  {1, schema_of_bills},
                                              {1, schema_of_payments}, {1, schema_of_access}, {2, schema_of_quotes},
                                              {3, schema_of_proposals}, {4, schema_of_assignments}};

}  // namespace samebill::store
