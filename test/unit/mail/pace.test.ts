import { SESClient, SESServiceException, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMailer, MailRefused } from '../../../shared/mail/mailer.ts';
import { createPace, machineTime } from '../../../shared/mail/pace.ts';

const ses = mockClient(SESClient);
let at = 0;
const time = {
  now: () => at,
  wait: async (milliseconds: number) => {
    at += milliseconds;
  },
};
beforeEach(() => {
  ses.reset();
  at = 0;
});
const mailer = (perSecond: number) =>
  createMailer(new SESClient({}), { from: 'cartera@prueba.mx', configurationSet: undefined, perSecond, time });
/** SES as it refuses: the local mailbox has no rate. */
const refusal = (name: string, message: string) =>
  new SESServiceException({ name, message, $fault: 'client', $metadata: { httpStatusCode: 400 } });
const tooFast = refusal('Throttling', 'Maximum sending rate exceeded.');
const raw = new Uint8Array();

describe('the pace of mails', () => {
  it('lets the first go at once and the next after their share of a second, each mail by its recipients', async () => {
    const sentAt: number[] = [];
    ses.on(SendRawEmailCommand).callsFake(() => {
      sentAt.push(at);
      return { MessageId: 'm' };
    });
    const paced = mailer(10);
    await paced.send(raw, ['a@prueba.mx', 'b@prueba.mx', 'c@prueba.mx'], 't__s__0001');
    await paced.send(raw, ['d@prueba.mx'], 't__s__0002');
    await paced.send(raw, ['e@prueba.mx'], 't__s__0003');
    at += 5_000;
    await paced.send(raw, ['f@prueba.mx'], 't__s__0004');
    expect(sentAt).toEqual([0, 300, 400, 5_400]);
  });

  it('holds for senders that come at once: they stand in line', async () => {
    const times: number[] = [];
    const waits: number[] = [];
    const pace = createPace(2, { now: () => 0, wait: async (milliseconds) => void waits.push(milliseconds) });
    await Promise.all([1, 2, 3].map(async () => times.push(await pace(1).then(() => waits.length))));
    expect(waits).toEqual([500, 1_000]);
  });

  it('is kept by the clock of the machine', async () => {
    const pace = createPace(20, machineTime);
    const began = performance.now();
    await pace(1);
    await pace(1);
    await pace(1);
    expect(performance.now() - began).toBeGreaterThanOrEqual(95);
  });
});

describe('a mail that SES finds too fast', () => {
  it('is offered again, and leaves once', async () => {
    ses.on(SendRawEmailCommand).rejectsOnce(tooFast).rejectsOnce(tooFast).resolves({ MessageId: 'm-1' });
    expect(await mailer(10).send(raw, ['a@prueba.mx'], 't__s__0001')).toEqual({ messageId: 'm-1', refused: 0 });
    expect([ses.commandCalls(SendRawEmailCommand).length, at]).toEqual([3, 3_000]);
  });

  it('is refused after the fourth time', async () => {
    ses.on(SendRawEmailCommand).rejects(tooFast);
    await expect(mailer(10).send(raw, ['a@prueba.mx'], 't__s__0001')).rejects.toThrow(MailRefused);
    expect(ses.commandCalls(SendRawEmailCommand)).toHaveLength(4);
  });

  it.each([
    ['the quota of the day', refusal('Throttling', 'Daily message quota exceeded.'), MailRefused],
    ['a paused account', refusal('AccountSendingPausedException', 'Paused'), MailRefused],
    ['an answer that was lost', new Error('socket hang up'), Error],
  ])('is not when it is %s', async (_case, error, kind) => {
    ses.on(SendRawEmailCommand).rejects(error);
    await expect(mailer(10).send(raw, ['a@prueba.mx'], 't__s__0001')).rejects.toThrow(kind);
    expect(ses.commandCalls(SendRawEmailCommand)).toHaveLength(1);
  });
});

describe('a mail of which SES says that it failed itself', () => {
  const failing = new SESServiceException({
    ...{ name: 'InternalFailure', message: 'x', $fault: 'server', $metadata: { httpStatusCode: 500 } },
  });

  it('may have left: it is no refusal, so that nothing sends it again by itself', async () => {
    ses.on(SendRawEmailCommand).rejects(failing);
    const sending = mailer(10).send(raw, ['a@prueba.mx', 'b@prueba.mx'], 't__s__0001');
    await expect(sending).rejects.toBe(failing);
    expect(ses.commandCalls(SendRawEmailCommand)).toHaveLength(1);
  });

  it('too fast for all is not offered to one after the other', async () => {
    ses.on(SendRawEmailCommand).rejects(tooFast);
    await expect(mailer(10).send(raw, ['a@prueba.mx', 'b@prueba.mx'], 't__s__0001')).rejects.toThrow(MailRefused);
    expect(ses.commandCalls(SendRawEmailCommand)).toHaveLength(4);
  });

  it('refused for one address goes to each by itself under the name of the one try', async () => {
    ses
      .on(SendRawEmailCommand)
      .rejectsOnce(refusal('MessageRejected', 'Email address is not verified.'))
      .resolves({ MessageId: 'm-1' });
    await mailer(10).send(raw, ['a@prueba.mx', 'b@prueba.mx'], 't__s__0001');
    const sent = ses.commandCalls(SendRawEmailCommand).map(({ args }) => args[0].input);
    expect(sent.map(({ Destinations }) => Destinations)).toEqual([
      ['a@prueba.mx', 'b@prueba.mx'],
      ['a@prueba.mx'],
      ['b@prueba.mx'],
    ]);
    expect(sent.map(({ Tags }) => Tags)).toEqual(sent.map(() => [{ Name: 'mail', Value: 't__s__0001' }]));
  });
});
