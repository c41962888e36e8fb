-- AlterTable
ALTER TABLE "announcement" ADD COLUMN     "addressed_at" TIMESTAMPTZ(3);


-- Whatever was announced before is not begun anew.
UPDATE "announcement" SET "addressed_at" = "created_at";
