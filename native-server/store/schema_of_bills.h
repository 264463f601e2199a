// SPDX-License-Identifier: MIT
#pragma once

// The tables of bills and of what is proposed; conventions in schema_text.h.

namespace samebill::store {

// Bills: drafts in runs, final ones, what corrects them.
inline constexpr const char* schema_of_bills = R"sql(
CREATE TABLE issuers (
  id TEXT PRIMARY KEY,
  next_number INTEGER NOT NULL,             -- gapless
  last_digest TEXT                          -- of the last final bill
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('bills', 'rebuild')),
  month TEXT NOT NULL,                      -- of a rebuild: none, ''
  scope TEXT,                               -- null: all accounts; else a JSON list of ids
  begins INTEGER NOT NULL,                  -- accounts without a final bill begin with this month
  state TEXT NOT NULL,                      -- computing, review, approved, finalising, finalised, cancelled
  hold_factor TEXT NOT NULL,                -- a bill above so many times its trailing average waits for approval
  rules TEXT NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  approved_at INTEGER,
  approved_by TEXT,
  finalised_at INTEGER,                     -- its bills are issued at this instant
  finalised_by TEXT,
  ended_at INTEGER
) STRICT;
CREATE INDEX runs_at_work ON runs (state) WHERE state IN ('computing', 'finalising');

CREATE TABLE run_items (
  run TEXT NOT NULL REFERENCES runs (id),
  account TEXT NOT NULL REFERENCES accounts (id),
  state TEXT NOT NULL,                      -- waiting, computed, held, parked, approved, finalised, dropped
  inputs TEXT,                              -- digest of the request and the bound of its usage
  amount_due TEXT,
  average TEXT,                             -- of the last final bills
  currency TEXT,
  lines INTEGER,
  digest TEXT,
  bill BLOB,                                -- the engine's bytes, deflated, as are the next two; null once final
  closing BLOB,
  request BLOB,                             -- without usage
  usage_through INTEGER,                    -- the last usage chunk taken
  catalog_version TEXT,
  problems TEXT,                            -- why it is parked or dropped: a list of {code, path, message}
  held_why TEXT,
  decided_at INTEGER,
  decided_by TEXT,
  number INTEGER,                           -- of the final bill
  PRIMARY KEY (run, account)
) STRICT;
CREATE INDEX run_items_of_state ON run_items (run, state, account);
CREATE INDEX run_items_of_account ON run_items (account, run);

CREATE TABLE bills (                        -- final: rows are added, never changed
  issuer TEXT NOT NULL REFERENCES issuers (id),
  number INTEGER NOT NULL,
  account TEXT NOT NULL REFERENCES accounts (id),
  month TEXT NOT NULL,
  run TEXT NOT NULL REFERENCES runs (id),
  issued_at INTEGER NOT NULL,
  due_on TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount_due TEXT NOT NULL,
  previous TEXT,                            -- digest of the issuer's bill before
  digest TEXT NOT NULL,                     -- of the final bill
  bill_digest TEXT NOT NULL,
  bill BLOB NOT NULL,                       -- the engine's bytes, deflated, as are the other two
  signature TEXT NOT NULL,
  key_id TEXT NOT NULL,
  closing BLOB NOT NULL,
  request BLOB NOT NULL,
  usage_through INTEGER NOT NULL,
  catalog_version TEXT NOT NULL,
  rules TEXT NOT NULL,
  PRIMARY KEY (issuer, number),
  UNIQUE (account, month)
) STRICT;

CREATE TABLE corrections_due (              -- accounts whose finalised months have new inputs
  account TEXT PRIMARY KEY REFERENCES accounts (id),
  from_month TEXT NOT NULL,                 -- the first of them
  why TEXT NOT NULL,                        -- late_usage, voided_event, or an operator's words
  mark INTEGER NOT NULL,                    -- rises with every cause
  problems TEXT,                            -- what stood against computing it
  at INTEGER NOT NULL,
  by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE corrections (                  -- differences found for finalised months
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES accounts (id),
  of_month TEXT NOT NULL,
  why TEXT NOT NULL,
  adjustment TEXT,                          -- a member of the next request's `adjustments`; null: listed
  statement BLOB NOT NULL,                  -- deflated samebill/correction/1
  state TEXT NOT NULL,                      -- open, billed, listed, withdrawn
  billed_in TEXT,                           -- the month whose bill carries it
  at INTEGER NOT NULL,
  by TEXT NOT NULL
) STRICT;
CREATE INDEX corrections_of_account ON corrections (account, state, of_month);

CREATE TABLE states (                       -- closing states of corrected months or newer rules; else the bill's
  account TEXT NOT NULL REFERENCES accounts (id),
  month TEXT NOT NULL,
  rules TEXT NOT NULL,
  state BLOB NOT NULL,                      -- deflated
  at INTEGER NOT NULL,
  PRIMARY KEY (account, month, rules)
) STRICT, WITHOUT ROWID;
)sql";

// What one person proposes for an account and another decides.
inline constexpr const char* schema_of_proposals = R"sql(
CREATE TABLE proposals (                    -- rows are added, and decided once
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL REFERENCES accounts (id),
  kind TEXT NOT NULL CHECK (kind IN ('prices', 'bar')),
  body TEXT NOT NULL,                       -- JSON: what is to be
  note TEXT NOT NULL,                       -- why
  state TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'declined')),
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  decided_at INTEGER,
  decided_by TEXT,
  decided_why TEXT
) STRICT;
CREATE INDEX proposals_of_account ON proposals (account, row);
)sql";

}  // namespace samebill::store
