-- Reports are of things of several kinds: a letter to one reader is the first.
ALTER TYPE "ReportState" ADD VALUE 'care';

ALTER TABLE "report" ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'letter',
ADD COLUMN "thing_id" UUID,
ADD COLUMN "writer_id" UUID,
ALTER COLUMN "delivery_id" DROP NOT NULL;

UPDATE "report" r SET "thing_id" = r."delivery_id", "writer_id" = l."writer_id"
    FROM "delivery" d JOIN "letter" l ON l."id" = d."letter_id" WHERE d."id" = r."delivery_id";

ALTER TABLE "report" ALTER COLUMN "kind" DROP DEFAULT,
ALTER COLUMN "thing_id" SET NOT NULL,
ALTER COLUMN "writer_id" SET NOT NULL;

CREATE INDEX "report_kind_thing_id_idx" ON "report"("kind", "thing_id");
CREATE INDEX "report_writer_id_idx" ON "report"("writer_id");
CREATE UNIQUE INDEX "report_reporter_id_kind_thing_id_key" ON "report"("reporter_id", "kind", "thing_id");
