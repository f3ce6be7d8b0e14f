-- How far an import is in its own measures: its phase, bytes of its files that were read and in all, rows.
ALTER TABLE "imports" ADD COLUMN "stage" JSONB;
