import * as z from 'zod';
import type { StepOf } from '../transitions/state-machine.ts';
import { takeStep } from '../transitions/take-step.ts';
import { SYSTEM, stateSchema, trackedFields } from '../transitions/tracked.ts';
import { LEFT, mailMachine } from './mail-machine.ts';

/** One try to send a mail: what of, who asked, what became of it. Holds no address. */
export const mailTrySchema = z.object({
  /** What kind of mail: "recovery-report-daily". Kebab-case. */
  topic: z.string(),
  /** Which one of its kind: "2026-11-19". With the topic it names the mail; its tries are numbered. */
  subject: z.string(),
  /** 1, 2, 3 … */
  attempt: z.int().positive(),
  /** The sender that began it: two that begin at one moment are told apart. */
  sender: z.string(),
  state: stateSchema(mailMachine),
  /** `schedule`, or the subject of the person who asked for it. */
  requestedBy: z.string(),
  /** Why a person sends it again; null for the schedule. */
  reason: z.string().nullable(),
  /** Of the person's request, so that one request is one mail; null for the schedule. */
  requestId: z.string().nullable(),
  /** Addresses it went to. */
  recipients: z.int().nonnegative(),
  /** Addresses that are none, repeat another, or that SES does not take; the others got the mail. */
  refusedRecipients: z.int().nonnegative(),
  /** Addresses left out because mail to them came back before. */
  suppressed: z.int().nonnegative(),
  /** Hash of what it carried. */
  sha256: z.string(),
  /** UTC instants, ISO. */
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  /** SES's id of the mail. */
  messageId: z.string().nullable(),
  /** Error class of a refusal or of what made it uncertain. */
  failure: z.string().nullable(),
  ...trackedFields,
});
export type MailTry = z.infer<typeof mailTrySchema>;

/** A try without an end after this long will never get one: no sender may run for more than five minutes. */
export const MAIL_LEASE_MS = 10 * 60_000;
/** Tries of the schedule while SES refuses; then only a person sends. */
export const MOST_AUTOMATIC_TRIES = 3;
export const SCHEDULE = 'schedule';

/** Whether a try has been left behind by a process that ended. */
export function isAbandoned({ state, startedAt }: Pick<MailTry, 'state' | 'startedAt'>, now: Date): boolean {
  return state === 'sending' && now.getTime() - Date.parse(startedAt) > MAIL_LEASE_MS;
}

/** What the schedule may do given the tries so far, newest last. */
export function automaticStep(
  tries: readonly Pick<MailTry, 'state'>[],
): 'send' | 'already-sent' | 'in-progress' | 'uncertain' | 'given-up' {
  const last = tries.at(-1);
  if (last === undefined) return 'send';
  if (tries.some(({ state }) => LEFT.includes(state))) return 'already-sent';
  if (last.state === 'sending') return 'in-progress';
  if (tries.some(({ state }) => state === 'uncertain')) return 'uncertain';
  return tries.length < MOST_AUTOMATIC_TRIES ? 'send' : 'given-up';
}

/** Whether the schedule has nothing left to do for a mail: it left, or only a person may go on. */
export const isOver = (tries: readonly Pick<MailTry, 'state'>[]): boolean =>
  !['send', 'in-progress'].includes(automaticStep(tries));

/** The try one step on at an instant; undefined when its state does not allow the step. `key` names what brought it. */
export function mailStep(
  mail: MailTry,
  step: StepOf<typeof mailMachine>,
  { now, key, ...change }: { readonly now: Date; readonly key: string } & Partial<MailTry>,
): MailTry | undefined {
  const at = now.toISOString();
  const taking = takeStep(mailMachine, mail, step, { by: SYSTEM, on: at, key, reason: null }, change);
  return taking.outcome === 'taken' ? taking.next : undefined;
}
