import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { calendarDate } from '../../shared/calendar/calendar-date.ts';
import { verifyChain } from '../../shared/ledger/entry-item.ts';
import { type Entry, entrySchema } from '../../shared/ledger/ledger-items.ts';
import type { DemoNote } from '../demonstration/lending/portfolio.ts';
import { type Answered, type Journey, startJourney } from '../support/journey.ts';

const TODAY = calendarDate('2026-11-19');
/** The store works on for a while with the room it has already taken. */
const MOST_PAYMENTS = 400;
const REFUSALS = 1;
const MEBIBYTE = 1_048_576;
const DISK = mkdtempSync(path.join(tmpdir(), 'cartera-disk-'));

/** A disk of its own that can be filled without harm. Only root may mount one. */
function mount(): boolean {
  return (
    process.getuid?.() === 0 &&
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', DISK]).status === 0 &&
    statfsSync(DISK).blocks * statfsSync(DISK).bsize <= 64 * MEBIBYTE
  );
}
const unmount = () => spawnSync('umount', ['-l', DISK]);

// Tried and taken away at once: this file is read too in a run that runs none of its tests, and nothing would end them.
const mayMount = mount();
if (mayMount) unmount();

afterAll(() => rmSync(DISK, { recursive: true, force: true }));

// Skipped where this user may not mount a disk: there is no other way to fill one up without filling the machine's.
describe.skipIf(!mayMount)('a full disk', () => {
  const filler = path.join(DISK, 'relleno');
  let journey: Journey;
  let notes: readonly DemoNote[];

  beforeAll(async () => {
    expect(mount()).toBe(true);
    journey = await startJourney({ today: TODAY, dataDir: path.join(DISK, 'datos') });
    notes = (await journey.seed(TODAY, 10)).flatMap((file) => file.notes);
    await journey.runner.waitUntilQuiet();
  }, 120_000);
  afterAll(async () => {
    await journey?.end();
    unmount();
  });

  const pay = (key: string, index: number) =>
    journey.ask('/v1/window-payments', {
      ...{ role: 'cashier', office: 'hermosillo', method: 'POST' },
      headers: { 'idempotency-key': key },
      body: {
        target: { reference: notes[index % notes.length]!.item.paymentReference },
        amount: '77.00',
        received: 'cash',
      },
    });
  const entries = async () => (await journey.all('ENTRIES_TABLE')).map((item) => entrySchema.parse(item));
  const paymentsIn = (all: readonly Entry[]) =>
    all.filter(({ kind, ownerType }) => kind === 'paid' && ownerType === 'note');

  function fillUp(): void {
    for (const chunk of [MEBIBYTE, 4_096])
      for (;;)
        try {
          writeFileSync(filler, Buffer.alloc(chunk), { flag: 'a' });
        } catch {
          break;
        }
  }

  it('refuses what it cannot keep, posts nothing by halves, and takes it all once there is room', async () => {
    const before = await entries();
    // The runner says that it cannot write; it must not end.
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    fillUp();
    const keys: string[] = [];
    const refused: Answered[] = [];
    while (refused.length < REFUSALS && keys.length < MOST_PAYMENTS) {
      const key = randomUUID();
      const answer = await pay(key, keys.length);
      keys.push(key);
      if (answer.status !== 201) refused.push(answer);
    }
    expect(refused).toHaveLength(REFUSALS);
    for (const { status, json } of refused) {
      expect([500, 503]).toContain(status);
      expect(json).toMatchObject({ title: expect.stringMatching(/[a-z]/), detail: expect.stringMatching(/[a-z]/) });
      expect(JSON.stringify(json)).not.toMatch(/SQL|disk|stack|Error:/i);
    }
    rmSync(filler);
    for (const [index, key] of keys.entries()) {
      const again = await pay(key, index);
      expect([200, 201], JSON.stringify(again.json)).toContain(again.status);
    }
    await journey.runner.waitUntilQuiet();
    const after = await entries();
    const posted = after.filter(
      ({ source }) => keys.some((key) => source.id.endsWith(`#${key}`)) && source.type === 'window',
    );
    expect(paymentsIn(posted)).toHaveLength(keys.length);
    expect(paymentsIn(after)).toHaveLength(paymentsIn(before).length + keys.length);
    const heads = await journey.all('HEADS_TABLE');
    for (const { noteId, hash } of heads) {
      if (noteId === undefined) continue;
      expect(
        verifyChain(
          after.filter((entry) => entry.noteId === noteId && entry.ownerType === 'note'),
          String(hash),
        ),
      ).toEqual([]);
    }
    const marks = (await journey.all('ROLLUPS_TABLE')).filter(({ SK }) => SK === 'MARK');
    expect(marks.reduce((sum, { lastSeq }) => sum + Number(lastSeq), 0)).toBe(after.length);
    expect(journey.runner.dlq()).toEqual([]);
    expect(existsSync(filler)).toBe(false);
  }, 180_000);
});
