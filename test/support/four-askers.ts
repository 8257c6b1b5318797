import { createHash } from 'node:crypto';
import type { StatementsWorld } from '../contract/statements/statements-world.ts';

/** Whom a request for a statement may be about; whoever asks must not be able to tell. */
export const ASKERS = ['known', 'unknown', 'without an address', 'blocked'] as const;
export type Asker = (typeof ASKERS)[number];

/** What the answers of one kind came to, over all of them. */
export interface Answers {
  /** Each different answer once: status, body, cookies and headers but the request's own id, hashed. */
  readonly answers: Set<string>;
  /** Each different list of calls of the store. */
  readonly calls: Set<string>;
  readonly milliseconds: number[];
}

/**
 * Asks `rounds` times for each kind on a warm function over the real engine, one after the other, in turns of which each begins
 * with another kind; `warmUp` rounds before are not counted. The outbox is emptied as it fills: nobody delivers here.
 */
export async function askInTurns(
  world: StatementsWorld,
  rounds: number,
  warmUp: number,
): Promise<Record<Asker, Answers>> {
  const [known, mailless, blocked] = [world.portfolio[0], world.portfolio[1], world.portfolio[2]];
  if (known === undefined || mailless === undefined || blocked === undefined) throw new Error('too few files');
  await world.pageDeps.wrongData.block(blocked.file.fileId, world.now());
  const formOf = ({ notes, borrower }: typeof known) => ({
    numero: notes[0]?.item.contractNumber ?? '',
    dato: borrower.curp,
  });
  const forms: Record<Asker, { numero: string; dato: string }> = {
    known: formOf(known),
    unknown: { ...formOf(known), numero: 'CE-2020-999999' },
    'without an address': formOf(mailless),
    blocked: formOf(blocked),
  };
  const told: Record<Asker, Answers> = {
    known: nothing(),
    unknown: nothing(),
    'without an address': nothing(),
    blocked: nothing(),
  };
  let visitors = 0;
  for (let round = -warmUp; round < rounds; round += 1) {
    for (let turn = 0; turn < ASKERS.length; turn += 1) {
      const asker = ASKERS[(turn + Math.abs(round)) % ASKERS.length] ?? 'known';
      visitors += 1;
      const visitor = `10.${visitors >> 16}.${(visitors >> 8) & 255}.${visitors & 255}`;
      world.calls.length = 0;
      const started = performance.now();
      const { status, body, cookies, headers } = await world.page('POST', '/solicitar', {
        form: forms[asker],
        visitor,
      });
      const took = performance.now() - started;
      world.asked.length = 0;
      if (round < 0) continue;
      const { 'x-correlation-id': _own, ...same } = headers;
      const answer = JSON.stringify([status, cookies, Object.entries(same).toSorted(), body]);
      told[asker].answers.add(createHash('sha256').update(answer).digest('hex'));
      told[asker].calls.add(world.calls.join(' '));
      told[asker].milliseconds.push(took);
    }
  }
  await world.pageDeps.wrongData.unblock(blocked.file.fileId);
  return told;
}

const nothing = (): Answers => ({ answers: new Set(), calls: new Set(), milliseconds: [] });
