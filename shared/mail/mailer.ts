import { type SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';

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
   * Sends MIME bytes, once. Answers SES's message id. `tryId` comes back with what SES tells of the mail later. Throws
   * MailRefused when SES refused it; any other error means that it is unknown whether the mail left.
   */
  send(raw: Uint8Array, recipients: readonly string[], tryId: string): Promise<string>;
}

/**
 * Mails by SES. The client must be made with `maxAttempts: 1`: the SDK's own second try after a lost answer could be
 * a second mail.
 */
export function createMailer(
  ses: SESClient,
  settings: { readonly from: string; readonly configurationSet: string | undefined },
): Mailer {
  return {
    async send(raw, recipients, tryId) {
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
    },
  };
}

/** A 4xx answer of SES: it read the request and did not take it (rejected, not verified, paused, throttled). */
function isRefusal(error: unknown): error is Error {
  if (!(error instanceof Error) || !('$metadata' in error)) return false;
  const metadata: unknown = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return false;
  const status = metadata.httpStatusCode;
  return typeof status === 'number' && status >= 400 && status < 500;
}
