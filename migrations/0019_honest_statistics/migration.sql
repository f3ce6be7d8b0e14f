-- Every program that was ever put to a series' days, once: the noise that the best of a search must rise above grows with
-- their number. Datasets of one series share nearly all their days, so new days do not wash old tries away. A try stays
-- counted when its factor is no longer kept, hence no key to factors.
CREATE TABLE "trials" (
    "series_id" UUID NOT NULL,
    "factor_id" UUID NOT NULL,

    CONSTRAINT "trials_pkey" PRIMARY KEY ("series_id", "factor_id")
);
ALTER TABLE "trials" ADD CONSTRAINT "trials_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "series"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- How many of them came first from which run (or from people: the nil id), so that runs side by side count without waiting
-- for each other; their sum is the number of trials of the series.
CREATE TABLE "trial_counts" (
    "series_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "programs" BIGINT NOT NULL,

    CONSTRAINT "trial_counts_pkey" PRIMARY KEY ("series_id", "source_id")
);
ALTER TABLE "trial_counts" ADD CONSTRAINT "trial_counts_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "series"("id") ON DELETE CASCADE ON UPDATE CASCADE;

INSERT INTO "trials" ("series_id", "factor_id")
SELECT DISTINCT d."series_id", e."factor_id" FROM "evaluations" e
JOIN "evaluation_keys" k ON k."id" = e."key_id" JOIN "datasets" d ON d."id" = k."dataset_id"
UNION
SELECT d."series_id", t."factor_id" FROM "tier_scores" t
JOIN "evaluation_keys" k ON k."id" = t."key_id" JOIN "datasets" d ON d."id" = k."dataset_id";
INSERT INTO "trial_counts" ("series_id", "source_id", "programs")
SELECT "series_id", '00000000-0000-0000-0000-000000000000', count(*) FROM "trials" GROUP BY "series_id";

-- Each time that somebody was shown figures of a test period; equal looks within a minute are one row that counts.
CREATE TABLE "test_looks" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "times" INTEGER NOT NULL DEFAULT 1,
    "who" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "series_id" UUID NOT NULL,
    "dataset_id" UUID NOT NULL,
    "run_id" UUID,
    "period_from" DATE NOT NULL,
    "period_to" DATE NOT NULL,

    CONSTRAINT "test_looks_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "test_looks_series_id_id_idx" ON "test_looks"("series_id", "id" DESC);
CREATE INDEX "test_looks_run_id_id_idx" ON "test_looks"("run_id", "id" DESC);
CREATE UNIQUE INDEX "test_looks_key" ON "test_looks"("minute", "who", "operation", "dataset_id", "run_id", "period_from", "period_to") NULLS NOT DISTINCT;
ALTER TABLE "test_looks" ADD CONSTRAINT "test_looks_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "series"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Standard errors of the mean ICs, which take neighbouring days into account; null where only the search measured.
ALTER TABLE "evaluations" ADD COLUMN "ic_se" DOUBLE PRECISION, ADD COLUMN "rank_ic_se" DOUBLE PRECISION;

-- The random search of equal budget that a run is compared with.
ALTER TABLE "runs" ADD COLUMN "control_of_id" UUID;
CREATE INDEX "runs_control_of_id_idx" ON "runs"("control_of_id");
ALTER TABLE "runs" ADD CONSTRAINT "runs_control_of_id_fkey" FOREIGN KEY ("control_of_id") REFERENCES "runs"("id") ON DELETE SET NULL ON UPDATE CASCADE;
