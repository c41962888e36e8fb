-- CreateTable
CREATE TABLE "chat_picture" (
    "id" UUID NOT NULL,
    "chat_id" UUID NOT NULL,
    "data" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chat_picture_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "chat_picture_chat_id_idx" ON "chat_picture"("chat_id");

-- CreateIndex
CREATE INDEX "chat_picture_at_idx" ON "chat_picture"("at");

-- AddForeignKey
ALTER TABLE "chat_picture" ADD CONSTRAINT "chat_picture_chat_id_fkey" FOREIGN KEY ("chat_id") REFERENCES "chat"("id") ON DELETE CASCADE ON UPDATE CASCADE;
