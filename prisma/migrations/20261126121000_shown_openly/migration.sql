-- AlterTable
ALTER TABLE "shown_letter" DROP CONSTRAINT "shown_letter_pkey",
ADD COLUMN     "comment_id" UUID,
ADD COLUMN     "id" BIGSERIAL NOT NULL,
ADD COLUMN     "open_letter_id" UUID,
ALTER COLUMN "delivery_id" DROP NOT NULL,
ADD CONSTRAINT "shown_letter_pkey" PRIMARY KEY ("id");

-- CreateIndex
CREATE INDEX "shown_letter_lookup_idx" ON "shown_letter"("lookup");

-- CreateIndex
CREATE INDEX "shown_letter_open_letter_id_idx" ON "shown_letter"("open_letter_id");

-- CreateIndex
CREATE INDEX "shown_letter_comment_id_idx" ON "shown_letter"("comment_id");

-- AddForeignKey
ALTER TABLE "shown_letter" ADD CONSTRAINT "shown_letter_open_letter_id_fkey" FOREIGN KEY ("open_letter_id") REFERENCES "open_letter"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shown_letter" ADD CONSTRAINT "shown_letter_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
