-- CreateTable
CREATE TABLE "shown_letter" (
    "lookup" BYTEA NOT NULL,
    "delivery_id" UUID NOT NULL,
    "identity_id" UUID NOT NULL,
    "way" BYTEA NOT NULL,
    "until" TIMESTAMPTZ(3),
    "goes_at" TIMESTAMPTZ(3),

    CONSTRAINT "shown_letter_pkey" PRIMARY KEY ("lookup")
);

-- CreateIndex
CREATE INDEX "shown_letter_delivery_id_idx" ON "shown_letter"("delivery_id");

-- CreateIndex
CREATE INDEX "shown_letter_identity_id_idx" ON "shown_letter"("identity_id");

-- CreateIndex
CREATE INDEX "shown_letter_until_idx" ON "shown_letter"("until");

-- AddForeignKey
ALTER TABLE "shown_letter" ADD CONSTRAINT "shown_letter_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "delivery"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shown_letter" ADD CONSTRAINT "shown_letter_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE CASCADE;
