-- What happened that others wait for: written in the transaction that made it true, told to the outside later.
CREATE TABLE "events" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "detail" JSONB NOT NULL,
    "once" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "events_once_key" ON "events"("once");
CREATE INDEX "events_subject_id_id_idx" ON "events"("subject_id", "id");
