-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What rules may ask of an app, how groups wake, what a person did to an awake app, what waits for the end of
-- a window, and the rules, windows and groups that people make.

ALTER TABLE app
    ADD COLUMN kinds          text[] NOT NULL DEFAULT '{}',
    ADD COLUMN labels         jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN group_delay_ms bigint NOT NULL DEFAULT 0 CHECK (group_delay_ms >= 0),
    ADD COLUMN group_optional boolean NOT NULL DEFAULT false,
    ADD COLUMN group_whole    boolean NOT NULL DEFAULT false;

ALTER TABLE app_state ADD COLUMN handled_at timestamptz;

ALTER TABLE found_app ADD COLUMN labels jsonb NOT NULL DEFAULT '{}';

-- An app that a window paused while it ran (paused_at), and what became of earlier starts: started_at is the
-- last, unused the number of those in a row after which nobody came.
CREATE TABLE morning (
    app_id     uuid PRIMARY KEY,
    space_id   uuid NOT NULL,
    paused_at  timestamptz,
    started_at timestamptz,
    unused     integer NOT NULL DEFAULT 0 CHECK (unused >= 0),
    FOREIGN KEY (space_id, app_id) REFERENCES app (space_id, id)
);
CREATE INDEX morning_waiting ON morning (paused_at) WHERE paused_at IS NOT NULL;

-- Rules, windows and groups made by API and console, each in the words of the file. Those of a kind stand in
-- the order of their positions, after those of the file.
CREATE TABLE policy_entry (
    id         uuid PRIMARY KEY,
    space_id   uuid NOT NULL REFERENCES space,
    kind       text NOT NULL CHECK (kind IN ('rule', 'window', 'group')),
    name       text NOT NULL CHECK (name <> ''),
    position   integer NOT NULL,
    body       jsonb NOT NULL,
    version    bigint NOT NULL DEFAULT 1,
    changed_at timestamptz NOT NULL,
    changed_by text NOT NULL,
    UNIQUE (space_id, kind, name)
);
CREATE INDEX policy_entry_in_order ON policy_entry (space_id, kind, position);

-- Tells every engine that rules have changed: '<space id>'.
CREATE FUNCTION tell_policy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('paastis_policy', coalesce(NEW.space_id, OLD.space_id)::text);
    RETURN NULL;
END
$$;
CREATE TRIGGER policy_entry_changed AFTER INSERT OR UPDATE OR DELETE ON policy_entry
    FOR EACH ROW EXECUTE FUNCTION tell_policy();
