-- CreateTable
CREATE TABLE "chat_version" (
    "id" BIGSERIAL NOT NULL,
    "message_id" BIGINT NOT NULL,
    "body" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chat_version_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "chat_version_message_id_idx" ON "chat_version"("message_id");

-- AddForeignKey
ALTER TABLE "chat_version" ADD CONSTRAINT "chat_version_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "chat_message"("id") ON DELETE CASCADE ON UPDATE CASCADE;
