-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Every table of a tenant carries its space, and refers to others by (space_id, id), so that a row of
-- one space cannot point into another one even when a query is wrong.

CREATE TABLE space (
    id         uuid PRIMARY KEY,
    name       text NOT NULL UNIQUE CHECK (name <> ''),
    created_at timestamptz NOT NULL
);

CREATE TABLE account (
    id         uuid PRIMARY KEY,
    space_id   uuid NOT NULL REFERENCES space,
    provider   text NOT NULL,
    region     text NOT NULL,
    name       text NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (space_id, id),
    UNIQUE (space_id, name)
);

CREATE TABLE app (
    id              uuid PRIMARY KEY,
    space_id        uuid NOT NULL,
    account_id      uuid NOT NULL,
    ref             text NOT NULL,
    name            text NOT NULL,
    hosts           text[] NOT NULL,
    idle_timeout_ms bigint NOT NULL CHECK (idle_timeout_ms > 0),
    wake_timeout_ms bigint NOT NULL CHECK (wake_timeout_ms > 0),
    wakes_per_hour  integer NOT NULL CHECK (wakes_per_hour > 0),
    group_name      text,
    group_order     integer,
    created_at      timestamptz NOT NULL,
    removed_at      timestamptz,
    UNIQUE (space_id, id),
    UNIQUE (account_id, ref),
    FOREIGN KEY (space_id, account_id) REFERENCES account (space_id, id),
    CHECK ((group_name IS NULL) = (group_order IS NULL))
);
-- A removed app keeps its row for the history, and gives its name free.
CREATE UNIQUE INDEX app_name ON app (space_id, name) WHERE removed_at IS NULL;

CREATE TABLE app_state (
    app_id        uuid PRIMARY KEY,
    space_id      uuid NOT NULL,
    version       bigint NOT NULL,
    state         text NOT NULL
        CHECK (state IN ('awake', 'falling-asleep', 'asleep', 'waking', 'unknown')),
    since         timestamptz NOT NULL,
    operation_id  uuid,
    engine        uuid,
    started_at    timestamptz,
    cause         jsonb,
    upstream      text,
    formation     jsonb NOT NULL,
    awake_since   timestamptz,
    unknown_cause text,
    last_activity timestamptz,
    pinned_until  timestamptz,
    FOREIGN KEY (space_id, app_id) REFERENCES app (space_id, id),
    CHECK ((state IN ('falling-asleep', 'waking')) = (operation_id IS NOT NULL)),
    CHECK (num_nonnulls(operation_id, engine, started_at, cause) IN (0, 4)),
    CHECK ((state IN ('awake', 'falling-asleep')) = (upstream IS NOT NULL)),
    CHECK ((state = 'falling-asleep') = (awake_since IS NOT NULL)),
    CHECK ((state = 'unknown') = (unknown_cause IS NOT NULL))
);

CREATE TABLE event (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    space_id uuid NOT NULL REFERENCES space,
    app_id   uuid,
    at       timestamptz NOT NULL,
    type     text NOT NULL,
    cause    jsonb NOT NULL,
    details  jsonb NOT NULL,
    FOREIGN KEY (space_id, app_id) REFERENCES app (space_id, id)
);
CREATE INDEX event_by_space ON event (space_id, id);
CREATE INDEX event_by_app ON event (space_id, app_id, id);
-- The wake budget counts these two: the wakes that requests began, whether they ended well or not.
CREATE INDEX event_wakes_by_app ON event (app_id, at)
    WHERE type = 'wake-started' AND cause ->> 'kind' = 'REQUEST';
CREATE INDEX event_wakes_by_space ON event (space_id, at)
    WHERE type = 'wake-started' AND cause ->> 'kind' = 'REQUEST';

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE wake (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    space_id   uuid NOT NULL,
    app_id     uuid NOT NULL,
    started_at timestamptz NOT NULL,
    took_ms    bigint NOT NULL CHECK (took_ms >= 0),
    cause_kind text NOT NULL,
    cause      jsonb NOT NULL,
    FOREIGN KEY (space_id, app_id) REFERENCES app (space_id, id)
);
CREATE INDEX wake_by_app ON wake (app_id, started_at DESC);

CREATE TABLE ledger_interval (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    space_id  uuid NOT NULL,
    app_id    uuid NOT NULL,
    state     text NOT NULL,
    formation jsonb NOT NULL,
    from_at   timestamptz NOT NULL,
    to_at     timestamptz CHECK (to_at >= from_at),
    FOREIGN KEY (space_id, app_id) REFERENCES app (space_id, id)
);
-- At most one open interval an app. No two overlap, because an interval opens where the one before it
-- was closed, in one statement under the lock of the app's state row.
CREATE UNIQUE INDEX ledger_open ON ledger_interval (app_id) WHERE to_at IS NULL;
CREATE INDEX ledger_by_app ON ledger_interval (app_id, from_at);
CREATE INDEX ledger_by_space ON ledger_interval (space_id, from_at);

CREATE TABLE engine (
    id         uuid PRIMARY KEY,
    started_at timestamptz NOT NULL,
    last_seen  timestamptz NOT NULL
);

CREATE TABLE api_token (
    id           uuid PRIMARY KEY,
    space_id     uuid NOT NULL REFERENCES space,
    name         text NOT NULL,
    sha256       text NOT NULL UNIQUE CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    scopes       text[] NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    last_used_at timestamptz
);
CREATE INDEX api_token_by_space ON api_token (space_id);

CREATE TABLE sign_in_link (
    sha256     text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);

CREATE TABLE idempotency_key (
    space_id     uuid NOT NULL REFERENCES space,
    key          text NOT NULL,
    request      text NOT NULL CHECK (request ~ '^[0-9a-f]{64}$'),
    claim        uuid NOT NULL,
    status       integer,
    body         text,
    content_type text,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (space_id, key),
    CHECK (num_nonnulls(status, body, content_type) IN (0, 3))
);
CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at);

-- The table of db-scheduler 16: https://github.com/kagkarlsson/db-scheduler
CREATE TABLE scheduled_tasks (
    task_name            text NOT NULL,
    task_instance        text NOT NULL,
    task_data            bytea,
    execution_time       timestamptz NOT NULL,
    picked               boolean NOT NULL,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint NOT NULL,
    priority             smallint,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);
CREATE INDEX scheduled_tasks_priority ON scheduled_tasks (priority DESC, execution_time);

-- Tells every engine which app changed: '<app id> <version>'. Activity alone is not told.
CREATE FUNCTION tell_app_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('paastis_app', NEW.app_id || ' ' || NEW.version);
    RETURN NULL;
END
$$;
CREATE TRIGGER app_state_added AFTER INSERT ON app_state
    FOR EACH ROW EXECUTE FUNCTION tell_app_state();
CREATE TRIGGER app_state_changed AFTER UPDATE ON app_state
    FOR EACH ROW WHEN (OLD.version IS DISTINCT FROM NEW.version
        OR OLD.pinned_until IS DISTINCT FROM NEW.pinned_until)
    EXECUTE FUNCTION tell_app_state();

CREATE FUNCTION tell_app() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('paastis_app', NEW.id || ' ' || s.version)
    FROM app_state s WHERE s.app_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER app_changed AFTER UPDATE ON app
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION tell_app();
