-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Messages about events on their way to the channels of the file, and the links in them.

-- How far the log was told. Whoever holds its lock puts the messages of the next events on their way.
CREATE TABLE told (
    space_id uuid PRIMARY KEY REFERENCES space,
    event_id bigint NOT NULL
);

-- Events that wait for a summary. Events are append-only, so nothing need refer to them by a key.
CREATE TABLE collected (
    space_id uuid NOT NULL REFERENCES space,
    channel  text NOT NULL,
    event_id bigint NOT NULL,
    since    timestamptz NOT NULL,
    notice   jsonb NOT NULL,
    PRIMARY KEY (space_id, channel, event_id)
);

-- A message through one channel. While it is sent, due_at is when it falls due again should the engine
-- that sends it be gone; attempts tells whose word on it counts.
CREATE TABLE delivery (
    id         uuid PRIMARY KEY,
    position   bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    space_id   uuid NOT NULL REFERENCES space,
    channel    text NOT NULL,
    form       text NOT NULL CHECK (form IN ('EVENT', 'DIGEST', 'TEST')),
    event_id   bigint,
    notices    jsonb NOT NULL,
    state      text NOT NULL CHECK (state IN ('waiting', 'delivered', 'dead')),
    attempts   integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    due_at     timestamptz,
    ended_at   timestamptz,
    why        text,
    UNIQUE (space_id, channel, event_id),
    CHECK ((form = 'EVENT') = (event_id IS NOT NULL)),
    CHECK ((state = 'waiting') = (due_at IS NOT NULL)),
    CHECK ((state = 'waiting') = (ended_at IS NULL))
);
CREATE INDEX delivery_due ON delivery (space_id, channel, due_at) WHERE state = 'waiting';
CREATE INDEX delivery_list ON delivery (space_id, position);
CREATE INDEX delivery_ended ON delivery (ended_at) WHERE state <> 'waiting';

-- Channels whose receivers want no more messages, as long as the channel has the same fingerprint.
CREATE TABLE closed_channel (
    space_id    uuid NOT NULL REFERENCES space,
    channel     text NOT NULL,
    fingerprint text NOT NULL,
    why         text NOT NULL,
    closed_at   timestamptz NOT NULL,
    PRIMARY KEY (space_id, channel)
);

-- The key that links are signed with, sealed by the vault.
CREATE TABLE link_key (
    only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    id         uuid NOT NULL,
    sealed     bytea NOT NULL,
    created_at timestamptz NOT NULL
);

-- Links that were used, until they would have expired.
CREATE TABLE used_link (
    message    uuid NOT NULL,
    action     text NOT NULL,
    used_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (message, action)
);
