-- ICs of what the styles leave of a factor; null where they were never measured.
ALTER TABLE "evaluations" ADD COLUMN "residual_ic" DOUBLE PRECISION, ADD COLUMN "residual_rank_ic" DOUBLE PRECISION;

-- Top factors by either; most rows of a search have none and take no place in the index.
CREATE INDEX "evaluations_top_residual_rank_ic" ON "evaluations"("key_id", (abs("residual_rank_ic")) DESC NULLS LAST, "factor_id" DESC) WHERE abs("residual_rank_ic") IS NOT NULL;
CREATE INDEX "evaluations_top_residual_ic" ON "evaluations"("key_id", (abs("residual_ic")) DESC NULLS LAST, "factor_id" DESC) WHERE abs("residual_ic") IS NOT NULL;

-- Tier scores of runs whose fitness is a residual IC.
ALTER TABLE "tier_scores" DROP CONSTRAINT "tier_scores_bounds";
ALTER TABLE "tier_scores" ADD CONSTRAINT "tier_scores_bounds" CHECK ("share" > 0 AND "share" < 1 AND "fitness" IN ('rank', 'pearson', 'residualRank', 'residualPearson'));

-- What a run's factors must be unlike, frozen when it is created; and whether its first population are mutants of its warm start.
ALTER TABLE "runs" ADD COLUMN "unlike" JSONB, ADD COLUMN "improves" BOOLEAN NOT NULL DEFAULT false;
