import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import PostalMime from 'postal-mime';
import * as z from 'zod';
import { readJsonFile } from '../assembly/json.ts';
import { writeFileAtomically } from '../files.ts';

const mailSchema = z.object({
  id: z.string(),
  at: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string().optional(),
  html: z.string().optional(),
  attachments: z.array(z.object({ fileName: z.string(), contentType: z.string(), sizeBytes: z.number() })),
  configurationSet: z.string().optional(),
  /** The sender's message tags, by name. */
  tags: z.record(z.string(), z.string()).optional(),
});
/** One mail as /_local/mail.json lists it; its message stands beside it as `<id>.eml`. */
export type Mail = z.output<typeof mailSchema>;

/** SES refused the mail: nothing was sent. */
export class MessageRejected extends Error {
  override readonly name = 'MessageRejected';
}

/** What a sender asks for. `raw` is a whole MIME message. */
export interface OutgoingMail {
  readonly from: string | undefined;
  readonly to: readonly string[];
  readonly raw: Buffer;
  /** Undefined: the one that the message's own headers name, if any. */
  readonly configurationSet?: string | undefined;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Mails that the application sent, kept in the data folder and never leaving the machine. */
export class Mailbox {
  readonly #dir: string;
  readonly #accepted: (mail: Mail) => Promise<void>;

  /** `accepted` is told of every mail once it is kept. */
  constructor(dir: string, accepted: (mail: Mail) => Promise<void> = async () => undefined) {
    this.#dir = dir;
    this.#accepted = accepted;
    mkdirSync(dir, { recursive: true });
  }

  /**
   * Takes a mail and returns its message id. Throws MessageRejected when a recipient's address starts
   * with "rechazado@": how tests provoke a refusal.
   */
  async accept({ from, to, raw, ...given }: OutgoingMail): Promise<string> {
    const parsed = await PostalMime.parse(raw);
    const header = (name: string): string | undefined => parsed.headers.find(({ key }) => key === name)?.value;
    const configurationSet = given.configurationSet ?? header('x-ses-configuration-set');
    const tags = { ...tagsIn(header('x-ses-message-tags') ?? ''), ...given.tags };
    const inHeaders = [...(parsed.to ?? []), ...(parsed.cc ?? []), ...(parsed.bcc ?? [])].flatMap(
      ({ address }) => address ?? [],
    );
    const recipients = to.length > 0 ? [...to] : inHeaders;
    if (recipients.length === 0) throw new MessageRejected('Missing final recipient');
    const refused = recipients.find((address) => bareAddress(address).startsWith('rechazado@'));
    if (refused !== undefined) throw new MessageRejected(`Email address is not verified: ${bareAddress(refused)}`);
    const id = `${Date.now().toString(16).padStart(16, '0')}-${randomUUID()}`;
    const mail: Mail = {
      id,
      at: new Date().toISOString(),
      from: from ?? parsed.from?.address ?? '',
      to: recipients,
      subject: parsed.subject ?? '',
      ...(parsed.text === undefined ? {} : { text: parsed.text }),
      ...(parsed.html === undefined ? {} : { html: parsed.html }),
      attachments: parsed.attachments.map((attachment, index) => ({
        fileName: attachment.filename ?? `adjunto-${index + 1}`,
        contentType: attachment.mimeType,
        sizeBytes:
          typeof attachment.content === 'string'
            ? Buffer.byteLength(attachment.content)
            : attachment.content.byteLength,
      })),
      ...(configurationSet === undefined ? {} : { configurationSet }),
      ...(Object.keys(tags).length === 0 ? {} : { tags }),
    };
    // The message first: a mail is listed only when it can be opened.
    writeFileSync(path.join(this.#dir, `${id}.eml`), raw);
    writeFileAtomically(path.join(this.#dir, `${id}.json`), JSON.stringify(mail, null, 1));
    await this.#accepted(mail).catch((error: unknown) => console.error('Avisos de correo:', error));
    return id;
  }

  /** All mails, oldest first. */
  all(): readonly Mail[] {
    return readdirSync(this.#dir)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => readJsonFile(path.join(this.#dir, file), mailSchema));
  }

  /** The MIME message of a mail; undefined for an unknown id. */
  message(id: string): Buffer | undefined {
    const file = path.join(this.#dir, `${id}.eml`);
    return /^[\w-]+$/.test(id) && existsSync(file) ? readFileSync(file) : undefined;
  }
}

/** "area=recovery, day=2026-11-19" */
function tagsIn(header: string): Record<string, string> {
  const pairs = header.split(',').map((pair) => pair.split('=').map((part) => part.trim()));
  return Object.fromEntries(pairs.flatMap(([name = '', value]) => (value === undefined ? [] : [[name, value]])));
}

function bareAddress(address: string): string {
  return (/<([^>]+)>/.exec(address)?.[1] ?? address).trim().toLowerCase();
}
