import { type SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { createPace, machineTime, type Waiting } from './pace.ts';

/** SES refused the mail: nothing left. `code` is its error name, which holds no personal data. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
  readonly code: string;
  constructor(code: string, cause: unknown) {
    super(`the mail was refused: ${code}`, { cause });
    this.code = code;
  }
}

/** Tag by which SES's later events name the try. */
export const TRY_TAG = 'mail';

export interface Mailer {
  /**
   * Sends MIME bytes, once to each. A recipient that SES does not take stops nobody else's mail: refused for all, it is
   * offered to one after the other. `tryId` comes back with what SES tells of the mail later. Throws MailRefused when
   * nothing left; any other error means that it is unknown whether somebody's mail left.
   */
  send(raw: Uint8Array, recipients: readonly string[], tryId: string): Promise<Delivery>;
}

export interface Delivery {
  /** SES's id; of the first mail when it left one by one. */
  readonly messageId: string;
  /** Recipients that SES did not take. */
  readonly refused: number;
}

/** Refusals that may be one address's; a paused account or a throttled one is everybody's. */
export const MAY_BE_ONE_ADDRESS: ReadonlySet<string> = new Set(['MessageRejected', 'InvalidParameterValue']);

/** After a refusal for haste nothing left: offered again after so many milliseconds, then refused for good. */
const AFTER_THROTTLING_MS = [1_000, 2_000, 4_000];

export interface MailerSettings {
  readonly from: string;
  readonly configurationSet: string | undefined;
  /** Recipients a second that this process may send to: its part of what SES allows the account (infra/environment.ts). */
  readonly perSecond: number;
  readonly time?: Waiting;
}

/**
 * Mails by SES, no faster than it may, waiting when SES finds that too fast all the same. The client must be made with
 * `maxAttempts: 1`: the SDK's own second try after a lost answer could be a second mail.
 */
export function createMailer(ses: SESClient, { time = machineTime, ...settings }: MailerSettings): Mailer {
  const pace = createPace(settings.perSecond, time);
  const transmit = async (raw: Uint8Array, recipients: readonly string[], tryId: string): Promise<string> => {
    for (const pause of AFTER_THROTTLING_MS) {
      try {
        return await transmitNow(raw, recipients, tryId);
      } catch (error) {
        if (!(error instanceof MailRefused) || !isForHaste(error)) throw error;
        await time.wait(pause);
      }
    }
    return transmitNow(raw, recipients, tryId);
  };
  const transmitNow = async (raw: Uint8Array, recipients: readonly string[], tryId: string): Promise<string> => {
    await pace(recipients.length);
    try {
      const answer = await ses.send(
        new SendRawEmailCommand({
          Source: settings.from,
          Destinations: [...recipients],
          RawMessage: { Data: raw },
          Tags: [{ Name: TRY_TAG, Value: tryId }],
          ...(settings.configurationSet !== undefined && { ConfigurationSetName: settings.configurationSet }),
        }),
      );
      return answer.MessageId ?? '';
    } catch (error) {
      if (isRefusal(error)) throw new MailRefused(error.name, error);
      throw error;
    }
  };
  return {
    async send(raw, recipients, tryId) {
      try {
        return { messageId: await transmit(raw, recipients, tryId), refused: 0 };
      } catch (error) {
        if (!(error instanceof MailRefused) || !MAY_BE_ONE_ADDRESS.has(error.code) || recipients.length === 1)
          throw error;
        const delivery = await oneByOne(recipients, (recipient) => transmit(raw, [recipient], tryId));
        if (delivery === undefined) throw error;
        return delivery;
      }
    },
  };
}

/** Undefined when nobody's left. What may have left or not is thrown after everybody had a turn. */
async function oneByOne(
  recipients: readonly string[],
  transmit: (recipient: string) => Promise<string>,
): Promise<Delivery | undefined> {
  const messageIds: string[] = [];
  const unknown: unknown[] = [];
  for (const recipient of recipients) {
    try {
      messageIds.push(await transmit(recipient));
    } catch (error) {
      if (!(error instanceof MailRefused)) unknown.push(error);
    }
  }
  if (unknown.length > 0) throw unknown[0];
  const [messageId] = messageIds;
  return messageId === undefined ? undefined : { messageId, refused: recipients.length - messageIds.length };
}

/** Sent too fast for the moment; the account's daily quota has the same name and does not come back in seconds. */
function isForHaste({ code, cause }: MailRefused): boolean {
  const isThrottled = code === 'Throttling' || code === 'ThrottlingException';
  return isThrottled && !(cause instanceof Error && /daily/i.test(cause.message));
}

/** A 4xx answer of SES: it read the request and did not take it (rejected, not verified, paused, throttled). */
function isRefusal(error: unknown): error is Error {
  if (!(error instanceof Error) || !('$metadata' in error)) return false;
  const metadata: unknown = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return false;
  const status = metadata.httpStatusCode;
  return typeof status === 'number' && status >= 400 && status < 500;
}
