/** Reading what a client sends: raw bytes with a limit, and forms with files. */
import type { IncomingMessage } from 'node:http'

export type FormFile = { field: string; name: string; type: string; data: Uint8Array }

/** The whole body, or undefined when it is larger than `limitBytes` (the rest is read and thrown away). */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= limitBytes) chunks.push(chunk)
  }
  return size > limitBytes ? undefined : Buffer.concat(chunks)
}

/** A multipart body taken apart. Rejects when it is malformed. */
export async function readForm(
  body: Buffer,
  contentType: string,
): Promise<{ fields: Map<string, string>; files: FormFile[] }> {
  const response = new Response(new Uint8Array(body), { headers: { 'content-type': contentType } })
  const form = await response.formData()
  const fields = new Map<string, string>()
  const files: FormFile[] = []
  for (const [field, value] of form) {
    if (typeof value === 'string') {
      fields.set(field, value)
    } else {
      const data = new Uint8Array(await value.arrayBuffer())
      files.push({ field, name: value.name, type: value.type || 'application/octet-stream', data })
    }
  }
  return { fields, files }
}
