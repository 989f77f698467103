-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The ignore rules that people made, each in the words of the file, asked after those of the file in the
-- order in which they were made.

CREATE TABLE ignore_rule (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    space_id   uuid NOT NULL REFERENCES space,
    name       text NOT NULL CHECK (name <> ''),
    body       jsonb NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text NOT NULL,
    UNIQUE (space_id, name)
);

-- Told like a change of the rules: every engine then reads these anew as well.
CREATE TRIGGER ignore_rule_changed AFTER INSERT OR UPDATE OR DELETE ON ignore_rule
    FOR EACH ROW EXECUTE FUNCTION tell_policy();

-- The wakes of a space, newest first.
CREATE INDEX wake_by_space ON wake (space_id, id);
