-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Log drains: who may tell of activity, for which apps, and when lines came last. Of the token in its
-- address only the hash is kept.

CREATE TABLE drain (
    id            uuid PRIMARY KEY,
    space_id      uuid NOT NULL REFERENCES space,
    name          text NOT NULL CHECK (name <> ''),
    sha256        text NOT NULL UNIQUE CHECK (length(sha256) = 64),
    account_name  text,
    app_name      text,
    created_at    timestamptz NOT NULL,
    created_by    text NOT NULL,
    last_line_at  timestamptz,
    last_visit_at timestamptz,
    UNIQUE (space_id, name),
    CHECK (account_name IS NULL OR app_name IS NULL)
);
