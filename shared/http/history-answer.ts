import * as z from 'zod';
import type { StateMachine } from '../transitions/state-machine.ts';
import type { TakenStep } from '../transitions/tracked.ts';
import { calendarDateText } from './wire.ts';

/** What happened to something that waits for people, oldest first, as the API writes it. */
export const historyAnswerSchema = z
  .array(
    z.object({
      step: z.string(),
      stepName: z.string(),
      by: z.string(),
      on: calendarDateText,
      reason: z.string().nullable(),
      evidence: z.record(z.string(), z.string()),
    }),
  )
  .describe('Lo que ha pasado, del más antiguo al más reciente; nada se borra');

export function historyAnswer(
  { steps }: StateMachine,
  history: readonly TakenStep[],
): z.input<typeof historyAnswerSchema> {
  return history.map(({ step, by, on, reason, evidence = {} }) => ({
    ...{ step, by, on, reason, evidence },
    stepName: steps[step]?.nameEs ?? step,
  }));
}
