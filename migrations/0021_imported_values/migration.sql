-- Values of factors that were made elsewhere, by day and symbol; the values themselves are files of the data folder. A name that
-- was deleted stays: what was measured under it must not come to mean other values.
CREATE TABLE "imported_values" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "series_id" UUID NOT NULL,
    "source_file" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "former_hash" TEXT,
    "first_day" DATE NOT NULL,
    "last_day" DATE NOT NULL,
    "day_count" INTEGER NOT NULL,
    "symbol_count" INTEGER NOT NULL,
    "cell_count" INTEGER NOT NULL,
    "bytes" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_by" TEXT NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "imported_values_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "imported_values_name_check" CHECK ("name" ~ '^[a-z][a-z0-9_]{0,47}$')
);
CREATE UNIQUE INDEX "imported_values_name_key" ON "imported_values"("name");
ALTER TABLE "imported_values" ADD CONSTRAINT "imported_values_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "series"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
