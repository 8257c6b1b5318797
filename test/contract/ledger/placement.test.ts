import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Ledger } from '../../../shared/ledger/ledger.ts';
import type { Dimensions } from '../../../shared/ledger/ledger-items.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { idOf, type Named, opening, payment, posting, testClock, testLedger } from '../../support/ledger.ts';

let dynamo: TestDynamo;
let ledger: Ledger;
const clock = testClock('2025-12-10');

beforeAll(async () => {
  dynamo = await startTestDynamo();
  ledger = testLedger(dynamo.documents, dynamo.tables, clock);
});
afterAll(() => dynamo.stop());

const placed = (name: string, on: string, stage: Dimensions['stage'], agent: string | null = null): Named => ({
  kind: 'placement-changed',
  name,
  valueDate: calendarDate(on),
  stage,
  agent,
});

const post = (noteId: string, event: Named) => ledger.postToNote(posting(noteId, event));

const takeBack = (noteId: string, name: string) =>
  ledger.reverse({
    idempotency: { scope: 'CORRECTION', key: `back-${name}`, input: name },
    actor: 'prueba',
    reason: 'wrong-assignment',
    source: { type: 'correction', id: `back-${name}` },
    fileId: `file-${noteId}`,
    noteIds: [noteId],
    eventId: idOf(name),
  });

/** Stage and agent of the head, which the note's last entry must say too. */
async function placementOf(noteId: string) {
  const balance = await ledger.balanceOfNote(`file-${noteId}`, noteId, clock.today());
  const last = (await ledger.entriesOfNote(noteId)).at(-1);
  expect(last?.dimensions).toEqual(balance?.dimensions);
  return [balance?.dimensions.stage, balance?.dimensions.agent];
}

describe('where a note is collected', () => {
  it('is what was placed last by value date, whatever was recorded last', async () => {
    await ledger.openNote(opening('pl1'));
    await post('pl1', placed('pl1-judicial', '2025-10-01', 'judicial', 'abogado-01'));
    expect(await placementOf('pl1')).toEqual(['judicial', 'abogado-01']);
    await post('pl1', placed('pl1-mediation', '2025-06-01', 'mediation'));
    expect(await placementOf('pl1')).toEqual(['judicial', 'abogado-01']);
  });

  it('changes with a placement in the past that no later one follows', async () => {
    await ledger.openNote(opening('pl2'));
    await post('pl2', payment('pl2-paid', '2025-10-05', 90_000));
    await post('pl2', placed('pl2-extra', '2025-09-01', 'extrajudicial', 'gestor-02'));
    expect(await placementOf('pl2')).toEqual(['extrajudicial', 'gestor-02']);
  });

  it('goes back to the placement before when the last one is taken back, and in the end to the opening one', async () => {
    const dimensions = { office: 'nogales', stage: 'extrajudicial', agent: 'gestor-01', product: 'superior' } as const;
    await ledger.openNote(opening('pl3', { dimensions }));
    await post('pl3', placed('pl3-a', '2025-05-01', 'mediation'));
    await post('pl3', placed('pl3-b', '2025-10-01', 'judicial', 'abogado-01'));
    await takeBack('pl3', 'pl3-b');
    expect(await placementOf('pl3')).toEqual(['mediation', null]);
    await takeBack('pl3', 'pl3-a');
    expect(await placementOf('pl3')).toEqual(['extrajudicial', 'gestor-01']);
    const balance = await ledger.balanceOfNote('file-pl3', 'pl3', clock.today());
    expect(balance?.dimensions).toEqual(dimensions);
  });

  it('does not change when one that a later one overrides is taken back, nor with a payment in the past', async () => {
    await ledger.openNote(opening('pl4'));
    await post('pl4', placed('pl4-a', '2025-05-01', 'mediation'));
    await post('pl4', placed('pl4-b', '2025-10-01', 'judicial', 'abogado-03'));
    await takeBack('pl4', 'pl4-a');
    expect(await placementOf('pl4')).toEqual(['judicial', 'abogado-03']);
    await post('pl4', payment('pl4-paid', '2025-07-01', 120_000));
    expect(await placementOf('pl4')).toEqual(['judicial', 'abogado-03']);
  });
});
