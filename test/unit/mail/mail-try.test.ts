import { describe, expect, it } from 'vitest';
import type { MailState } from '../../../shared/mail/mail-machine.ts';
import { automaticStep, isAbandoned, isOver } from '../../../shared/mail/mail-try.ts';

describe('tries of a mail', () => {
  const attempt = (state: MailState) => ({ state, startedAt: '2026-11-20T14:00:00.000Z' });
  it('are judged by what came before', () => {
    expect(automaticStep([])).toBe('send');
    expect(automaticStep([attempt('failed')])).toBe('send');
    expect(automaticStep([attempt('failed'), attempt('failed'), attempt('failed')])).toBe('given-up');
    expect(automaticStep([attempt('uncertain'), attempt('failed')])).toBe('uncertain');
    expect(automaticStep([attempt('uncertain'), attempt('sent')])).toBe('already-sent');
    expect(automaticStep([attempt('sending')])).toBe('in-progress');
    for (const state of ['bounced', 'complained'] as const)
      expect(automaticStep([attempt(state)])).toBe('already-sent');
    // A person sent it again and SES refused that one: the first left all the same.
    expect(automaticStep([attempt('sent'), attempt('failed')])).toBe('already-sent');
  });
  it('leave the schedule nothing to do once it left or only a person may go on, and not while it is leaving', () => {
    const over = [['sent'], ['uncertain'], ['failed', 'failed', 'failed'], ['bounced', 'failed']] as const;
    for (const states of over) expect([states, isOver(states.map(attempt))]).toEqual([states, true]);
    for (const states of [[], ['sending'], ['failed'], ['failed', 'sending']] as const)
      expect([states, isOver(states.map(attempt))]).toEqual([states, false]);
  });
  it('are left behind only after the longest run', () => {
    expect(isAbandoned(attempt('sending'), new Date('2026-11-20T14:09:00Z'))).toBe(false);
    expect(isAbandoned(attempt('sending'), new Date('2026-11-20T14:11:00Z'))).toBe(true);
    expect(isAbandoned(attempt('sent'), new Date('2026-11-21T14:11:00Z'))).toBe(false);
  });
});
