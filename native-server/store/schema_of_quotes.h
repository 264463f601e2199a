// SPDX-License-Identifier: MIT
#pragma once

// The tables of quotes; conventions in schema_text.h.

namespace samebill::store {

inline constexpr const char* schema_of_quotes = R"sql(
CREATE TABLE quotes (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,                    -- perhaps made by accepting it
  version INTEGER NOT NULL,                 -- the last one
  revision INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX quotes_of_account ON quotes (account, id);

CREATE TABLE quote_versions (               -- documents never change; states do
  quote TEXT NOT NULL REFERENCES quotes (id),
  version INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'sent', 'accepted', 'declined', 'superseded')),
  valid_from TEXT NOT NULL,
  valid_until TEXT NOT NULL,
  from_month TEXT NOT NULL,
  through_month TEXT NOT NULL,
  catalog TEXT NOT NULL,
  catalog_version TEXT NOT NULL,
  digest TEXT NOT NULL,                     -- of the document
  body BLOB NOT NULL,                       -- deflated samebill/quote/1
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  sent_at INTEGER,
  sent_by TEXT,
  decided_at INTEGER,                       -- accepted or declined
  decided_by TEXT,
  why TEXT,
  PRIMARY KEY (quote, version),
  FOREIGN KEY (catalog, catalog_version) REFERENCES catalog_versions (catalog, version)
) STRICT;

CREATE TABLE catalog_pins (                 -- a version that holds for these months, before every schedule
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL REFERENCES accounts (id),
  from_month TEXT NOT NULL,
  through_month TEXT NOT NULL,
  catalog TEXT NOT NULL,
  version TEXT NOT NULL,
  quote TEXT NOT NULL REFERENCES quotes (id),
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  FOREIGN KEY (catalog, version) REFERENCES catalog_versions (catalog, version)
) STRICT;
CREATE INDEX catalog_pins_of_account ON catalog_pins (account, from_month);
)sql";

}  // namespace samebill::store
