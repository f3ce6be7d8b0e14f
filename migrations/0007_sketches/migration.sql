-- Factors as a few kilobytes: their daily ranks at the cells of a grid, by which thousands are compared in milliseconds.
-- A grid is named by the hash of everything that a sketch depends on beside its factor.
CREATE TABLE "sketch_grids" (
    "id" SERIAL NOT NULL,
    "hash" TEXT NOT NULL,
    "dataset_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sketch_grids_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "sketch_grids_hash_key" ON "sketch_grids"("hash");
CREATE INDEX "sketch_grids_dataset_id_idx" ON "sketch_grids"("dataset_id");
ALTER TABLE "sketch_grids" ADD CONSTRAINT "sketch_grids_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "datasets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "sketches" (
    "grid_id" INTEGER NOT NULL,
    "factor_id" UUID NOT NULL,
    "scores" BYTEA NOT NULL,
    "coverage" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "sketches_pkey" PRIMARY KEY ("grid_id", "factor_id")
);
CREATE INDEX "sketches_factor_id_idx" ON "sketches"("factor_id");
ALTER TABLE "sketches" ADD CONSTRAINT "sketches_grid_id_fkey" FOREIGN KEY ("grid_id") REFERENCES "sketch_grids"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "sketches" ADD CONSTRAINT "sketches_factor_id_fkey" FOREIGN KEY ("factor_id") REFERENCES "factors"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "sketches" ADD CONSTRAINT "sketches_bounds" CHECK ("coverage" BETWEEN 0 AND 1);
-- Ranks do not compress.
ALTER TABLE "sketches" ALTER COLUMN "scores" SET STORAGE EXTERNAL;

-- Raised whenever members join, leave or get their sketches: what holds a library in memory asks for this alone.
ALTER TABLE "libraries" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 0;
