import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { destroyOriginal } from '../../../functions/custody/originals/lose-original.ts';
import { applyHold } from '../../../functions/custody/retention/apply-hold.ts';
import { carryOutDisposal } from '../../../functions/custody/retention/carry-out-disposal.ts';
import { type HoldCause, holdDocument, releaseHold } from '../../../functions/custody/retention/hold-document.ts';
import {
  approveDisposal,
  proposeDisposal,
  readDisposal,
  rejectDisposal,
} from '../../../functions/custody/retention/propose-disposal.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { findRequest } from '../../../shared/jobs/job-request.ts';
import { pdfText } from '../../unit/documents/pdf-text.ts';
import { ANA, COORDINATOR, request, someone } from './originals-world.ts';
import { HOLDER, openRetention, type Retention } from './retention-world.ts';

const DIRECTOR = someone('diana', 'director');
const PAID_ON = '2026-11-20';
/** Ten years after the last movement, and a day. */
const LATER = '2036-11-21';
let world: Retention;
beforeAll(async () => {
  world = await openRetention(PAID_ON);
  await world.custody.place('B1');
}, 60_000);
afterAll(() => world.stop());

const problem = (code: string) => expect.objectContaining({ code });
/** Asked for, and the object brought into line by its job. */
async function hold(documentId: string, cause: HoldCause) {
  const asked = { documentId, cause, reason: 'Se presentó la demanda', idempotencyKey: randomUUID() };
  const held = await holdDocument(world.deps, asked, ANA);
  await applyHold(world.deps, documentId);
  return held;
}
async function lift(documentId: string, cause: HoldCause) {
  const asked = { documentId, cause, reason: 'Terminó el juicio', idempotencyKey: randomUUID() };
  const lifted = await releaseHold(world.deps, asked, ANA);
  await applyHold(world.deps, documentId);
  return lifted;
}
const at = async <T>(day: string, what: () => Promise<T>): Promise<T> => {
  world.custody.clock.set(day);
  try {
    return await what();
  } finally {
    world.custody.clock.set(PAID_ON);
  }
};
const propose = (fileIds: readonly string[], key: string = randomUUID()) =>
  proposeDisposal(world.deps, { fileIds, reason: 'Venció su plazo', idempotencyKey: key }, COORDINATOR);
const approve = (disposalId: string, caller = DIRECTOR) =>
  approveDisposal(world.deps, { disposalId, reason: 'Revisado', idempotencyKey: randomUUID() }, caller);
const run = (disposalId: string, deps = world.deps) => carryOutDisposal(deps, { disposalId, delivery: null });
const stateOf = async (documentId: string) => (await world.deps.documents.find(documentId))?.state;
const disposedOf = (fileIds: readonly string[]) =>
  at(LATER, async () => {
    const { disposalId } = await propose(fileIds);
    await approve(disposalId);
    expect(await run(disposalId)).toBe('done');
    return readDisposal(world.deps, disposalId, COORDINATOR);
  });

describe('a hold', () => {
  it('is on the record and on the object, each cause once, until the last one goes', async () => {
    const { documentId, sha256 } = await world.keep(await world.file());
    await hold(documentId, 'case:1');
    await hold(documentId, 'case:1');
    expect((await hold(documentId, 'dispute:2')).holds).toEqual(['case:1', 'dispute:2']);
    expect(world.isHeld(sha256)).toBe(true);
    await lift(documentId, 'case:1');
    expect(world.isHeld(sha256)).toBe(true);
    await expect(lift(documentId, 'case:1')).rejects.toEqual(problem('hold-not-there'));
    expect((await lift(documentId, 'dispute:2')).holds).toEqual([]);
    expect(world.isHeld(sha256)).toBe(false);
  });

  it('stays on bytes of which another document is held', async () => {
    const [one, other] = [
      await world.keep(await world.file(), 'contract', 'same'),
      await world.keep(await world.file(), 'contract', 'same'),
    ];
    expect(other.sha256).toBe(one.sha256);
    await hold(one.documentId, 'case:1');
    await hold(other.documentId, 'case:2');
    await lift(one.documentId, 'case:1');
    expect(world.isHeld(one.sha256)).toBe(true);
    await lift(other.documentId, 'case:2');
    expect(world.isHeld(one.sha256)).toBe(false);
  });

  it('is put on the object by the job that was asked for with the record', async () => {
    const { documentId, sha256 } = await world.keep(await world.file());
    const key = randomUUID();
    const asked = { documentId, cause: 'case:9', reason: 'Se presentó la demanda', idempotencyKey: key } as const;
    const { version } = await holdDocument(world.deps, asked, ANA);
    expect(world.isHeld(sha256)).toBe(false);
    const { documents, tables } = world.custody.dynamo;
    const name = { task: 'apply-hold', id: documentId, name: `version-${version}` };
    expect(await findRequest(documents, tables.SYSTEM_TABLE, name)).toBeDefined();
    await applyHold(world.deps, documentId);
    expect(world.isHeld(sha256)).toBe(true);
    // The same request, sent again, takes no second step.
    expect((await holdDocument(world.deps, asked, ANA)).version).toBe(version);
  });

  it('that ends while the object is being held leaves no hold behind', async () => {
    const { documentId, sha256 } = await world.keep(await world.file());
    await hold(documentId, 'case:1');
    let isFirst = true;
    const objects = {
      ...world.objects,
      async hold(...how: Parameters<typeof world.objects.hold>) {
        // The cause ends, and the object is let go, before this hold arrives.
        if (isFirst) await lift(documentId, 'case:1');
        isFirst = false;
        await world.objects.hold(...how);
      },
    };
    await applyHold({ ...world.deps, objects }, documentId);
    expect(world.isHeld(sha256)).toBe(false);
  });

  it('is refused to whoever does not reach the office', async () => {
    const { documentId } = await world.keep(await world.file());
    const asked = { documentId, cause: 'case:1', reason: 'Se presentó', idempotencyKey: randomUUID() } as const;
    const elsewhere = someone('eva', 'custodian', ['nogales']);
    await expect(holdDocument(world.deps, asked, elsewhere)).rejects.toEqual(problem('not-found'));
  });
});

describe('a disposal', () => {
  it('tells of each file what stands in its way, and is not proposed of nothing', async () => {
    const [owing, paid, empty, held] = [
      await world.file(false),
      await world.file(),
      await world.file(),
      await world.file(),
    ];
    for (const file of [owing, paid]) await world.keep(file);
    await hold((await world.keep(held)).documentId, 'case:1');
    const codes = (rows: readonly { readonly faults: readonly { readonly code: string }[] }[]) =>
      rows.map(({ faults }) => faults.map(({ code }) => code));
    await expect(propose([paid.fileId])).rejects.toMatchObject({
      code: 'nothing-to-dispose',
      details: [{ pointer: '/fileIds/0', message: expect.stringContaining('20 de noviembre de 2036') }],
    });
    const { rows } = await at(LATER, () =>
      propose([owing.fileId, paid.fileId, empty.fileId, held.fileId, 'nadie', paid.fileId]),
    );
    expect(codes(rows)).toEqual([['debt-open'], [], ['nothing-kept'], ['held'], ['file-unknown']]);
    expect(rows[1]).toMatchObject({ outcome: 'due', documents: 1, lastMovementOn: PAID_ON, keptUntil: '2036-11-20' });
    // The last day of the term is still within it.
    await expect(at('2036-11-20', () => propose([paid.fileId]))).rejects.toEqual(problem('nothing-to-dispose'));
  });

  it('is of files of offices that one reaches, and is shown to whoever reaches all of them', async () => {
    const [own, foreign] = [await world.file(), await world.file(true, 'nogales')];
    for (const file of [own, foreign]) await world.keep(file);
    const here = someone('ana', 'custodian', ['hermosillo']);
    await at(LATER, async () => {
      const asked = { fileIds: [own.fileId, foreign.fileId], reason: 'Venció su plazo' };
      const proposed = (caller: Caller) =>
        proposeDisposal(world.deps, { ...asked, idempotencyKey: randomUUID() }, caller);
      const ours = await proposed(here);
      expect(ours.rows).toMatchObject([{ outcome: 'due' }, { office: null, faults: [{ code: 'file-unknown' }] }]);
      expect((await readDisposal(world.deps, ours.disposalId, here)).disposalId).toBe(ours.disposalId);
      const ofBoth = await proposed(COORDINATOR);
      await expect(readDisposal(world.deps, ofBoth.disposalId, here)).rejects.toEqual(problem('not-found'));
    });
  });

  it('needs another person, and once decided is decided', async () => {
    const file = await world.file();
    await world.keep(file);
    await at(LATER, async () => {
      const key = randomUUID();
      const { disposalId } = await propose([file.fileId], key);
      expect((await propose([file.fileId], key)).disposalId).toBe(disposalId);
      await expect(approve(disposalId, COORDINATOR)).rejects.toEqual(problem('same-person'));
      expect(await run(disposalId)).toBe('not-taken');
      const no = { disposalId, reason: 'Falta revisar', idempotencyKey: randomUUID() };
      expect((await rejectDisposal(world.deps, no, DIRECTOR)).state).toBe('rejected');
      await expect(approve(disposalId)).rejects.toEqual(problem('disposal-step-refused'));
    });
  });

  it('is done by an act that is kept: documents, their bytes and originals go, the ledger stays', async () => {
    const file = await world.file();
    const document = await world.keep(file);
    const paper = await world.custody.receive(file.contractNumber, 'B1');
    const { rows, actDocumentId, state } = await disposedOf([file.fileId]);
    expect([state, rows[0]?.outcome]).toEqual(['done', 'disposed']);
    expect(await stateOf(document.documentId)).toBe('disposed');
    expect(world.isThere(document.sha256)).toBe(false);
    const original = await world.deps.originals.find(paper.labelCode);
    expect(original?.state).toBe('destroyed');
    expect(original?.history.at(-1)).toMatchObject({ by: 'diana', evidence: { act: actDocumentId } });
    const act = (await world.vault.find(actDocumentId!))!;
    expect([act.kind, act.state]).toEqual(['act', 'vaulted']);
    const said = pdfText(await world.vault.read(act)).replace(/\s+/g, ' ');
    for (const text of ['Acta de baja documental', file.contractNumber, '1 documentos', 'LGA art. 58'])
      expect(said).toContain(text);
    expect(said).not.toContain(HOLDER);
    expect(await world.custody.owed(file)).toBe(0);
    expect((await world.deps.money.entriesOf(file.noteId)).length).toBeGreaterThan(0);
  });

  it('is also of a file whose credit was annulled, ten years after that', async () => {
    const file = await world.file(false);
    const document = await world.keep(file);
    const paper = await world.custody.receive(file.contractNumber, 'B1');
    await expect(at(LATER, () => propose([file.fileId]))).rejects.toEqual(problem('nothing-to-dispose'));
    await world.annul(file);
    await expect(propose([file.fileId])).rejects.toMatchObject({
      details: [{ message: expect.stringMatching(/^El plazo de conservación no ha terminado/) }],
    });
    const { rows } = await disposedOf([file.fileId]);
    expect(rows[0]).toMatchObject({ outcome: 'disposed', faults: [], lastMovementOn: PAID_ON, originals: 1 });
    expect(await stateOf(document.documentId)).toBe('disposed');
    expect((await world.deps.originals.find(paper.labelCode))?.state).toBe('destroyed');
  });

  it('is what destroys an original, of its own files: no invented act, no other document, no act of other files', async () => {
    const [file, other, still] = [await world.file(), await world.file(), await world.file()];
    for (const one of [file, other, still]) await world.keep(one);
    const { actDocumentId, disposalId } = await disposedOf([file.fileId]);
    const elsewhere = await disposedOf([other.fileId]);
    const letter = await world.keep(still, 'no-debt-letter');
    const typed = [];
    for (const id of ['baja', disposalId])
      typed.push(
        await world.vault.keep({
          ...{ kind: 'act', fileId: null, office: 'hermosillo', proves: { type: 'institute', id }, by: 'ana' },
          ...{ contentType: 'application/pdf', bytes: Buffer.from('%PDF-1.7 acta'), fileName: 'acta.pdf' },
          ...{ on: world.custody.clock.today(), key: randomUUID() },
        }),
      );
    const late = await world.custody.receive(file.contractNumber, 'B1', 'contract');
    const destroy = (actId: string, { labelCode } = late) =>
      destroyOriginal(world.deps, { ...request(labelCode, 1), actId }, COORDINATOR);
    const wrong = [letter, ...typed].map(({ documentId }) => documentId);
    for (const actId of ['acta-1', randomUUID(), ...wrong, elsewhere.actDocumentId!])
      await expect(destroy(actId), actId).rejects.toEqual(problem('act-not-in-vault'));
    const kept = await world.custody.receive(still.contractNumber, 'B1');
    await expect(destroy(actDocumentId!, kept)).rejects.toEqual(problem('act-not-in-vault'));
    expect((await world.deps.originals.find(late.labelCode))?.version).toBe(1);
    // What turns up of the file afterwards goes by the same act, while it stands.
    const act = (await world.vault.find(actDocumentId!))!;
    const { write } = world.deps.documents;
    await write({ ...act, state: 'superseded', version: act.version + 1 });
    await expect(destroy(actDocumentId!)).rejects.toEqual(problem('act-not-in-vault'));
    await write({ ...act, version: act.version + 2 });
    expect((await destroy(actDocumentId!)).state).toBe('destroyed');
  });

  it('that stopped at a file destroys nothing of it', async () => {
    const [file, other] = [await world.file(), await world.file()];
    for (const one of [file, other]) await world.keep(one);
    const paper = await world.custody.receive(file.contractNumber, 'B1');
    await at(LATER, async () => {
      const { disposalId } = await propose([file.fileId, other.fileId]);
      await approve(disposalId);
      const { documentId } = (await world.deps.documents.ofFile(file.fileId, { limit: 1 })).documents[0]!;
      await hold(documentId, 'case:5');
      await run(disposalId);
      const { rows, actDocumentId } = await readDisposal(world.deps, disposalId, COORDINATOR);
      expect(rows.map(({ outcome }) => outcome)).toEqual(['stopped', 'disposed']);
      const destroying = destroyOriginal(
        world.deps,
        { ...request(paper.labelCode, 1), actId: actDocumentId! },
        COORDINATOR,
      );
      await expect(destroying).rejects.toEqual(problem('act-not-in-vault'));
    });
  });

  it('leaves an object from which another document lives', async () => {
    const [file, other] = [await world.file(), await world.file()];
    const [gone, stays] = [await world.keep(file, 'contract', 'twice'), await world.keep(other, 'contract', 'twice')];
    await disposedOf([file.fileId]);
    expect([await stateOf(gone.documentId), await stateOf(stays.documentId)]).toEqual(['disposed', 'vaulted']);
    expect(world.isThere(stays.sha256)).toBe(true);
    await disposedOf([other.fileId]);
    expect(world.isThere(stays.sha256)).toBe(false);
  });

  it('is stopped by a hold that comes after it was approved, also in S3', async () => {
    const file = await world.file();
    const { documentId, sha256, versionId } = await world.keep(file);
    await at(LATER, async () => {
      const { disposalId } = await propose([file.fileId]);
      await approve(disposalId);
      await hold(documentId, 'case:3');
      expect(await run(disposalId)).toBe('done');
      const { rows, actDocumentId } = await readDisposal(world.deps, disposalId, COORDINATOR);
      expect(rows[0]).toMatchObject({ outcome: 'stopped', faults: [{ code: 'held' }] });
      expect(actDocumentId).toBeNull();
    });
    expect(await stateOf(documentId)).toBe('vaulted');
    await expect(world.objects.remove({ sha256, versionId: versionId! })).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  it('keeps what is held while its file is being disposed of', async () => {
    const file = await world.file();
    const { documentId, sha256 } = await world.keep(file);
    await at(LATER, async () => {
      const { disposalId } = await propose([file.fileId]);
      await approve(disposalId);
      let held = false;
      const documents = {
        ...world.deps.documents,
        async write(...args: Parameters<typeof world.deps.documents.write>) {
          if (!held && args[0].state === 'disposed') {
            held = true;
            await hold(documentId, 'case:4');
          }
          return world.deps.documents.write(...args);
        },
      };
      expect(await run(disposalId, { ...world.deps, documents })).toBe('done');
      expect((await readDisposal(world.deps, disposalId, COORDINATOR)).rows[0]).toMatchObject({ outcome: 'stopped' });
    });
    expect([await stateOf(documentId), world.isThere(sha256)]).toEqual(['vaulted', true]);
  });

  it('cut off goes on where it stopped: one act, each document once, every object gone', async () => {
    const file = await world.file();
    const kept = [await world.keep(file), await world.keep(file, 'contract')];
    const paper = await world.custody.receive(file.contractNumber, 'B1');
    await at(LATER, async () => {
      const { disposalId } = await propose([file.fileId]);
      await approve(disposalId);
      let removed = 0;
      const objects = {
        ...world.objects,
        async remove(...args: Parameters<typeof world.objects.remove>) {
          removed += 1;
          if (removed === 2) throw new Error('killed');
          return world.objects.remove(...args);
        },
      };
      await expect(run(disposalId, { ...world.deps, objects })).rejects.toThrow('killed');
      const { actDocumentId } = await readDisposal(world.deps, disposalId, COORDINATOR);
      expect(await run(disposalId)).toBe('done');
      const done = await readDisposal(world.deps, disposalId, COORDINATOR);
      expect([done.rows[0]?.outcome, done.actDocumentId]).toEqual(['disposed', actDocumentId]);
    });
    for (const { documentId, sha256 } of kept) {
      const document = await world.deps.documents.find(documentId);
      expect(document?.history.filter(({ step }) => step === 'dispose')).toHaveLength(1);
      expect(world.isThere(sha256)).toBe(false);
    }
    expect((await world.deps.originals.find(paper.labelCode))?.state).toBe('destroyed');
  });

  it('waits for the lock of the vault', async () => {
    const file = await world.file();
    const { sha256, versionId } = await world.keep(file);
    const version = world.s3.store.version('vault', `sha256/${sha256}`, versionId!);
    const retention = { mode: 'COMPLIANCE', until: '2040-01-01T00:00:00.000Z' };
    world.s3.store.replace('vault', { ...version, retention });
    await expect(at(LATER, () => propose([file.fileId]))).rejects.toMatchObject({
      details: [{ message: 'La bóveda todavía no permite borrar sus documentos.' }],
    });
  });
});
