import * as z from 'zod';

/**
 * One try to mail a report. It is `sending` from before the mail leaves until we know: `sent` (SES took it), `failed`
 * (SES refused it, so nothing left), or `uncertain` (incierto: the process ended or the answer was lost in between).
 * An uncertain mail is never sent again by itself; a person decides.
 */
export const SENDING_STATES = ['sending', 'sent', 'failed', 'uncertain'] as const;
export type SendingState = (typeof SENDING_STATES)[number];

export const SENDING_NAMES_ES: Record<SendingState, string> = {
  sending: 'enviándose',
  sent: 'enviado',
  failed: 'rechazado',
  uncertain: 'incierto',
};

export const sendingSchema = z.object({
  report: z.enum(['daily', 'monthly']),
  /** "2026-11-19" or "2026-11". */
  period: z.string(),
  /** 1, 2, 3 … */
  attempt: z.int().positive(),
  state: z.enum(SENDING_STATES),
  /** `schedule`, or the subject of the person who asked for it. */
  requestedBy: z.string(),
  /** Why a person sends it again; null for the schedule. */
  reason: z.string().nullable(),
  /** Of the person's request, so that one request is one mail; null for the schedule. */
  requestId: z.string().nullable(),
  recipients: z.int().nonnegative(),
  /** Addresses of the list that are none, repeat another, or that SES does not take; the others got the mail. */
  refusedRecipients: z.int().nonnegative().default(0),
  /** Hash of the frozen report that was attached, or of its figures while it is provisional (a month not yet closed). */
  sha256: z.string(),
  /** UTC instants, ISO. */
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  /** SES's id of the mail. */
  messageId: z.string().nullable(),
  /** Error class of a refusal or of what made it uncertain. */
  failure: z.string().nullable(),
});
export type Sending = z.infer<typeof sendingSchema>;

/** A try without an end after this long will never get one: the function's time limit is five minutes. */
export const SENDING_LEASE_MS = 10 * 60_000;
/** Tries of the schedule while SES refuses; then only a person sends. */
export const MOST_AUTOMATIC_TRIES = 3;
export const SCHEDULE = 'schedule';

/** Whether a `sending` has been left behind by a process that ended. */
export function isAbandoned(sending: Sending, now: Date): boolean {
  return sending.state === 'sending' && now.getTime() - Date.parse(sending.startedAt) > SENDING_LEASE_MS;
}

/** What the schedule may do given the tries so far, newest last. */
export function automaticStep(
  tries: readonly Sending[],
): 'send' | 'already-sent' | 'in-progress' | 'uncertain' | 'given-up' {
  const last = tries.at(-1);
  if (last === undefined) return 'send';
  if (tries.some(({ state }) => state === 'sent')) return 'already-sent';
  if (last.state === 'sending') return 'in-progress';
  if (tries.some(({ state }) => state === 'uncertain')) return 'uncertain';
  return tries.length < MOST_AUTOMATIC_TRIES ? 'send' : 'given-up';
}

/** Whether the schedule has nothing left to do for a report: it was sent, or only a person may go on. */
export const isOver = (tries: readonly Sending[]): boolean => !['send', 'in-progress'].includes(automaticStep(tries));

/** A person's request to send a report again, as the API writes it and the sender reads it from the stream. */
export const resendRequestSchema = z.object({
  requestId: z.string(),
  report: z.enum(['daily', 'monthly']),
  period: z.string(),
  subject: z.string(),
  reason: z.string(),
  requestedAt: z.string(),
});
export type ResendRequest = z.infer<typeof resendRequestSchema>;
