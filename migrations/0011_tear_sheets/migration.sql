-- Tear sheets that were made, so that a second look is quick. A factor need not be kept to have one, hence no key to factors;
-- what changes the figures beside factor and evaluation key is in the options' hash. JSON, not JSONB: read as a whole, and the
-- numbers stay as they were written.
CREATE TABLE "tear_sheets" (
    "id" UUID NOT NULL,
    "factor_id" UUID NOT NULL,
    "key_id" INTEGER NOT NULL,
    "options_hash" TEXT NOT NULL,
    "sheet" JSON NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tear_sheets_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "tear_sheets_factor_id_key_id_options_hash_key" ON "tear_sheets"("factor_id", "key_id", "options_hash");
CREATE INDEX "tear_sheets_key_id_idx" ON "tear_sheets"("key_id");
ALTER TABLE "tear_sheets" ADD CONSTRAINT "tear_sheets_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "evaluation_keys"("id") ON DELETE CASCADE ON UPDATE CASCADE;
