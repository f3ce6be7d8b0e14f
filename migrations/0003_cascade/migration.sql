-- What the cascade and the fingerprints did in a generation. `cascade` holds the thresholds of the next one, so that a
-- run goes on with the same bytes; null where the cascade was off.
ALTER TABLE "generations"
    ADD COLUMN "rejected" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "equivalents" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "cascade" JSONB;

ALTER TABLE "generations" ADD CONSTRAINT "generations_sifted" CHECK ("rejected" >= 0 AND "equivalents" >= 0);
