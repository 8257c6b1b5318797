import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { appointCustodian } from '../../../functions/custody/custodians/appoint-custodian.ts';
import { createCustodianStore } from '../../../functions/custody/custodians/custodian-store.ts';
import { custodianUseCases } from '../../../functions/custody/custodians/custodian-use-cases.ts';
import { openHandOver } from '../../../functions/custody/custodians/hand-over.ts';
import { createHandOverStore } from '../../../functions/custody/custodians/hand-over-act.ts';
import { closeRound, openRound } from '../../../functions/custody/inventory/count-round.ts';
import { createRoundStore } from '../../../functions/custody/inventory/round-store.ts';
import { roundUseCases } from '../../../functions/custody/inventory/round-use-cases.ts';
import { printOriginalLabels } from '../../../functions/custody/labels/print-labels.ts';
import { originalRoutes } from '../../../functions/custody/originals/original-routes.ts';
import { originalUseCases } from '../../../functions/custody/originals/original-use-cases.ts';
import { receiveOriginal } from '../../../functions/custody/originals/receive-original.ts';
import { createPlace } from '../../../functions/custody/places/keep-places.ts';
import { placeUseCases } from '../../../functions/custody/places/place-use-cases.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { OFFICES, type Office } from '../../../shared/institute/offices.ts';
import { ANA, COORDINATOR, type Custody, openCustody, someone } from './originals-world.ts';

let custody: Custody;
let deps: ReturnType<typeof wired>;
const wired = ({ deps: kept, dynamo: { documents, tables } }: Custody) => ({
  ...kept,
  rounds: createRoundStore(documents, tables.DOCUMENTS_TABLE),
  custodians: createCustodianStore(documents, tables.DOCUMENTS_TABLE),
  acts: createHandOverStore(documents, tables.DOCUMENTS_TABLE),
});

/** Of each office, Hermosillo's first: places, an original, a round and an act. */
beforeAll(async () => {
  custody = await openCustody('2026-11-27');
  deps = wired(custody);
  for (const office of OFFICES) {
    for (const number of [1, 2]) {
      const placeCode = `${office.slice(0, 3).toUpperCase()}${number}`;
      await custody.place(placeCode, office);
      const { contractNumber } = custody.register(`${placeCode}-1`, office);
      await custody.receive(contractNumber, placeCode);
      await openRound(deps, { placeCode, idempotencyKey: randomUUID() }, ANA);
    }
    const appoint = (subject: string, from: string, to: string | null) =>
      appointCustodian(
        deps,
        {
          ...{ office, subject, name: subject, email: `${subject}@icees.example`, reason: 'Nombramiento' },
          ...{ from: calendarDate(from), to: to && calendarDate(to), idempotencyKey: randomUUID() },
        } as never,
        COORDINATOR,
      );
    await appoint('ana', '2026-01-01', '2026-11-27');
    await appoint('luis', '2026-11-28', null);
    await openHandOver(deps, { office, roundIds: [], notes: 'Llaves', idempotencyKey: randomUUID() }, ANA);
  }
});
afterAll(() => custody.dynamo.stop());

type Page = { readonly items: readonly { readonly office: string }[]; readonly nextCursor?: string | undefined };
const lists = {
  places: (query: object, caller: Caller) =>
    placeUseCases.listCustodyPlaces(deps, asked({ status: 'open', ...query }), caller),
  originals: (query: object, caller: Caller) =>
    originalUseCases.listOriginals(deps, asked({ state: 'stored', ...query }), caller),
  rounds: (query: object, caller: Caller) =>
    roundUseCases.listInventoryRounds(deps, asked({ status: 'open', ...query }), caller),
  acts: (query: object, caller: Caller) =>
    custodianUseCases.listHandOverActs(deps, asked({ status: 'open', ...query }), caller),
};
const asked = (query: object) => ({ query: { limit: 1, ...query } }) as never;

describe.each(Object.entries(lists))('the list of %s', (_list, listed) => {
  const list = async (query: object, caller: Caller): Promise<Page> => (await listed(query, caller)).body!;

  it.each<[string, readonly Office[]]>([
    ['one office', ['nogales']],
    ['two offices', ['obregon', 'nogales']],
  ])('gives whoever sees %s full pages of those, and nothing of another', async (_name, offices) => {
    const caller = someone('eva', 'custodian', [...offices]);
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ cursor }, caller);
      // A page is empty only behind the last.
      if (page.nextCursor !== undefined) expect(page.items).toHaveLength(1);
      found.push(...page.items.map(({ office }) => office));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(new Set(found)).toEqual(new Set(offices));
    await expect(list({ office: 'hermosillo' }, caller)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('gives nothing to whoever sees no office, and all to who sees all, or one of them', async () => {
    expect(await list({}, someone('eva', 'custodian', []))).toEqual({ items: [], nextCursor: undefined });
    const { items } = await list({ limit: 50 }, ANA);
    expect(new Set(items.map(({ office }) => office))).toEqual(new Set(OFFICES));
    const one = (await list({ limit: 50, office: 'obregon' }, ANA)).items;
    expect(new Set(one.map(({ office }) => office))).toEqual(new Set(['obregon']));
  });
});

describe('whoever sees one office', () => {
  const eva = someone('eva', 'custodian', ['nogales']);

  it('is shown no original of another by its file, nor by its place, and makes no place there', async () => {
    const note = custody.register('AJENO-1');
    await custody.receive(note.contractNumber, 'HER1');
    expect((await lists.originals({ fileId: note.fileId }, ANA)).body?.items).toHaveLength(1);
    expect((await lists.originals({ fileId: note.fileId }, eva)).body?.items).toEqual([]);
    await expect(lists.originals({ placeCode: 'HER1' }, eva)).rejects.toMatchObject({ code: 'not-found' });
    const [original] = await deps.originals.ofFile(note.fileId);
    const sheet = { body: { labelCodes: [original!.labelCode], from: 1 } };
    const drawLabels = async () => new Uint8Array([1]);
    expect((await printOriginalLabels({ ...deps, drawLabels }, sheet, ANA)).bytes).toHaveLength(1);
    const printed = printOriginalLabels({ ...deps, drawLabels }, sheet, eva);
    await expect(printed).rejects.toMatchObject({ code: 'not-found' });
    const place = { placeCode: 'HER9', office: 'hermosillo', vault: 'Bóveda', shelf: null, box: null } as const;
    const made = createPlace(deps, { ...place, idempotencyKey: randomUUID() }, eva);
    await expect(made).rejects.toMatchObject({ code: 'not-found' });
    expect(await deps.places.find('HER9')).toBeUndefined();
  });
});

describe('the question of a list of originals', () => {
  const FILE = randomUUID();
  it.each([
    [{}, true],
    [{ state: 'lent', dueBy: '2026-12-01', office: 'nogales' }, true],
    [{ fileId: FILE }, true],
    [{ placeCode: 'HER1' }, true],
    [{ dueBy: '2026-12-01' }, false],
    [{ state: 'stored', dueBy: '2026-12-01' }, false],
    [{ fileId: FILE, placeCode: 'HER1' }, false],
    [{ fileId: FILE, office: 'nogales' }, false],
    [{ placeCode: 'HER1', state: 'lent', dueBy: '2026-12-01' }, false],
  ])('is answered as it was asked or refused: %j', (query, isTaken) => {
    const { query: wire } = originalRoutes.find(({ operationId }) => operationId === 'listOriginals') as {
      query: z.ZodType;
    };
    expect(wire.safeParse(query).success).toBe(isTaken);
  });
});

describe('what is noted in the trail', () => {
  it('of an original and its movements, and of what a round found, is whose file it is', async () => {
    const note = custody.register('TRAZA-1');
    const { labelCode } = await custody.receive(note.contractNumber, 'HER1');
    for (const read of [originalUseCases.getOriginal, originalUseCases.listOriginalMovements])
      expect((await read(deps, { params: { labelCode } } as never, ANA)).records).toEqual([note.fileId]);
    const paper = { kind: 'grant', document: { series: '4C', area: 'Becas', folio: '1' } } as const;
    const grant = await receiveOriginal(deps, { paper, placeCode: 'HER1', idempotencyKey: randomUUID() }, ANA);
    const { records } = await originalUseCases.getOriginal(deps, { params: grant } as never, ANA);
    expect(records).toEqual([grant.labelCode]);
    const { roundId } = await openRound(deps, { placeCode: 'HER1', idempotencyKey: randomUUID() }, ANA);
    await closeRound(deps, { roundId, idempotencyKey: randomUUID(), ifMatch: 'v1' }, ANA);
    const found = await roundUseCases.listInventoryFindings(deps, { params: { roundId } } as never, ANA);
    expect(found.records).toEqual(expect.arrayContaining([roundId, note.fileId]));
  });
});
