import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchMissing, storeMisplaced } from '../../../functions/custody/inventory/act-on-findings.ts';
import {
  callOffRound,
  closeRound,
  openRound,
  readLabels,
  reviewRound,
} from '../../../functions/custody/inventory/count-round.ts';
import { createRoundStore } from '../../../functions/custody/inventory/round-store.ts';
import { labelCodeOf, spokenLabel } from '../../../functions/custody/originals/label-code.ts';
import { lendOriginal, returnOriginal, storeOriginal } from '../../../functions/custody/originals/lend-original.ts';
import type { Original } from '../../../functions/custody/originals/original.ts';
import { putIntoPlace } from '../../../functions/custody/originals/receive-original.ts';
import { ANA, COORDINATOR, type Custody, LUIS, loan, openCustody, request } from './originals-world.ts';

let custody: Custody;
let deps: Custody['deps'] & { rounds: ReturnType<typeof createRoundStore> };

beforeAll(async () => {
  custody = await openCustody('2026-11-27');
  const { documents, tables } = custody.dynamo;
  deps = { ...custody.deps, rounds: createRoundStore(documents, tables.DOCUMENTS_TABLE) };
});
afterAll(() => custody.dynamo.stop());

/** Originals of contracts at a place of their own. */
async function filled(placeCode: string, count: number): Promise<Original[]> {
  const place = await custody.place(placeCode);
  const originals: Original[] = [];
  for (let first = 0; first < count; first += 25) {
    const some = Array.from({ length: Math.min(25, count - first) }, (_, index) => {
      const note = { ...custody.register(`${placeCode}-${first + index}`), paymentReference: 'R' };
      const paper = { kind: 'note', contractNumber: note.contractNumber, number: 1 } as const;
      return putIntoPlace(deps, { paper, note, place, by: 'ana', key: randomUUID() });
    });
    originals.push(...(await Promise.all(some)).map(({ original }) => original));
  }
  return originals;
}
const open = (placeCode: string) => openRound(deps, { placeCode, idempotencyKey: randomUUID() }, ANA);
const read = (roundId: string, labels: readonly string[], idempotencyKey: string = randomUUID()) =>
  readLabels(deps, { roundId, labels, idempotencyKey }, ANA);
const close = (roundId: string, version: number) =>
  closeRound(deps, { roundId, idempotencyKey: randomUUID(), ifMatch: `v${version}` }, ANA);

describe('an inventory round', () => {
  it('of 1,000 originals with five faults finds exactly those five', async () => {
    const here = await filled('B1', 1_000);
    const [elsewhere] = await filled('B2', 3);
    const [missing, lent, twice] = [here[17]!, here[400]!, here[999]!];
    await lendOriginal(deps, { ...request(lent.labelCode, 1), ...loan({ endorsed: false }) }, ANA);
    const stranger = labelCodeOf('nunca recibido', 0);
    const { roundId, expected } = await open('B1');
    expect(expected).toBe(999);
    // The paper of the one that the records say is lent never left, and its label is read with the others.
    const labels = [...here.filter((one) => one !== missing), elsewhere!, twice].map(({ labelCode }) => labelCode);
    labels.push(stranger);
    const key = randomUUID();
    await read(roundId, ['P/B1', ...labels.slice(0, 400)], key);
    await read(roundId, ['P/B1', ...labels.slice(0, 400)], key);
    const last = await read(roundId, labels.slice(400).map(spokenLabel));
    expect([last.batches, last.labelsRead]).toEqual([2, 1_003]);
    const round = await close(roundId, 3);
    expect(round.counts).toEqual({
      ...{ expected: 999, found: 998, missing: 1, misplaced: 2, unknown: 1, readTwice: 1, left: 0, arrived: 0 },
    });
    const findings = await deps.rounds.findingsOf(round);
    expect(findings.map(({ kind, label, recorded }) => [kind, label, recorded?.placeCode ?? recorded?.state])).toEqual([
      ['missing', missing.labelCode, 'B1'],
      ['misplaced', lent.labelCode, 'lent'],
      ['misplaced', elsewhere!.labelCode, 'B2'],
      ['unknown', stranger, undefined],
      ['read-twice', twice.labelCode, 'B1'],
    ]);
    await expect(read(roundId, [stranger])).rejects.toMatchObject({ code: 'round-step-refused' });

    const act = { roundId, idempotencyKey: randomUUID() };
    const wrong = storeMisplaced(deps, { ...act, labelCodes: [elsewhere!.labelCode, missing.labelCode] }, ANA);
    await expect(wrong).rejects.toMatchObject({ code: 'finding-not-there', details: [{ pointer: '/labelCodes' }] });
    expect(await deps.originals.find(elsewhere!.labelCode)).toEqual(elsewhere);
    const moving = { ...act, labelCodes: [elsewhere!.labelCode, lent.labelCode] };
    const moved = await storeMisplaced(deps, moving, ANA);
    expect(moved).toEqual([
      { labelCode: elsewhere!.labelCode, refusal: null },
      { labelCode: lent.labelCode, refusal: { code: 'original-is-out', detail: expect.any(String) } },
    ]);
    expect(await storeMisplaced(deps, moving, ANA)).toEqual(moved);
    expect((await deps.originals.find(elsewhere!.labelCode))!.holder).toEqual({ type: 'custody', placeCode: 'B1' });
    await searchMissing(deps, { roundId, idempotencyKey: randomUUID(), labelCodes: [missing.labelCode] }, ANA);
    expect((await deps.originals.find(missing.labelCode))!.state).toBe('missing');

    const review = { roundId, idempotencyKey: randomUUID(), reason: 'Se movió uno y se busca otro' };
    await expect(reviewRound(deps, review, ANA)).rejects.toMatchObject({ code: 'same-person' });
    expect((await reviewRound(deps, review, COORDINATOR)).state).toBe('reviewed');
  });

  it('moves nothing by a finding that is not so any more', async () => {
    const [gone, endorsed] = await filled('B12', 2);
    const [stray] = await filled('B13', 1);
    const { roundId } = await open('B12');
    await read(roundId, [stray!.labelCode]);
    await close(roundId, 2);
    await custody.place('B14');
    for (const one of [gone!, stray!])
      await storeOriginal(deps, { ...request(one.labelCode, 1), placeCode: 'B14' }, LUIS);
    await lendOriginal(deps, { ...request(endorsed!.labelCode, 1), ...loan() }, LUIS);
    await returnOriginal(deps, { ...request(endorsed!.labelCode, 2), placeCode: 'B12' }, LUIS);
    const act = () => ({ roundId, idempotencyKey: randomUUID() });
    const back = [{ refusal: { code: 'finding-not-there', detail: expect.stringContaining('endoso') } }];
    expect(await searchMissing(deps, { ...act(), labelCodes: [endorsed!.labelCode] }, ANA)).toMatchObject(back);
    const old = [{ refusal: { code: 'finding-not-there', detail: expect.stringContaining('B14') } }];
    expect(await searchMissing(deps, { ...act(), labelCodes: [gone!.labelCode] }, ANA)).toMatchObject(old);
    expect(await storeMisplaced(deps, { ...act(), labelCodes: [stray!.labelCode] }, ANA)).toMatchObject(old);
    for (const one of [gone!, stray!])
      expect((await deps.originals.find(one.labelCode))!.holder).toEqual({ type: 'custody', placeCode: 'B14' });
  });

  it('holds nobody for what left or arrived by the records while it was counted', async () => {
    const [stays, leaves] = await filled('B3', 2);
    const [arrives] = await filled('B4', 1);
    const { roundId } = await open('B3');
    await lendOriginal(deps, { ...request(leaves!.labelCode, 1), ...loan({ endorsed: false }) }, LUIS);
    await storeOriginal(deps, { ...request(arrives!.labelCode, 1), placeCode: 'B3' }, LUIS);
    await read(roundId, [stays!.labelCode, arrives!.labelCode]);
    const { counts } = await close(roundId, 2);
    expect(counts).toEqual({
      ...{ expected: 2, found: 1, missing: 0, misplaced: 0, unknown: 0, readTwice: 0, left: 1, arrived: 1 },
    });
  });

  it('keeps every batch of several readers at once, and is not closed over one that comes in', async () => {
    const here = await filled('B5', 40);
    const { roundId } = await open('B5');
    await Promise.all(
      [0, 10, 20, 30].map((from) =>
        read(
          roundId,
          here.slice(from, from + 10).map(({ labelCode }) => labelCode),
        ),
      ),
    );
    await expect(close(roundId, 4)).rejects.toMatchObject({ code: 'version-changed' });
    const round = await close(roundId, 5);
    expect(round.counts).toMatchObject({ expected: 40, found: 40, missing: 0 });
    expect(await deps.rounds.findingsOf(round)).toEqual([]);
  });

  it('is not closed over a batch that comes in while it is compared', async () => {
    const here = await filled('B10', 2);
    const { roundId } = await open('B10');
    const rounds: typeof deps.rounds = {
      ...deps.rounds,
      async putFindings(...what) {
        await read(
          roundId,
          here.map(({ labelCode }) => labelCode),
        );
        return deps.rounds.putFindings(...what);
      },
    };
    const closing = closeRound({ ...deps, rounds }, { roundId, idempotencyKey: randomUUID(), ifMatch: 'v1' }, ANA);
    await expect(closing).rejects.toMatchObject({ code: 'version-changed' });
    expect((await close(roundId, 2)).counts).toMatchObject({ expected: 2, found: 2, missing: 0 });
  });

  it('of a place with more than can be compared at once is not opened', async () => {
    await custody.place('B11');
    const originals = {
      ...deps.originals,
      async *codesAt() {
        for (let count = 0; count <= 20_000; count += 1) yield `D${count}`;
      },
    };
    const asked = { placeCode: 'B11', idempotencyKey: randomUUID() };
    await expect(openRound({ ...deps, originals }, asked, ANA)).rejects.toMatchObject({ code: 'round-too-large' });
  });

  it('of an empty place expects nothing, and one that was called off takes no more labels', async () => {
    await custody.place('B6');
    const { roundId, expected } = await open('B6');
    expect(expected).toBe(0);
    await callOffRound(deps, { roundId, idempotencyKey: randomUUID(), reason: 'Lugar equivocado' }, ANA);
    await expect(close(roundId, 2)).rejects.toMatchObject({ code: 'round-step-refused' });
  });

  it('is opened once a request, whatever moved since', async () => {
    const [original] = await filled('B7', 1);
    const asked = { placeCode: 'B7', idempotencyKey: randomUUID() };
    const first = await openRound(deps, asked, ANA);
    await lendOriginal(deps, { ...request(original!.labelCode, 1), ...loan({ endorsed: false }) }, ANA);
    expect(await openRound(deps, asked, ANA)).toEqual(first);
    expect(await deps.rounds.expectedOf(first)).toEqual(new Set([original!.labelCode]));
  });

  it('expects what was frozen with it, whatever a run that was cut off, or that came at once, had put there', async () => {
    const here = await filled('B8', 2);
    const asked = { placeCode: 'B8', idempotencyKey: randomUUID() };
    // As many as take more items than the list that stands.
    const many = Array.from({ length: 5_001 }, (_, index) => labelCodeOf('otro', index));
    const dying = { ...deps.rounds, write: () => Promise.reject(new Error('killed')) };
    const full = {
      ...deps.originals,
      async *codesAt() {
        yield* many;
      },
    };
    await expect(openRound({ ...deps, rounds: dying, originals: full }, asked, ANA)).rejects.toThrow('killed');
    const round = await openRound(deps, asked, ANA);
    // Another run of the same request read the place before, and puts its list now.
    await expect(
      openRound({ ...deps, rounds: { ...dying, find: async () => undefined }, originals: full }, asked, ANA),
    ).rejects.toThrow('killed');
    expect(round.expected).toBe(2);
    expect(await deps.rounds.expectedOf(round)).toEqual(new Set(here.map(({ labelCode }) => labelCode)));
  });

  it('finds what it was closed with, whatever another run had found of the same version', async () => {
    const here = await filled('B9', 3);
    const { roundId } = await open('B9');
    const round = await read(roundId, [here[0]!.labelCode]);
    const dying = { ...deps.rounds, write: () => Promise.reject(new Error('killed')) };
    const asked = { roundId, idempotencyKey: randomUUID(), ifMatch: 'v2' };
    const many = Array.from({ length: 501 }, (_, index) => `EXTRAÑA-${index}`);
    async function* labelsOf() {
      yield* [...here.map(({ labelCode }) => labelCode), ...many];
    }
    await expect(closeRound({ ...deps, rounds: { ...dying, labelsOf } }, asked, ANA)).rejects.toThrow('killed');
    expect(round.version).toBe(2);
    const closed = await closeRound(deps, asked, ANA);
    expect((await deps.rounds.findingsOf(closed)).map(({ kind }) => kind)).toEqual(['missing', 'missing']);
  });
});
