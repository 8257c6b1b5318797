import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FeedbackDeps, feedbackEventSchema, receiveFeedback } from '../../../shared/mail/feedback.ts';
import { createMailStore, type MailStore, tryId } from '../../../shared/mail/mail-store.ts';
import type { MailTry } from '../../../shared/mail/mail-try.ts';
import { type SendOnceDeps, sendOnce } from '../../../shared/mail/send-once.ts';
import { createSuppressions, type Suppressions } from '../../../shared/mail/suppression.ts';
import { suppressionMachine } from '../../../shared/mail/suppression-machine.ts';
import { takeStep } from '../../../shared/transitions/take-step.ts';
import { losingAnswers, startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';

let dynamo: TestDynamo;
let mails: MailStore;
let suppressions: Suppressions;
let deps: FeedbackDeps & SendOnceDeps;
const NOW = new Date('2026-11-20T14:00:00.000Z');
let number = 0;
let name: { topic: string; subject: string };
const left: { recipients: readonly string[]; tryId: string }[] = [];

beforeAll(async () => {
  dynamo = await startTestDynamo();
  mails = createMailStore(dynamo.documents, dynamo.tables.SYSTEM_TABLE);
  suppressions = createSuppressions(dynamo.documents, dynamo.tables.SYSTEM_TABLE);
  deps = {
    now: () => NOW,
    clock: { now: () => NOW },
    mails,
    suppressions,
    log: { event: () => undefined },
    metrics: { record: () => undefined },
    mailer: {
      send: async (_raw, recipients, id) => {
        left.push({ recipients, tryId: id });
        return { messageId: 'ses-1', refused: 0 };
      },
    },
  };
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  left.length = 0;
  number += 1;
  name = { topic: 'estado-de-cuenta', subject: `2026-11-${number}` };
});

const addresses = (...emails: readonly string[]) => emails.map((emailAddress) => ({ emailAddress }));
const bounce = (id: string, emails: readonly string[], bounceType = 'Permanent', tags: object = {}) =>
  feedbackEventSchema.parse({
    id,
    source: 'aws.ses',
    detail: { eventType: 'Bounce', mail: { tags }, bounce: { bounceType, bouncedRecipients: addresses(...emails) } },
  });
const complaint = (id: string, emails: readonly string[], tags: object = {}) =>
  feedbackEventSchema.parse({
    id,
    source: 'aws.ses',
    detail: { eventType: 'Complaint', mail: { tags }, complaint: { complainedRecipients: addresses(...emails) } },
  });
const send = (recipients: readonly string[], manual?: { requestId: string; subject: string; reason: string }) =>
  sendOnce(deps, { ...name, manual }, async () => ({
    recipients,
    sha256: 'x',
    compose: async () => new Uint8Array(),
  }));
const last = async () => (await mails.tries(name)).at(-1) as MailTry;

describe('a mail whose sender hears nothing of its own note', () => {
  it('leaves once, and is noted', async () => {
    const lossy = { ...deps, mails: createMailStore(losingAnswers(dynamo), dynamo.tables.SYSTEM_TABLE) };
    const outgoing = { recipients: ['va@prueba.mx'], sha256: 'x', compose: async () => new Uint8Array() };
    expect(await sendOnce(lossy, name, async () => outgoing)).toMatchObject({ outcome: 'sent' });
    expect(left).toHaveLength(1);
    expect(await last()).toMatchObject({ state: 'sent', version: 2 });
  });

  it('does not leave twice when two begin it at the same moment', async () => {
    const outgoing = { recipients: ['va@prueba.mx'], sha256: 'x', compose: async () => new Uint8Array() };
    const outcomes = await Promise.all([1, 2, 3].map(() => sendOnce(deps, name, async () => outgoing)));
    expect(outcomes.filter(({ outcome }) => outcome === 'sent')).toHaveLength(1);
    expect(left).toHaveLength(1);
  });
});

describe('mail that comes back', () => {
  it('is noted on its try, by the tag that left with it, and its address gets nothing more', async () => {
    await send(['va@prueba.mx', 'no-existe@prueba.mx']);
    expect(left).toEqual([
      { recipients: ['va@prueba.mx', 'no-existe@prueba.mx'], tryId: tryId({ ...name, attempt: 1 }) },
    ]);
    expect(left[0]?.tryId).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
    const tags = { mail: [left[0]?.tryId ?? ''] };
    await receiveFeedback(deps, bounce('event-1', ['No-Existe@prueba.mx'], 'Permanent', tags));
    await receiveFeedback(deps, bounce('event-1', ['No-Existe@prueba.mx'], 'Permanent', tags));
    expect(await last()).toMatchObject({ state: 'bounced', version: 3 });
    expect((await last()).history.map(({ step }) => step)).toEqual(['take', 'bounce']);
    expect(await send(['va@prueba.mx'])).toMatchObject({ outcome: 'already-sent' });
    const manual = { requestId: 'q', subject: 'tecnico', reason: 'No llegó' };
    expect(await send(['va@prueba.mx', 'no-existe@prueba.mx'], manual)).toMatchObject({
      outcome: 'sent',
      mail: { recipients: 1, suppressed: 1 },
    });
    expect(left[1]?.recipients).toEqual(['va@prueba.mx']);
  });

  it('only for now (a full mailbox) changes nothing', async () => {
    await send(['lleno@prueba.mx']);
    await receiveFeedback(deps, bounce('event-2', ['lleno@prueba.mx'], 'Transient', { mail: [left[0]?.tryId] }));
    expect(await last()).toMatchObject({ state: 'sent' });
    expect(await suppressions.among(['lleno@prueba.mx'])).toEqual(new Set());
  });

  it('as unwanted after it bounced ends as unwanted, and the other order too', async () => {
    await send(['queja@prueba.mx']);
    const tags = { mail: [left[0]?.tryId] };
    await receiveFeedback(deps, complaint('event-3', ['queja@prueba.mx'], tags));
    await receiveFeedback(deps, bounce('event-4', ['queja@prueba.mx'], 'Permanent', tags));
    expect(await last()).toMatchObject({ state: 'complained' });
    number += 1;
    name = { ...name, subject: `2026-11-${number}` };
    await send(['queja2@prueba.mx']);
    const other = { mail: [left[1]?.tryId] };
    await receiveFeedback(deps, bounce('event-10', ['queja2@prueba.mx'], 'Permanent', other));
    await receiveFeedback(deps, complaint('event-11', ['queja2@prueba.mx'], other));
    expect((await last()).history.map(({ step }) => step)).toEqual(['take', 'bounce', 'complain']);
  });

  it('of which nobody knew whether it left is known to have left', async () => {
    const lost: SendOnceDeps = { ...deps, mailer: { send: () => Promise.reject(new Error('socket hang up')) } };
    const outgoing = { recipients: ['perdido@prueba.mx'], sha256: 'x', compose: async () => new Uint8Array() };
    expect(await sendOnce(lost, name, async () => outgoing)).toMatchObject({ outcome: 'uncertain' });
    const tags = { mail: [tryId({ ...name, attempt: 1 })] };
    await receiveFeedback(deps, bounce('event-12', ['perdido@prueba.mx'], 'Permanent', tags));
    expect(await last()).toMatchObject({ state: 'bounced' });
  });

  it('from several addresses goes to none of them again', async () => {
    const three = ['uno@prueba.mx', 'dos@prueba.mx', 'tres@prueba.mx'];
    await receiveFeedback(deps, bounce('event-13', three));
    expect(await suppressions.among(three)).toEqual(new Set(three));
  });

  it('told again after a person let the address in changes nothing: it is the mail of before', async () => {
    const address = 'corregido@prueba.mx';
    await receiveFeedback(deps, bounce('event-14', [address]));
    const found = await suppressions.find(address);
    const stamp = { by: 'sistemas-1', on: '2026-11-20', key: 'lift', reason: 'Corrigieron su buzón' };
    const lifting = takeStep(suppressionMachine, found!, 'lift', stamp);
    expect(lifting.outcome === 'taken' && (await suppressions.write(lifting.next))).toBe(true);
    await receiveFeedback(deps, bounce('event-14', [address]));
    expect(await suppressions.among([address])).toEqual(new Set());
    await receiveFeedback(deps, bounce('event-15', [address]));
    expect(await suppressions.among([address])).toEqual(new Set([address]));
  });

  it('of no try of ours only suppresses', async () => {
    await receiveFeedback(deps, complaint('event-5', ['ajeno@prueba.mx']));
    await receiveFeedback(deps, bounce('event-6', ['otro@prueba.mx'], 'Permanent', { mail: ['a__b__0001'] }));
    expect(await suppressions.among(['AJENO@prueba.mx', 'otro@prueba.mx', 'nadie@prueba.mx'])).toEqual(
      new Set(['AJENO@prueba.mx', 'otro@prueba.mx']),
    );
  });

  it('before its sender has noted that it left keeps what came back', async () => {
    const racing: SendOnceDeps = {
      ...deps,
      mailer: {
        send: async (_raw, _recipients, id) => {
          await receiveFeedback(deps, bounce('event-7', ['rapido@prueba.mx'], 'Permanent', { mail: [id] }));
          return { messageId: 'ses-2', refused: 0 };
        },
      },
    };
    await sendOnce(racing, name, async () => ({
      recipients: ['rapido@prueba.mx'],
      sha256: 'x',
      compose: async () => new Uint8Array(),
    }));
    expect(await last()).toMatchObject({ state: 'bounced' });
  });

  it('leaves nobody to send to when every address came back', async () => {
    await suppressions.add('solo@prueba.mx', 'bounce', NOW, 'event-8');
    expect(await send(['solo@prueba.mx'])).toMatchObject({ outcome: 'suppressed' });
    expect(left).toEqual([]);
    expect(await mails.tries(name)).toEqual([]);
  });
});

it('holds no address in the store', async () => {
  await suppressions.add('secreto@prueba.mx', 'bounce', NOW, 'event-9');
  await send(['visible@prueba.mx']);
  const { ScanCommand } = await import('@aws-sdk/lib-dynamodb');
  const { Items } = await dynamo.documents.send(new ScanCommand({ TableName: dynamo.tables.SYSTEM_TABLE }));
  expect(JSON.stringify(Items)).not.toMatch(/prueba\.mx/);
});
