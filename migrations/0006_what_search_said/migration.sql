-- Before there was a search engine every figure was measured in float64: what came over from then is exact. From now on figures
-- of the search stand only beside the judgement that they came from, so that the memo of runs can tell the two apart.
UPDATE "evaluations" SET "precision" = 'EXACT' WHERE "precision" = 'SEARCH' AND "judgement" IS NULL;
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_search" CHECK ("precision" = 'EXACT' OR "judgement" IS NOT NULL);
