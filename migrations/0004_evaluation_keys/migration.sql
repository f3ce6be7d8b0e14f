-- What an evaluation depends on beside its factor is the same for thousands of rows: it moves to a table of its own, and
-- the rows and their indexes hold its number. An evaluation is one row for a factor and a key; `precision` says which engine
-- its figures come from, and `judgement` keeps what the search engine said, for it alone may stand in for its work.
CREATE TABLE "evaluation_keys" (
    "id" SERIAL NOT NULL,
    "dataset_id" UUID NOT NULL,
    "slice_hash" TEXT NOT NULL,
    "period_from" DATE NOT NULL,
    "period_to" DATE NOT NULL,
    "definition_hash" TEXT NOT NULL,
    "engine_version" TEXT NOT NULL,
    "horizon_days" INTEGER NOT NULL,

    CONSTRAINT "evaluation_keys_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "evaluation_keys_key" ON "evaluation_keys"("slice_hash", "period_from", "period_to", "definition_hash", "engine_version");
CREATE INDEX "evaluation_keys_ground" ON "evaluation_keys"("dataset_id", "period_from", "period_to", "definition_hash", "engine_version");
ALTER TABLE "evaluation_keys" ADD CONSTRAINT "evaluation_keys_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "datasets"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "evaluation_keys" ADD CONSTRAINT "evaluation_keys_bounds" CHECK ("period_from" <= "period_to" AND "horizon_days" >= 1);

INSERT INTO "evaluation_keys" ("dataset_id", "slice_hash", "period_from", "period_to", "definition_hash", "engine_version", "horizon_days")
SELECT DISTINCT ON ("slice_hash", "period_from", "period_to", "definition_hash", "engine_version")
    "dataset_id", "slice_hash", "period_from", "period_to", "definition_hash", "engine_version", "horizon_days"
FROM "evaluations" ORDER BY "slice_hash", "period_from", "period_to", "definition_hash", "engine_version", "id";

ALTER TABLE "evaluations" ADD COLUMN "key_id" INTEGER, ADD COLUMN "precision" TEXT, ADD COLUMN "judgement" JSONB;
UPDATE "evaluations" e SET "key_id" = k."id", "precision" = CASE WHEN e."statistics" IS NULL THEN 'SEARCH' ELSE 'EXACT' END
FROM "evaluation_keys" k
WHERE (k."slice_hash", k."period_from", k."period_to", k."definition_hash", k."engine_version")
    = (e."slice_hash", e."period_from", e."period_to", e."definition_hash", e."engine_version");
ALTER TABLE "evaluations" ALTER COLUMN "key_id" SET NOT NULL, ALTER COLUMN "precision" SET NOT NULL;

DROP INDEX "evaluations_top_rank_ic", "evaluations_top_ic", "evaluations_top_rank_ic_ir", "evaluations_top_ic_ir",
    "evaluations_top_rank_win_rate", "evaluations_top_win_rate", "evaluations_top_long_short", "evaluations_top_long_leg",
    "evaluations_key", "evaluations_dataset_id_idx";
ALTER TABLE "evaluations" DROP CONSTRAINT "evaluations_bounds", DROP CONSTRAINT "evaluations_dataset_id_fkey";
ALTER TABLE "evaluations" DROP COLUMN "dataset_id", DROP COLUMN "slice_hash", DROP COLUMN "period_from",
    DROP COLUMN "period_to", DROP COLUMN "definition_hash", DROP COLUMN "engine_version", DROP COLUMN "horizon_days";

CREATE UNIQUE INDEX "evaluations_key" ON "evaluations"("factor_id", "key_id");
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "evaluation_keys"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_bounds" CHECK (
    "days" >= 0 AND "pairs" >= 0 AND "precision" IN ('SEARCH', 'EXACT')
    AND "coverage" BETWEEN 0 AND 1 AND "date_share" BETWEEN 0 AND 1 AND "tied_share" BETWEEN 0 AND 1
);

-- Top factors of a key by a metric, a keyset page at a time, as before.
CREATE INDEX "evaluations_top_rank_ic" ON "evaluations"("key_id", (abs("rank_ic")) DESC NULLS LAST, "factor_id" DESC) WHERE abs("rank_ic") IS NOT NULL;
CREATE INDEX "evaluations_top_ic" ON "evaluations"("key_id", (abs("ic")) DESC NULLS LAST, "factor_id" DESC) WHERE abs("ic") IS NOT NULL;
CREATE INDEX "evaluations_top_rank_ic_ir" ON "evaluations"("key_id", "rank_ic_ir" DESC NULLS LAST, "factor_id" DESC) WHERE "rank_ic_ir" IS NOT NULL;
CREATE INDEX "evaluations_top_ic_ir" ON "evaluations"("key_id", "ic_ir" DESC NULLS LAST, "factor_id" DESC) WHERE "ic_ir" IS NOT NULL;
CREATE INDEX "evaluations_top_rank_win_rate" ON "evaluations"("key_id", "rank_win_rate" DESC NULLS LAST, "factor_id" DESC) WHERE "rank_win_rate" IS NOT NULL;
CREATE INDEX "evaluations_top_win_rate" ON "evaluations"("key_id", "win_rate" DESC NULLS LAST, "factor_id" DESC) WHERE "win_rate" IS NOT NULL;
CREATE INDEX "evaluations_top_long_short" ON "evaluations"("key_id", "long_short_annual_return" DESC NULLS LAST, "factor_id" DESC) WHERE "long_short_annual_return" IS NOT NULL;
CREATE INDEX "evaluations_top_long_leg" ON "evaluations"("key_id", "long_leg_annual_return" DESC NULLS LAST, "factor_id" DESC) WHERE "long_leg_annual_return" IS NOT NULL;

-- What a cascade's tiers said of a program, on a share of the stocks, by the kind of IC. Null = no IC there.
CREATE TABLE "tier_scores" (
    "key_id" INTEGER NOT NULL,
    "fitness" TEXT NOT NULL,
    "share" DOUBLE PRECISION NOT NULL,
    "factor_id" UUID NOT NULL,
    "score" DOUBLE PRECISION,

    CONSTRAINT "tier_scores_pkey" PRIMARY KEY ("key_id", "factor_id", "fitness", "share")
);
ALTER TABLE "tier_scores" ADD CONSTRAINT "tier_scores_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "evaluation_keys"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "tier_scores" ADD CONSTRAINT "tier_scores_factor_id_fkey" FOREIGN KEY ("factor_id") REFERENCES "factors"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "tier_scores" ADD CONSTRAINT "tier_scores_bounds" CHECK ("share" > 0 AND "share" < 1 AND "fitness" IN ('rank', 'pearson'));
