import { appendFileSync } from 'node:fs';
import { plugIn } from '../plug-in.ts';
import { FaultPlan } from './fault-plan.ts';

/** What goes wrong on purpose (`--faults`); undefined: nothing. Every fault that struck is a line of faults.jsonl. */
export const faults = plugIn<FaultPlan | undefined>([], ({ options, inside }) => {
  if (options.faults === undefined) return { gives: undefined };
  return {
    gives: new FaultPlan(options.faults, (fault) =>
      appendFileSync(inside('faults.jsonl'), `${JSON.stringify(fault)}\n`),
    ),
  };
});
