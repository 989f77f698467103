-- SPDX-License-Identifier: AGPL-3.0-or-later
-- An app is production by the word of its account or of the file (declared), or of a person (marked). What
-- lifted that protection, {by, reason, at}, is kept beside it, and goes with the last word.

ALTER TABLE app
    ADD COLUMN production_declared text CHECK (production_declared <> ''),
    ADD COLUMN production_marked   text CHECK (production_marked <> ''),
    ADD COLUMN lifted              jsonb,
    ADD CHECK (lifted IS NULL OR num_nonnulls(production_declared, production_marked) > 0);
