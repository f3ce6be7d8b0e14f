-- What is kept of old runs. One row: the settings in force.
CREATE TABLE "retention_settings" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "automatic" BOOLEAN NOT NULL DEFAULT false,
    "after_days" INTEGER NOT NULL,
    "keep_generations" INTEGER NOT NULL,
    "keep_best" INTEGER NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "retention_settings_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "retention_settings" ADD CONSTRAINT "retention_settings_bounds" CHECK (
    "id" = 1 AND "after_days" >= 0 AND "keep_generations" >= 0 AND "keep_best" >= 0
);

INSERT INTO "retention_settings" ("after_days", "keep_generations", "keep_best") VALUES (30, 10, 200);

-- A run of which individuals were pruned: populations before this generation are no longer whole.
CREATE TABLE "run_prunings" (
    "run_id" UUID NOT NULL,
    "before_generation" INTEGER NOT NULL,
    "individuals" INTEGER NOT NULL,
    "pruned_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "run_prunings_pkey" PRIMARY KEY ("run_id")
);

ALTER TABLE "run_prunings" ADD CONSTRAINT "run_prunings_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "run_prunings" ADD CONSTRAINT "run_prunings_counts" CHECK ("before_generation" >= 0 AND "individuals" >= 0);

-- What those born in a generation were, as a hash that is taken before any of them goes; chained with the generation's
-- population hash and all before it, so that no link can be changed alone.
CREATE TABLE "generation_digests" (
    "run_id" UUID NOT NULL,
    "generation" INTEGER NOT NULL,
    "born" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "chain" TEXT NOT NULL,

    CONSTRAINT "generation_digests_pkey" PRIMARY KEY ("run_id", "generation")
);

ALTER TABLE "generation_digests" ADD CONSTRAINT "generation_digests_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "generation_digests" ADD CONSTRAINT "generation_digests_form" CHECK (
    "generation" >= 0 AND "born" >= 0 AND "digest" ~ '^[0-9a-f]{64}$' AND "chain" ~ '^[0-9a-f]{64}$'
);
