-- Who tried a program first; null for what was tried before this migration, and so by none of the runs that follow.
ALTER TABLE "trials" ADD COLUMN "source_id" UUID;

-- Programs that a run tried although somebody had before it: with those that it was the first to try they are the distinct
-- programs of the run. A try stays counted when its factor is no longer kept, hence no key to factors.
CREATE TABLE "repeated_trials" (
    "run_id" UUID NOT NULL,
    "factor_id" UUID NOT NULL,

    CONSTRAINT "repeated_trials_pkey" PRIMARY KEY ("run_id", "factor_id")
);
ALTER TABLE "repeated_trials" ADD CONSTRAINT "repeated_trials_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Their number; null for runs that began before this migration, of whom it is not known.
ALTER TABLE "trial_counts" ADD COLUMN "repeated" BIGINT;
