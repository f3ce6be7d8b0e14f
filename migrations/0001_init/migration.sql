-- The store of the factor mine: markets, experiments, runs and what they learned.
-- Written once and never edited: a change is a new migration.

CREATE TYPE "import_state" AS ENUM ('QUEUED', 'RUNNING', 'COMPLETED', 'FAILED');

CREATE TYPE "run_state" AS ENUM ('CREATED', 'QUEUED', 'RUNNING', 'PAUSED', 'COMPLETED', 'CANCELLED', 'FAILED');

CREATE TYPE "run_directive" AS ENUM ('continue', 'pause', 'cancel');

CREATE TYPE "pool_kind" AS ENUM ('QUERY', 'LIST');

CREATE TABLE "series" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "series_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "datasets" (
    "id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "series_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "first_day" DATE NOT NULL,
    "last_day" DATE NOT NULL,
    "day_count" INTEGER NOT NULL,
    "symbol_count" INTEGER NOT NULL,
    "bar_count" INTEGER,
    "manifest" JSONB NOT NULL,
    "quality_report" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "datasets_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "imports" (
    "id" UUID NOT NULL,
    "state" "import_state" NOT NULL DEFAULT 'QUEUED',
    "request" JSONB NOT NULL,
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "report" JSONB,
    "reason" TEXT,
    "dataset_id" UUID,
    "idempotency_key" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "imports_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "experiments" (
    "id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "name" TEXT,
    "configuration" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "experiments_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "runs" (
    "id" UUID NOT NULL,
    "name" TEXT,
    "experiment_id" UUID NOT NULL,
    "dataset_id" UUID NOT NULL,
    "schedule_id" UUID,
    "seed" TEXT NOT NULL,
    "warm_start" JSONB NOT NULL,
    "stop" JSONB NOT NULL,
    "idempotency_key" TEXT,
    "state" "run_state" NOT NULL DEFAULT 'CREATED',
    "directive" "run_directive" NOT NULL DEFAULT 'continue',
    "reason" TEXT,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "owner" TEXT,
    "lease_expires_at" TIMESTAMPTZ(3),
    "barren_claims" INTEGER NOT NULL DEFAULT 0,
    "generation" INTEGER,
    "evaluations" INTEGER NOT NULL DEFAULT 0,
    "best_ever_fitness" DOUBLE PRECISION,
    "best_ever_factor_id" UUID,
    "best_ever_generation" INTEGER NOT NULL DEFAULT 0,
    "best_ever_birth" INTEGER,
    "best_ever_slot" INTEGER,
    "population_hash" TEXT,
    "mined_ms" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "runs_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "run_events" (
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "detail" TEXT NOT NULL,

    CONSTRAINT "run_events_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "generations" (
    "run_id" UUID NOT NULL,
    "generation" INTEGER NOT NULL,
    "mean_fitness" DOUBLE PRECISION,
    "best_fitness" DOUBLE PRECISION,
    "best_hash" TEXT,
    "best_ever_fitness" DOUBLE PRECISION,
    "best_ever_hash" TEXT,
    "diversity" DOUBLE PRECISION NOT NULL,
    "mean_size" DOUBLE PRECISION NOT NULL,
    "without_fitness" INTEGER NOT NULL,
    "new_programs" INTEGER NOT NULL,
    "computed" INTEGER NOT NULL,
    "mutations" JSONB NOT NULL,
    "catastrophe" JSONB,
    "population_hash" TEXT NOT NULL,
    "breed_ms" DOUBLE PRECISION NOT NULL,
    "evaluate_ms" DOUBLE PRECISION NOT NULL,
    "persist_ms" DOUBLE PRECISION NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "generations_pkey" PRIMARY KEY ("run_id","generation")
);

CREATE TABLE "individuals" (
    "run_id" UUID NOT NULL,
    "birth_generation" INTEGER NOT NULL,
    "slot" INTEGER NOT NULL,
    "factor_id" UUID NOT NULL,
    "origin" JSONB NOT NULL,
    "fitness" DOUBLE PRECISION,
    "judgement" JSONB NOT NULL,
    "left_generation" INTEGER,
    "left_cause" TEXT,

    CONSTRAINT "individuals_pkey" PRIMARY KEY ("run_id","birth_generation","slot")
);

CREATE TABLE "factors" (
    "id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "formula" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "depth" INTEGER NOT NULL,
    "operators" TEXT[],
    "fields" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "factors_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "evaluations" (
    "id" UUID NOT NULL,
    "factor_id" UUID NOT NULL,
    "dataset_id" UUID NOT NULL,
    "slice_hash" TEXT NOT NULL,
    "period_from" DATE NOT NULL,
    "period_to" DATE NOT NULL,
    "definition_hash" TEXT NOT NULL,
    "engine_version" TEXT NOT NULL,
    "horizon_days" INTEGER NOT NULL,
    "ic" DOUBLE PRECISION,
    "rank_ic" DOUBLE PRECISION,
    "ic_std" DOUBLE PRECISION,
    "rank_ic_std" DOUBLE PRECISION,
    "ic_ir" DOUBLE PRECISION,
    "rank_ic_ir" DOUBLE PRECISION,
    "win_rate" DOUBLE PRECISION,
    "rank_win_rate" DOUBLE PRECISION,
    "days" INTEGER NOT NULL,
    "pairs" INTEGER NOT NULL,
    "coverage" DOUBLE PRECISION NOT NULL,
    "date_share" DOUBLE PRECISION NOT NULL,
    "tied_share" DOUBLE PRECISION NOT NULL,
    "long_short_annual_return" DOUBLE PRECISION,
    "long_leg_annual_return" DOUBLE PRECISION,
    "factor_turnover" DOUBLE PRECISION,
    "statistics" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "evaluations_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "lineage" (
    "run_id" UUID NOT NULL,
    "generation" INTEGER NOT NULL,
    "slot" INTEGER NOT NULL,
    "child_id" UUID NOT NULL,
    "parent_id" UUID NOT NULL,
    "mutation" TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "after" TEXT NOT NULL,
    "child_fitness" DOUBLE PRECISION,
    "parent_fitness" DOUBLE PRECISION,

    CONSTRAINT "lineage_pkey" PRIMARY KEY ("run_id","generation","slot")
);

CREATE TABLE "libraries" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "rules" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "libraries_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "library_members" (
    "id" UUID NOT NULL,
    "library_id" UUID NOT NULL,
    "factor_id" UUID NOT NULL,
    "checks" JSONB NOT NULL,
    "forced" BOOLEAN NOT NULL DEFAULT false,
    "admitted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),
    "retire_reason" TEXT,

    CONSTRAINT "library_members_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "warm_start_pools" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "pool_kind" NOT NULL,
    "query" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "warm_start_pools_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "warm_start_pool_members" (
    "pool_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "factor_id" UUID NOT NULL,

    CONSTRAINT "warm_start_pool_members_pkey" PRIMARY KEY ("pool_id","position")
);

CREATE TABLE "schedules" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "cron" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "series_id" UUID NOT NULL,
    "template" JSONB NOT NULL,
    "overlap" TEXT NOT NULL,
    "catch_up" TEXT NOT NULL,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "watermark" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "schedules_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "schedule_slots" (
    "schedule_id" UUID NOT NULL,
    "slot_at" TIMESTAMPTZ(3) NOT NULL,
    "manual" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "detail" TEXT,
    "run_id" UUID,
    "last_day" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "schedule_slots_pkey" PRIMARY KEY ("schedule_id","slot_at")
);

CREATE UNIQUE INDEX "series_name_key" ON "series"("name");

CREATE UNIQUE INDEX "datasets_hash_key" ON "datasets"("hash");

CREATE UNIQUE INDEX "datasets_series_id_sequence_key" ON "datasets"("series_id", "sequence");

CREATE UNIQUE INDEX "imports_idempotency_key_key" ON "imports"("idempotency_key");

CREATE INDEX "imports_created_at_id_idx" ON "imports"("created_at" DESC, "id" DESC);

CREATE INDEX "imports_dataset_id_idx" ON "imports"("dataset_id");

CREATE UNIQUE INDEX "experiments_hash_key" ON "experiments"("hash");

CREATE INDEX "experiments_created_at_id_idx" ON "experiments"("created_at" DESC, "id" DESC);

CREATE UNIQUE INDEX "runs_idempotency_key_key" ON "runs"("idempotency_key");

CREATE INDEX "runs_created_at_id_idx" ON "runs"("created_at" DESC, "id" DESC);

CREATE INDEX "runs_state_lease_expires_at_idx" ON "runs"("state", "lease_expires_at");

CREATE INDEX "runs_experiment_id_idx" ON "runs"("experiment_id");

CREATE INDEX "runs_dataset_id_idx" ON "runs"("dataset_id");

CREATE INDEX "runs_schedule_id_idx" ON "runs"("schedule_id");

CREATE INDEX "run_events_run_id_at_idx" ON "run_events"("run_id", "at");

CREATE INDEX "individuals_run_id_left_generation_idx" ON "individuals"("run_id", "left_generation");

CREATE INDEX "individuals_factor_id_run_id_idx" ON "individuals"("factor_id", "run_id");

CREATE UNIQUE INDEX "factors_hash_key" ON "factors"("hash");

CREATE INDEX "factors_operators_idx" ON "factors" USING GIN ("operators");

CREATE INDEX "factors_fields_idx" ON "factors" USING GIN ("fields");

CREATE INDEX "evaluations_dataset_id_idx" ON "evaluations"("dataset_id");

CREATE UNIQUE INDEX "evaluations_key" ON "evaluations"("factor_id", "slice_hash", "period_from", "period_to", "definition_hash", "engine_version");

CREATE INDEX "lineage_child_id_parent_id_idx" ON "lineage"("child_id", "parent_id");

CREATE INDEX "lineage_parent_id_child_id_idx" ON "lineage"("parent_id", "child_id");

CREATE UNIQUE INDEX "libraries_name_key" ON "libraries"("name");

CREATE INDEX "library_members_library_id_retired_at_idx" ON "library_members"("library_id", "retired_at");

CREATE INDEX "library_members_factor_id_idx" ON "library_members"("factor_id");

CREATE UNIQUE INDEX "warm_start_pools_name_key" ON "warm_start_pools"("name");

CREATE INDEX "warm_start_pool_members_factor_id_idx" ON "warm_start_pool_members"("factor_id");

CREATE UNIQUE INDEX "schedules_name_key" ON "schedules"("name");

CREATE INDEX "schedules_series_id_idx" ON "schedules"("series_id");

CREATE INDEX "schedule_slots_run_id_idx" ON "schedule_slots"("run_id");

ALTER TABLE "datasets" ADD CONSTRAINT "datasets_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "series"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "imports" ADD CONSTRAINT "imports_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "datasets"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "runs" ADD CONSTRAINT "runs_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "runs" ADD CONSTRAINT "runs_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "datasets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "runs" ADD CONSTRAINT "runs_schedule_id_fkey" FOREIGN KEY ("schedule_id") REFERENCES "schedules"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "runs" ADD CONSTRAINT "runs_best_ever_factor_id_fkey" FOREIGN KEY ("best_ever_factor_id") REFERENCES "factors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "run_events" ADD CONSTRAINT "run_events_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "generations" ADD CONSTRAINT "generations_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "individuals" ADD CONSTRAINT "individuals_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "individuals" ADD CONSTRAINT "individuals_factor_id_fkey" FOREIGN KEY ("factor_id") REFERENCES "factors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_factor_id_fkey" FOREIGN KEY ("factor_id") REFERENCES "factors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "datasets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "lineage" ADD CONSTRAINT "lineage_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "lineage" ADD CONSTRAINT "lineage_child_id_fkey" FOREIGN KEY ("child_id") REFERENCES "factors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "lineage" ADD CONSTRAINT "lineage_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "factors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "library_members" ADD CONSTRAINT "library_members_library_id_fkey" FOREIGN KEY ("library_id") REFERENCES "libraries"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "library_members" ADD CONSTRAINT "library_members_factor_id_fkey" FOREIGN KEY ("factor_id") REFERENCES "factors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "warm_start_pool_members" ADD CONSTRAINT "warm_start_pool_members_pool_id_fkey" FOREIGN KEY ("pool_id") REFERENCES "warm_start_pools"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "warm_start_pool_members" ADD CONSTRAINT "warm_start_pool_members_factor_id_fkey" FOREIGN KEY ("factor_id") REFERENCES "factors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "schedules" ADD CONSTRAINT "schedules_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "series"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "schedule_slots" ADD CONSTRAINT "schedule_slots_schedule_id_fkey" FOREIGN KEY ("schedule_id") REFERENCES "schedules"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "schedule_slots" ADD CONSTRAINT "schedule_slots_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What Prisma's schema cannot say: the bounds that hold whatever program writes here.

ALTER TABLE "datasets" ADD CONSTRAINT "datasets_shape" CHECK (
    "sequence" >= 1 AND "day_count" >= 1 AND "symbol_count" >= 1 AND "first_day" <= "last_day"
);
ALTER TABLE "imports" ADD CONSTRAINT "imports_progress" CHECK ("progress" BETWEEN 0 AND 1 AND "attempts" >= 0);
ALTER TABLE "runs" ADD CONSTRAINT "runs_counts" CHECK (
    "epoch" >= 0 AND "evaluations" >= 0 AND "barren_claims" >= 0 AND "mined_ms" >= 0
    AND ("generation" IS NULL OR "generation" >= 0)
);
ALTER TABLE "runs" ADD CONSTRAINT "runs_lease" CHECK (("owner" IS NULL) = ("lease_expires_at" IS NULL));
ALTER TABLE "generations" ADD CONSTRAINT "generations_counts" CHECK (
    "generation" >= 0 AND "new_programs" >= 0 AND "computed" >= 0 AND "without_fitness" >= 0
);
ALTER TABLE "individuals" ADD CONSTRAINT "individuals_life" CHECK (
    ("left_generation" IS NULL) = ("left_cause" IS NULL)
    AND ("left_generation" IS NULL OR "left_generation" >= "birth_generation")
    AND ("left_cause" IS NULL OR "left_cause" IN ('age', 'catastrophe'))
);
ALTER TABLE "factors" ADD CONSTRAINT "factors_form" CHECK (
    "hash" ~ '^[0-9a-f]{64}$' AND "size" >= 1 AND "depth" >= 1
);
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_bounds" CHECK (
    "period_from" <= "period_to" AND "days" >= 0 AND "pairs" >= 0 AND "horizon_days" >= 1
    AND "coverage" BETWEEN 0 AND 1 AND "date_share" BETWEEN 0 AND 1 AND "tied_share" BETWEEN 0 AND 1
);
ALTER TABLE "warm_start_pools" ADD CONSTRAINT "warm_start_pools_kind" CHECK (("kind" = 'QUERY') = ("query" IS NOT NULL));

-- A factor is a member of a library once at a time; retired memberships stay as history.
CREATE UNIQUE INDEX "library_members_active" ON "library_members"("library_id", "factor_id") WHERE "retired_at" IS NULL;

-- Top factors of (dataset, period, definition, engine) by a metric, a keyset page at a time: the metric, then the
-- factor. Correlations count by their size: a factor and its negative are the same discovery. What has no value has
-- no place, so the writes of a generation do not pay for metrics that only full statistics have.
CREATE INDEX "evaluations_top_rank_ic" ON "evaluations"("dataset_id", "period_from", "period_to", "definition_hash", "engine_version", (abs("rank_ic")) DESC NULLS LAST, "factor_id" DESC) WHERE abs("rank_ic") IS NOT NULL;
CREATE INDEX "evaluations_top_ic" ON "evaluations"("dataset_id", "period_from", "period_to", "definition_hash", "engine_version", (abs("ic")) DESC NULLS LAST, "factor_id" DESC) WHERE abs("ic") IS NOT NULL;
CREATE INDEX "evaluations_top_rank_ic_ir" ON "evaluations"("dataset_id", "period_from", "period_to", "definition_hash", "engine_version", "rank_ic_ir" DESC NULLS LAST, "factor_id" DESC) WHERE "rank_ic_ir" IS NOT NULL;
CREATE INDEX "evaluations_top_ic_ir" ON "evaluations"("dataset_id", "period_from", "period_to", "definition_hash", "engine_version", "ic_ir" DESC NULLS LAST, "factor_id" DESC) WHERE "ic_ir" IS NOT NULL;
CREATE INDEX "evaluations_top_rank_win_rate" ON "evaluations"("dataset_id", "period_from", "period_to", "definition_hash", "engine_version", "rank_win_rate" DESC NULLS LAST, "factor_id" DESC) WHERE "rank_win_rate" IS NOT NULL;
CREATE INDEX "evaluations_top_win_rate" ON "evaluations"("dataset_id", "period_from", "period_to", "definition_hash", "engine_version", "win_rate" DESC NULLS LAST, "factor_id" DESC) WHERE "win_rate" IS NOT NULL;
CREATE INDEX "evaluations_top_long_short" ON "evaluations"("dataset_id", "period_from", "period_to", "definition_hash", "engine_version", "long_short_annual_return" DESC NULLS LAST, "factor_id" DESC) WHERE "long_short_annual_return" IS NOT NULL;
CREATE INDEX "evaluations_top_long_leg" ON "evaluations"("dataset_id", "period_from", "period_to", "definition_hash", "engine_version", "long_leg_annual_return" DESC NULLS LAST, "factor_id" DESC) WHERE "long_leg_annual_return" IS NOT NULL;
