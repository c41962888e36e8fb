-- AlterTable
ALTER TABLE "letter" ADD COLUMN     "gist" BYTEA,
ADD COLUMN     "quiet" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "letter_gist_idx" ON "letter"("gist");

-- What is to be forgotten is found without looking at every letter.
CREATE INDEX "letter_gist_old" ON "letter"("posted_at") WHERE "gist" IS NOT NULL;
