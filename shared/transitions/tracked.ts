import * as z from 'zod';
import type { StateMachine } from './state-machine.ts';

/** One step as it was taken. A history only grows. */
export const takenStepSchema = z.object({
  step: z.string(),
  /** Subject of the person, or `system`. */
  by: z.string(),
  /** Business day. */
  on: z.string(),
  /** What makes it one: the key of a person's request, or the id of what the system carried out. */
  key: z.string(),
  reason: z.string().nullable(),
  /** What shows it: the reference of a transfer, who was meant. */
  evidence: z.record(z.string(), z.string()).optional(),
});
export type TakenStep = z.infer<typeof takenStepSchema>;

/** The states of a machine, in its order. */
export function stateSchema<State extends string, Name extends string>({ states }: StateMachine<State, Name>) {
  const isState = (text: string): text is State => text in states;
  return z.enum(Object.keys(states).filter(isState));
}

/** Fields of every thing that a machine moves: spread into its schema. `version` guards its writes. */
export const trackedFields = { history: z.array(takenStepSchema), version: z.int().positive() };

export interface Tracked<State extends string = string> {
  readonly state: State;
  readonly history: readonly TakenStep[];
  readonly version: number;
}

export const SYSTEM = 'system';
