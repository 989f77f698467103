-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Accounts that people add, what is found on accounts, and the budgets of their platforms' calls.

-- A removed account keeps its row for the history without its credentials, and gives its name free.
ALTER TABLE account
    ADD COLUMN origin        text NOT NULL DEFAULT 'file' CHECK (origin IN ('file', 'console')),
    ADD COLUMN settings      jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN sealed        bytea,
    ADD COLUMN production    boolean NOT NULL DEFAULT false,
    ADD COLUMN removed_at    timestamptz,
    ADD COLUMN health        text NOT NULL DEFAULT 'unchecked'
        CHECK (health IN ('unchecked', 'accepted', 'refused', 'unreachable')),
    ADD COLUMN health_detail text NOT NULL DEFAULT '',
    ADD COLUMN checked_at    timestamptz,
    ADD CHECK (removed_at IS NULL OR sealed IS NULL),
    DROP CONSTRAINT account_space_id_name_key;
CREATE UNIQUE INDEX account_name ON account (space_id, name) WHERE removed_at IS NULL;

-- The keys that credentials are sealed with, themselves sealed with the master key, which is never here.
CREATE TABLE vault (
    only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    keyset     bytea NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE found_app (
    account_id           uuid NOT NULL,
    space_id             uuid NOT NULL,
    ref                  text NOT NULL,
    name                 text NOT NULL,
    hosts                text[] NOT NULL,
    running              boolean NOT NULL,
    formation            jsonb NOT NULL,
    traits               text[] NOT NULL,
    found_at             timestamptz NOT NULL,
    gone_at              timestamptz,
    taken_name           text CHECK (taken_name <> ''),
    taken_idle_ms        bigint CHECK (taken_idle_ms > 0),
    taken_wake_ms        bigint CHECK (taken_wake_ms > 0),
    taken_wakes_per_hour integer CHECK (taken_wakes_per_hour > 0),
    taken_production     boolean,
    PRIMARY KEY (account_id, ref),
    FOREIGN KEY (space_id, account_id) REFERENCES account (space_id, id),
    CHECK (num_nonnulls(taken_name, taken_idle_ms, taken_wake_ms, taken_wakes_per_hour,
                        taken_production) IN (0, 5))
);
CREATE UNIQUE INDEX found_app_taken_name ON found_app (space_id, taken_name)
    WHERE taken_name IS NOT NULL;

-- A bucket of the calls that a platform allows: calls become free in per_nanos. Granted tells the caller
-- of the last change what became of its wish. Few rows, changed with every call: there is room on each page
-- and no further index, so that a change stays on its page.
CREATE TABLE api_bucket (
    account_id uuid NOT NULL,
    space_id   uuid NOT NULL,
    scope      text NOT NULL,
    calls      integer NOT NULL CHECK (calls > 0),
    per_nanos  bigint NOT NULL CHECK (per_nanos > 0),
    burst      integer NOT NULL CHECK (burst > 0),
    tokens     double precision NOT NULL,
    at         timestamptz NOT NULL,
    shut_until timestamptz NOT NULL,
    granted    boolean NOT NULL,
    PRIMARY KEY (account_id, scope),
    FOREIGN KEY (space_id, account_id) REFERENCES account (space_id, id)
) WITH (fillfactor = 50);

-- Tells every engine which account that people added has changed: '<account id>'. Its health is not told.
CREATE FUNCTION tell_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('paastis_account', NEW.id::text);
    RETURN NULL;
END
$$;
CREATE TRIGGER account_added AFTER INSERT ON account
    FOR EACH ROW WHEN (NEW.origin = 'console') EXECUTE FUNCTION tell_account();
CREATE TRIGGER account_changed AFTER UPDATE ON account
    FOR EACH ROW WHEN (NEW.origin = 'console'
        AND (OLD.settings, OLD.sealed, OLD.production, OLD.removed_at)
            IS DISTINCT FROM (NEW.settings, NEW.sealed, NEW.production, NEW.removed_at))
    EXECUTE FUNCTION tell_account();
