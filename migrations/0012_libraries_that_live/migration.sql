-- A library's history by numbered revisions: who changed what; members as of any of them.
ALTER TABLE "libraries" ADD COLUMN "revision" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "cared_dataset_id" UUID, ADD COLUMN "cared_revision" INTEGER;
CREATE TABLE "library_changes" (
    "library_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "who" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "factor_id" UUID,
    "detail" JSONB NOT NULL,

    CONSTRAINT "library_changes_pkey" PRIMARY KEY ("library_id", "revision")
);
ALTER TABLE "library_changes" ADD CONSTRAINT "library_changes_library_id_fkey" FOREIGN KEY ("library_id") REFERENCES "libraries"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "library_changes" ADD CONSTRAINT "library_changes_kind" CHECK ("kind" IN ('ADMITTED', 'RETIRED', 'RULES'));
ALTER TABLE "library_members" ADD COLUMN "admitted_revision" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "retired_revision" INTEGER, ADD COLUMN "admission_ic" DOUBLE PRECISION;
-- Those that left before revisions were counted have left at the beginning.
UPDATE "library_members" SET "retired_revision" = 0 WHERE "retired_at" IS NOT NULL;

-- Every candidate that was checked, let in or not, with its reasons.
CREATE TABLE "library_decisions" (
    "id" UUID NOT NULL,
    "library_id" UUID NOT NULL,
    "factor_id" UUID NOT NULL,
    "formula" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "who" TEXT NOT NULL,
    "admitted" BOOLEAN NOT NULL,
    "forced" BOOLEAN NOT NULL,
    "checks" JSONB NOT NULL,

    CONSTRAINT "library_decisions_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "library_decisions_library_id_id_idx" ON "library_decisions"("library_id", "id" DESC);
ALTER TABLE "library_decisions" ADD CONSTRAINT "library_decisions_library_id_fkey" FOREIGN KEY ("library_id") REFERENCES "libraries"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- How members do on the last days of each dataset that came after their admission.
CREATE TABLE "member_health" (
    "library_id" UUID NOT NULL,
    "factor_id" UUID NOT NULL,
    "dataset_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "period_from" DATE NOT NULL,
    "period_to" DATE NOT NULL,
    "days" INTEGER NOT NULL,
    "ic" DOUBLE PRECISION,
    "standard_error" DOUBLE PRECISION,
    "admission_ic" DOUBLE PRECISION,
    "share" DOUBLE PRECISION,
    "faded" BOOLEAN NOT NULL,

    CONSTRAINT "member_health_pkey" PRIMARY KEY ("library_id", "dataset_id", "factor_id")
);
CREATE INDEX "member_health_library_id_factor_id_at_idx" ON "member_health"("library_id", "factor_id", "at" DESC);
ALTER TABLE "member_health" ADD CONSTRAINT "member_health_library_id_fkey" FOREIGN KEY ("library_id") REFERENCES "libraries"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "member_health" ADD CONSTRAINT "member_health_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "datasets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Values of members on the last days of a dataset, those without a label yet included: float64, little endian, [days x symbols] of
-- the dataset's symbols, NaN = missing.
CREATE TABLE "signals" (
    "library_id" UUID NOT NULL,
    "dataset_id" UUID NOT NULL,
    "factor_id" UUID NOT NULL,
    "days" TEXT[] NOT NULL,
    "figures" BYTEA NOT NULL,

    CONSTRAINT "signals_pkey" PRIMARY KEY ("library_id", "dataset_id", "factor_id")
);
ALTER TABLE "signals" ADD CONSTRAINT "signals_library_id_fkey" FOREIGN KEY ("library_id") REFERENCES "libraries"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "signals" ADD CONSTRAINT "signals_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "datasets"("id") ON DELETE CASCADE ON UPDATE CASCADE;
