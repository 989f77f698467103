-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Review apps that nobody uses any more: what was told of each, what was announced, and who keeps it.

CREATE TABLE stale_app (
    app_id          uuid PRIMARY KEY,
    space_id        uuid NOT NULL,
    unused_since    timestamptz,
    found_at        timestamptz,
    first_warned_at timestamptz,
    last_warned_at  timestamptz,
    delete_at       timestamptz,
    -- What to tell of the deletion once it is proven; there from before the order until its end is known.
    ordered         jsonb,
    deleted_at      timestamptz,
    trouble         text NOT NULL DEFAULT '',
    kept_until      timestamptz,
    kept_by         text,
    kept_reason     text CHECK (kept_reason <> ''),
    FOREIGN KEY (space_id, app_id) REFERENCES app (space_id, id),
    CHECK (num_nonnulls(kept_until, kept_by, kept_reason) IN (0, 3)),
    CHECK (last_warned_at IS NULL OR first_warned_at IS NOT NULL),
    CHECK ((first_warned_at IS NULL) = (delete_at IS NULL)),
    CHECK (deleted_at IS NULL OR ordered IS NOT NULL)
);

-- The last sign of use that somebody leaves at a platform is looked for among the events of an app.
CREATE INDEX event_handled ON event (app_id, at)
    WHERE type IN ('app-added', 'deployed', 'found-awake');
