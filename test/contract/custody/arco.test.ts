import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Right } from '../../../functions/custody/arco/arco-catalogue.ts';
import type { Outcome } from '../../../functions/custody/arco/arco-request.ts';
import { createArcoStore } from '../../../functions/custody/arco/arco-store.ts';
import { createBlockStore } from '../../../functions/custody/arco/block.ts';
import { liftBlock } from '../../../functions/custody/arco/lift-block.ts';
import { approveAnswer, moveRequest, proposeAnswer } from '../../../functions/custody/arco/move-request.ts';
import { type ArcoDeps, receiveRequest } from '../../../functions/custody/arco/receive-request.ts';
import { tickRequests } from '../../../functions/custody/arco/tick-requests.ts';
import { holdDocument, releaseHold } from '../../../functions/custody/retention/hold-document.ts';
import { DOCUMENT_READERS } from '../../../functions/custody/roles-of-custody.ts';
import { openDocument } from '../../../functions/custody/scans/open-document.ts';
import { createOpeningStore, PURPOSES } from '../../../functions/custody/scans/opening-store.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../../shared/calendar/mexican-bank-holidays.ts';
import { createLog } from '../../../shared/observability/log.ts';
import { createMetrics } from '../../../shared/observability/metrics.ts';
import { ANA, COORDINATOR, someone } from './originals-world.ts';
import { openRetention, type Retention } from './retention-world.ts';

const DIRECTOR = someone('diana', 'director');
/** A Friday; Monday 16 November is a holiday (Revolution), and Christmas lies behind it. */
const RECEIVED = calendarDate('2026-11-13');
let world: Retention;
let deps: ArcoDeps;
beforeAll(async () => {
  world = await openRetention(RECEIVED);
  const { documents, tables } = world.custody.dynamo;
  deps = {
    ...world.deps,
    requests: createArcoStore(documents, tables.DOCUMENTS_TABLE),
    blocks: createBlockStore(documents, tables.DOCUMENTS_TABLE),
    calendar: async () => bankHolidayCalendar(),
  };
}, 60_000);
afterAll(() => world.stop());

const problem = (code: string) => expect.objectContaining({ code });
async function received(right: Right = 'rectification', isPaid = true) {
  world.custody.clock.set(RECEIVED);
  const note = await world.file(isPaid);
  const [requestDocument, identification] = [
    await world.keep(note, 'arco-request'),
    await world.keep(note, 'identification'),
  ];
  const asked = {
    ...{ fileId: note.fileId, right, representative: null, asks: 'Mi domicilio está mal', receivedOn: RECEIVED },
    ...{ requestDocumentId: requestDocument.documentId, identificationDocumentId: identification.documentId },
  };
  const request = await receiveRequest(deps, { ...asked, idempotencyKey: randomUUID() }, ANA);
  return { request, asked, note, document: requestDocument };
}
type Step = Parameters<typeof moveRequest>[1];
const move = (requestId: string, step: Step, on: string, key: string = randomUUID()) => {
  world.custody.clock.set(on);
  return moveRequest(deps, step, { requestId, reason: 'Falta el comprobante', idempotencyKey: key }, COORDINATOR);
};
const propose = (requestId: string, outcome: Partial<Outcome> = {}) =>
  proposeAnswer(
    deps,
    {
      ...{ requestId, idempotencyKey: randomUUID() },
      outcome: { finding: 'granted', reasons: [], answer: 'Procede', ...outcome },
    },
    COORDINATOR,
  );
const approve = (requestId: string, caller = DIRECTOR) =>
  approveAnswer(deps, { requestId, idempotencyKey: randomUUID() }, caller);
/** A link to a document. */
function open(documentId: string, purpose: (typeof PURPOSES)[number], caller = ANA) {
  const { documents, tables } = world.custody.dynamo;
  const opening = {
    ...{ ...world.deps, ...deps, documents: world.deps.documents, objects: world.objects },
    ...{ now: world.custody.clock.now, openings: createOpeningStore(documents, tables.DOCUMENTS_TABLE) },
    ...{ forms: {} as never, register: {} as never },
  };
  const asked = { documentId, purpose, reason: 'Lo pide el área', disposition: 'inline' } as const;
  return openDocument(opening, asked, caller);
}

describe('the clocks of a request', () => {
  it('run in business days from its receipt, past the holiday', async () => {
    const { request } = await received();
    // Without the 16th of November the fifth day would be the 20th and the twentieth the 11th of December.
    expect(request).toMatchObject({ declineBy: '2026-11-19', preventBy: '2026-11-23' });
    expect(request.answerBy).toBe('2026-12-14');
  });

  it('are longer once, from the first term', async () => {
    const { request } = await received();
    await move(request.requestId, 'study', '2026-11-17');
    const key = randomUUID();
    const extended = await move(request.requestId, 'extend', '2026-12-14', key);
    expect(extended).toMatchObject({ firstAnswerBy: '2026-12-14', answerBy: '2026-12-29' });
    expect(await move(request.requestId, 'extend', '2026-12-14', key)).toEqual(extended);
    await expect(move(request.requestId, 'extend', '2026-12-15')).rejects.toEqual(problem('arco-extended-before'));
    const late = await received();
    await move(late.request.requestId, 'study', '2026-11-17');
    await expect(move(late.request.requestId, 'extend', '2026-12-15')).rejects.toEqual(problem('arco-term-over'));
  });

  it('begin anew when what was missing is brought in time, and not after', async () => {
    const { request } = await received();
    const { requestId } = request;
    await expect(move(requestId, 'prevent', '2026-11-24')).rejects.toEqual(problem('arco-term-over'));
    expect(await move(requestId, 'prevent', '2026-11-23')).toMatchObject({ state: 'prevented', cureBy: '2026-12-07' });
    await expect(move(requestId, 'cure', '2026-12-08')).rejects.toEqual(problem('arco-term-over'));
    const cured = await move(requestId, 'cure', '2026-12-07');
    expect([cured.state, cured.answerBy > request.answerBy]).toEqual(['studying', true]);
    const other = await received();
    await expect(move(other.request.requestId, 'decline', '2026-11-20')).rejects.toEqual(problem('arco-term-over'));
    expect((await move(other.request.requestId, 'decline', '2026-11-19')).state).toBe('not-competent');
  });
});

describe('a request', () => {
  it('is not taken without what was signed and who signed it in the vault', async () => {
    const { asked } = await received();
    const swapped = { ...asked, requestDocumentId: asked.identificationDocumentId, idempotencyKey: randomUUID() };
    await expect(receiveRequest(deps, swapped, ANA)).rejects.toMatchObject({
      ...{ code: 'proof-not-in-vault', details: [{ pointer: '/requestDocumentId' }] },
    });
  });

  it('is answered by two, with reasons for what is refused', async () => {
    const { requestId } = (await received()).request;
    await move(requestId, 'study', '2026-11-17');
    await expect(propose(requestId, { finding: 'refused' })).rejects.toEqual(problem('arco-reasons-refused'));
    await propose(requestId);
    await expect(approve(requestId, COORDINATOR)).rejects.toEqual(problem('same-person'));
    expect(await approve(requestId)).toMatchObject({ state: 'granted', executeBy: '2026-12-08' });
    const no = (await received()).request.requestId;
    await move(no, 'study', '2026-11-17');
    await propose(no, { finding: 'refused', reasons: ['data-not-held'] });
    expect(await approve(no)).toMatchObject({ state: 'refused', executeBy: null });
  });
});

describe('the morning', () => {
  const lines: string[] = [];
  const tick = (on: string) => {
    world.custody.clock.set(on);
    const counted = {
      functionName: 'custody-chase',
      now: world.custody.clock.now,
      write: (l: string) => void lines.push(l),
    };
    return tickRequests({ ...deps, log: createLog(counted), metrics: createMetrics(counted) });
  };
  const stateOf = async (requestId: string) => (await deps.requests.find(requestId))?.state;
  const saidLate = (requestId: string) =>
    lines.filter((line) => line.includes('arco-late') && line.includes(requestId)).length;

  it('counts as not presented what was not cured by its last day, once, and nothing else', async () => {
    const { requestId } = (await received()).request;
    await move(requestId, 'prevent', '2026-11-23');
    await tick('2026-12-07');
    expect(await stateOf(requestId)).toBe('prevented');
    expect((await tick('2026-12-08')).lapsed).toBe(1);
    const lapsed = (await deps.requests.find(requestId))!;
    expect([lapsed.state, lapsed.history.at(-1)]).toMatchObject([
      'lapsed',
      { step: 'lapse', by: 'system', on: '2026-12-08' },
    ]);
    expect((await tick('2026-12-09')).lapsed).toBe(0);
    await expect(move(requestId, 'cure', '2026-12-07')).rejects.toEqual(problem('arco-step-refused'));
    expect(saidLate(requestId)).toBe(0);
  });

  it('tells what the institute did not answer or carry out by its last day, whatever its state, every day', async () => {
    const [waiting, studied, proposed, granted, answered] = [
      (await received()).request.requestId,
      (await received()).request.requestId,
      (await received()).request.requestId,
      (await received()).request.requestId,
      (await received()).request.requestId,
    ];
    for (const requestId of [studied, proposed, granted, answered]) await move(requestId, 'study', '2026-11-17');
    for (const requestId of [proposed, granted]) await propose(requestId);
    await approve(granted);
    await propose(answered, { finding: 'refused', reasons: ['data-not-held'] });
    await approve(answered);
    // What was granted has fifteen days from its grant, the others twenty from their receipt.
    await tick('2026-12-09');
    expect([granted, waiting].map(saidLate)).toEqual([1, 0]);
    await tick('2026-12-14');
    expect([waiting, studied, proposed].map(saidLate)).toEqual([0, 0, 0]);
    await tick('2026-12-15');
    expect([waiting, studied, proposed, granted, answered].map(saidLate)).toEqual([1, 1, 1, 3, 0]);
    expect(lines.join()).toContain('ArcoRequestsLate');
    expect(await stateOf(waiting)).toBe('received');
  });
});

describe('a cancellation', () => {
  it('is refused while money is owed or a paper is held', async () => {
    const owing = await received('cancellation', false);
    await move(owing.request.requestId, 'study', '2026-11-17');
    await expect(propose(owing.request.requestId)).rejects.toMatchObject({
      ...{ code: 'cancellation-refused', details: [{ message: expect.stringContaining('se deben') }] },
    });
    const paid = await received('cancellation');
    await move(paid.request.requestId, 'study', '2026-11-17');
    await propose(paid.request.requestId);
    const cause = { cause: 'case:1', reason: 'Hay demanda', idempotencyKey: randomUUID() } as const;
    await holdDocument(world.deps, { documentId: paid.document.documentId, ...cause }, ANA);
    await expect(approve(paid.request.requestId)).rejects.toEqual(problem('cancellation-refused'));
  });

  it('is granted to whoever owes nothing because the credit was annulled', async () => {
    const { request, note } = await received('cancellation', false);
    await world.annul(note);
    await move(request.requestId, 'study', '2026-11-17');
    await propose(request.requestId);
    expect((await approve(request.requestId)).state).toBe('granted');
  });

  it('that is granted in part is not barred, and blocks nothing', async () => {
    const { request, note, document } = await received('cancellation', false);
    await move(request.requestId, 'study', '2026-11-17');
    await propose(request.requestId, { finding: 'partly-granted', reasons: ['legal-duty'] });
    expect((await approve(request.requestId)).state).toBe('granted');
    expect((await move(request.requestId, 'execute', '2026-11-18')).state).toBe('executed');
    expect(await deps.blocks.find(note.fileId)).toBeUndefined();
    await open(document.documentId, 'collection');
  });

  it('is not carried out while what came since its grant stands in the way', async () => {
    const { request, note, document } = await received('cancellation');
    await move(request.requestId, 'study', '2026-11-17');
    await propose(request.requestId);
    await approve(request.requestId);
    const cause = { documentId: document.documentId, cause: 'case:2' } as const;
    await holdDocument(world.deps, { ...cause, reason: 'Hay demanda', idempotencyKey: randomUUID() }, ANA);
    await expect(move(request.requestId, 'execute', '2026-11-18')).rejects.toEqual(problem('cancellation-refused'));
    expect(await deps.blocks.find(note.fileId)).toBeUndefined();
    await releaseHold(world.deps, { ...cause, reason: 'Terminó el juicio', idempotencyKey: randomUUID() }, ANA);
    const key = randomUUID();
    const executed = await move(request.requestId, 'execute', '2026-11-18', key);
    expect(executed.state).toBe('executed');
    await holdDocument(world.deps, { ...cause, reason: 'Otra demanda', idempotencyKey: randomUUID() }, ANA);
    expect(await move(request.requestId, 'execute', '2026-11-18', key)).toEqual(executed);
  });

  it('blocks the file: its papers are opened by the post that may, for what it may, until it is lifted', async () => {
    const { request, note, document } = await received('cancellation');
    await move(request.requestId, 'study', '2026-11-17');
    await propose(request.requestId);
    await approve(request.requestId);
    const { documentId } = document;
    await open(documentId, 'attention');
    expect((await move(request.requestId, 'execute', '2026-11-18')).state).toBe('executed');
    for (const role of DOCUMENT_READERS)
      for (const purpose of PURPOSES) {
        const opening = open(documentId, purpose, someone('alguien', role));
        const may =
          ['judicial-head', 'director', 'auditor'].includes(role) && ['judicial', 'audit', 'arco'].includes(purpose);
        if (may) expect((await opening).document.documentId).toBe(documentId);
        else await expect(opening, `${role} ${purpose}`).rejects.toEqual(problem('file-blocked'));
      }
    const lifting = { fileId: note.fileId, reason: 'Pidió otro crédito', idempotencyKey: randomUUID() };
    expect((await liftBlock(deps, lifting, DIRECTOR)).state).toBe('lifted');
    await open(documentId, 'attention');
  });
});
