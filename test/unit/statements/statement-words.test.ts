import { describe, expect, it } from 'vitest';
import type { NoteStatement } from '../../../functions/statements/page/statement-model.ts';
import { nextDueText, payoffText } from '../../../functions/statements/page/statement-words.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';

const today = calendarDate('2026-11-20');
const note = (dueTotal: number): NoteStatement => ({
  ...{ number: 1, noteId: 'n', contractNumber: 'CE-1', paymentReference: 'R', status: 'open', inLawsuit: false },
  owed: { principal: 500_00, ordinaryInterest: 0, defaultInterest: 0, collectionCosts: 0 },
  ...{ owedTotal: 500_00, dueTotal, notDueTotal: 500_00 - dueTotal, setAside: 0, held: 0, writtenOff: 0 },
  ...{ daysPastDue: 0, nextDue: { date: calendarDate('2026-12-01'), principal: 40_00, ordinaryInterest: 2_50 } },
});

describe('what a statement says', () => {
  it('of the next due date speaks of what is overdue only when something is', () => {
    expect(nextDueText(note(0))).toBe('1 de diciembre de 2026: vencen $42.50 del contrato CE-1.');
    expect(nextDueText(note(1_00))).toBe(
      '1 de diciembre de 2026: vencen $42.50 del contrato CE-1, además de lo ya vencido.',
    );
  });

  it('of paying all off says what one more day adds, or that it adds nothing', () => {
    const quoted = (perDay: number) => payoffText({ today, payoff: { kind: 'quoted', amount: 500_00, perDay } });
    expect(quoted(8)).toContain('Vale para pagos del 20 de noviembre de 2026; mañana serán $0.08 más.');
    expect(quoted(0)).toContain('; mañana será lo mismo.');
  });
});
