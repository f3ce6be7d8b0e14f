-- Events are told to the outside: who listens, what each is told, and how every attempt went.
ALTER TABLE "events" ADD COLUMN "told_at" TIMESTAMPTZ(3);
-- What happened before anybody could listen is nobody's news.
UPDATE "events" SET "told_at" = "at";
CREATE INDEX "events_untold" ON "events"("id") WHERE "told_at" IS NULL;

CREATE TABLE "webhooks" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "kinds" TEXT[],
    "secret" TEXT NOT NULL,
    "former_secret" TEXT,
    "former_secret_until" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL DEFAULT 'ACTIVE',
    "reason" TEXT,
    "failing_since" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhooks_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "webhooks_name_key" ON "webhooks"("name");
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_state" CHECK ("state" IN ('ACTIVE', 'PAUSED', 'DISABLED'));
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_former_secret" CHECK (("former_secret" IS NULL) = ("former_secret_until" IS NULL));

CREATE TABLE "webhook_deliveries" (
    "id" UUID NOT NULL,
    "webhook_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'WAITING',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "give_up_at" TIMESTAMPTZ(3) NOT NULL,
    "claim" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "webhook_deliveries_event_id_webhook_id_key" ON "webhook_deliveries"("event_id", "webhook_id");
CREATE INDEX "webhook_deliveries_webhook_id_id_idx" ON "webhook_deliveries"("webhook_id", "id");
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries"("webhook_id", "next_attempt_at", "id") WHERE "state" = 'WAITING';
CREATE INDEX "webhook_deliveries_finished" ON "webhook_deliveries"("finished_at") WHERE "finished_at" IS NOT NULL;
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhooks"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_state" CHECK (
  "state" IN ('WAITING', 'DELIVERED', 'GIVEN_UP') AND ("state" = 'WAITING') = ("finished_at" IS NULL) AND "attempts" >= 0
);

CREATE TABLE "webhook_attempts" (
    "delivery_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "status" INTEGER,
    "took_ms" DOUBLE PRECISION NOT NULL,
    "error" TEXT,

    CONSTRAINT "webhook_attempts_pkey" PRIMARY KEY ("delivery_id", "attempt")
);
ALTER TABLE "webhook_attempts" ADD CONSTRAINT "webhook_attempts_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "webhook_deliveries"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A schedule that looks after itself: pauses after failures, says when its data stand still.
ALTER TABLE "schedules" ADD COLUMN "pause_reason" TEXT;
ALTER TABLE "schedules" ADD COLUMN "resumed_at" TIMESTAMPTZ(3);
ALTER TABLE "schedules" ADD COLUMN "care" JSONB NOT NULL DEFAULT '{}';

-- What a slot's run found and what the library said to each of it.
ALTER TABLE "schedule_slots" ADD COLUMN "admission" TEXT;
ALTER TABLE "schedule_slots" ADD COLUMN "admission_detail" TEXT;
ALTER TABLE "schedule_slots" ADD COLUMN "admission_attempts" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "schedule_slots" ADD COLUMN "admission_due_at" TIMESTAMPTZ(3);
ALTER TABLE "schedule_slots" ADD COLUMN "admission_claim" UUID;
ALTER TABLE "schedule_slots" ADD COLUMN "admission_began_at" TIMESTAMPTZ(3);
CREATE INDEX "schedule_slots_admission" ON "schedule_slots"("admission_due_at") WHERE "admission" = 'WAITING';
ALTER TABLE "schedule_slots" ADD CONSTRAINT "schedule_slots_admission_state" CHECK (
  "admission" IN ('WAITING', 'DONE', 'FAILED', 'SKIPPED') AND ("admission" = 'WAITING') = ("admission_due_at" IS NOT NULL)
);

CREATE TABLE "schedule_candidates" (
    "schedule_id" UUID NOT NULL,
    "slot_at" TIMESTAMPTZ(3) NOT NULL,
    "position" INTEGER NOT NULL,
    "factor_id" UUID NOT NULL,
    "value" DOUBLE PRECISION,
    "verdict" TEXT,
    "reason" TEXT,
    "checks" JSONB,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "schedule_candidates_pkey" PRIMARY KEY ("schedule_id", "slot_at", "position")
);
CREATE INDEX "schedule_candidates_factor_id_idx" ON "schedule_candidates"("factor_id");
ALTER TABLE "schedule_candidates" ADD CONSTRAINT "schedule_candidates_schedule_id_slot_at_fkey" FOREIGN KEY ("schedule_id", "slot_at") REFERENCES "schedule_slots"("schedule_id", "slot_at") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "schedule_candidates" ADD CONSTRAINT "schedule_candidates_factor_id_fkey" FOREIGN KEY ("factor_id") REFERENCES "factors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "schedule_candidates" ADD CONSTRAINT "schedule_candidates_verdict" CHECK (
  "verdict" IN ('ADMITTED', 'REJECTED', 'MEMBER', 'NOT_TRIED') AND ("verdict" IS NULL) = ("decided_at" IS NULL)
);

-- Lists say where their programs came from, and who started from a pool is found by its name in the run.
ALTER TABLE "warm_start_pools" ADD COLUMN "snapshot_of" JSONB;
ALTER TABLE "warm_start_pools" ADD COLUMN "changed_at" TIMESTAMPTZ(3);
ALTER TABLE "warm_start_pool_members" ADD COLUMN "source" TEXT NOT NULL DEFAULT 'list';
CREATE INDEX "runs_warm_start_idx" ON "runs" USING GIN ("warm_start" jsonb_path_ops);
