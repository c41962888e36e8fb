-- AlterTable
ALTER TABLE "chat_message" ADD COLUMN     "other_reaction" BYTEA,
ADD COLUMN     "sender_reaction" BYTEA;
