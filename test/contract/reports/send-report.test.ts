import { MessageRejected, SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  mailOf,
  reportToSend,
  type SendReportDeps,
  sendReport,
} from '../../../functions/recovery/reports/send-report.ts';
import { createMailStore } from '../../../shared/mail/mail-store.ts';
import type { MailTry } from '../../../shared/mail/mail-try.ts';
import { createMailer } from '../../../shared/mail/mailer.ts';
import { settleMails } from '../../../shared/mail/settle-mails.ts';
import { createSuppressions } from '../../../shared/mail/suppression.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { type ReportWorld, reportWorld } from '../../support/report-world.ts';

let dynamo: TestDynamo;
let world: ReportWorld;
let deps: SendReportDeps;
let instant: Date;
const metrics: string[] = [];
const ses = mockClient(SESClient);
let day = 0;
let period: string;
const dayOfNovember = (date: number) => `2026-11-${String(date).padStart(2, '0')}`;

beforeAll(async () => {
  dynamo = await startTestDynamo();
  world = reportWorld(dynamo, '2026-12-01');
  for (let date = 1; date <= 15; date += 1) {
    await world.value(dayOfNovember(date));
    await world.close(dayOfNovember(date));
  }
  deps = {
    clock: { today: () => world.clock.today(), now: () => instant },
    reportOf: reportToSend(world.deps),
    mails: createMailStore(dynamo.documents, dynamo.tables.SYSTEM_TABLE),
    suppressions: createSuppressions(dynamo.documents, dynamo.tables.SYSTEM_TABLE),
    mailer: createMailer(new SESClient({ region: 'us-east-1' }), {
      from: 'cartera@prueba.mx',
      configurationSet: 'reports',
      perSecond: 1_000,
    }),
    metrics: { record: (name) => metrics.push(name) },
    recipients: async () => ['direccion@prueba.mx'],
    restDays: async () => [],
    compose: async () => new TextEncoder().encode('MIME'),
  };
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  ses.reset();
  metrics.length = 0;
  instant = new Date('2026-11-20T14:00:00Z');
  day += 1;
  period = dayOfNovember(day);
});

const later = (minutes: number) => {
  instant = new Date(instant.getTime() + minutes * 60_000);
};
const send = (manual?: { requestId: string; subject: string; reason: string }) =>
  sendReport(deps, { report: 'daily', period, ...(manual !== undefined && { manual }) });
const states = async () => (await deps.mails.tries(mailOf({ report: 'daily', period }))).map(({ state }) => state);
/** The process dies between sending the mail and noting it. */
const dying = () => ({
  ...deps.mails,
  write: async (next: MailTry) => (next.version === 1 ? deps.mails.write(next) : Promise.reject(new Error('killed'))),
});
const mails = () => ses.commandCalls(SendRawEmailCommand);

describe('sending a report', () => {
  it('sends it once, however often the schedule runs', async () => {
    ses.on(SendRawEmailCommand).resolves({ MessageId: 'm-1' });
    expect(await send()).toMatchObject({ outcome: 'sent', mail: { messageId: 'm-1', recipients: 1 } });
    expect(await send()).toMatchObject({ outcome: 'already-sent' });
    expect(mails()).toHaveLength(1);
    expect(mails()[0]?.args[0].input).toMatchObject({
      Destinations: ['direccion@prueba.mx'],
      ConfigurationSetName: 'reports',
      Tags: [{ Name: 'mail', Value: `recovery-report-daily__${period}__0001` }],
    });
    expect(metrics).toEqual(['MailsSent']);
  });

  it('sends one mail when two runs come at once', async () => {
    ses.on(SendRawEmailCommand).resolves({ MessageId: 'm-1' });
    const outcomes = await Promise.all([send(), send(), send()]);
    expect(mails()).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'sent')).toHaveLength(1);
  });

  it('becomes uncertain when the process dies between sending and noting it, and stays so', async () => {
    ses.on(SendRawEmailCommand).resolves({ MessageId: 'm-1' });
    await expect(sendReport({ ...deps, mails: dying() }, { report: 'daily', period })).rejects.toThrow('killed');
    expect(await states()).toEqual(['sending']);
    later(5);
    expect(await send()).toMatchObject({ outcome: 'in-progress' });
    later(6);
    expect(await send()).toMatchObject({ outcome: 'uncertain' });
    expect(await send()).toMatchObject({ outcome: 'uncertain' });
    expect(await states()).toEqual(['uncertain']);
    expect(metrics).toEqual(['MailsUncertain']);
    expect(mails()).toHaveLength(1);
  });

  it('becomes uncertain, with its metric, by the regular job when the retries of a killed sender came too early', async () => {
    const logged: unknown[] = [];
    const log = { event: (code: string, fields: unknown) => logged.push([code, fields]) };
    ses.on(SendRawEmailCommand).resolves({ MessageId: 'm-1' });
    await expect(sendReport({ ...deps, mails: dying() }, { report: 'daily', period })).rejects.toThrow('killed');
    for (const minutes of [6, 2]) {
      later(minutes);
      expect(await send()).toMatchObject({ outcome: 'in-progress' });
      expect(await settleMails({ ...deps, log })).toBe(0);
    }
    later(5);
    const stale: MailTry[] = [];
    for await (const mail of deps.mails.begunBefore(instant)) stale.push(mail);
    expect(await settleMails({ ...deps, log })).toBe(1);
    const lagging = {
      ...deps.mails,
      async *begunBefore() {
        yield* stale;
      },
    };
    expect(await settleMails({ ...deps, mails: lagging, log })).toBe(0);
    expect(await settleMails({ ...deps, log })).toBe(0);
    expect(await states()).toEqual(['uncertain']);
    expect(metrics).toEqual(['MailsUncertain']);
    expect(logged).toEqual([['mail-uncertain', { topic: 'recovery-report-daily', subject: period }]]);
    expect(mails()).toHaveLength(1);
  });

  it('becomes uncertain when the answer of SES is lost', async () => {
    ses.on(SendRawEmailCommand).rejects(Object.assign(new Error('socket hang up'), { name: 'TimeoutError' }));
    expect(await send()).toMatchObject({ outcome: 'uncertain', mail: { failure: 'TimeoutError' } });
    expect(await send()).toMatchObject({ outcome: 'uncertain' });
    expect(mails()).toHaveLength(1);
  });

  it('tries a refused mail three times, then leaves it to a person', async () => {
    ses.on(SendRawEmailCommand).rejects(new MessageRejected({ message: 'no', $metadata: { httpStatusCode: 400 } }));
    for (const attempt of [1, 2, 3]) {
      expect(await send()).toMatchObject({ outcome: 'failed', mail: { attempt, failure: 'MessageRejected' } });
    }
    expect(await send()).toMatchObject({ outcome: 'given-up' });
    expect(mails()).toHaveLength(3);
    expect(metrics).toEqual(['MailsFailed', 'MailsFailed', 'MailsFailed']);
  });

  it('reaches everybody else when one recipient is no address, is repeated or is refused by SES (B15)', async () => {
    const long = `${'a'.repeat(65)}@prueba.mx`;
    const list = ['direccion@prueba.mx', long, 'Direccion@Prueba.mx', 'baja@prueba.mx', 'cartera@prueba.mx'];
    const refusal = new MessageRejected({ message: 'no', $metadata: { httpStatusCode: 400 } });
    const reached: string[] = [];
    ses.on(SendRawEmailCommand).callsFake(({ Destinations }: { Destinations: string[] }) => {
      if (Destinations.includes('baja@prueba.mx')) throw refusal;
      reached.push(...Destinations);
      return { MessageId: `m-${reached.length}` };
    });
    const sent = await sendReport({ ...deps, recipients: async () => list }, { report: 'daily', period });
    expect(sent).toMatchObject({ outcome: 'sent', mail: { recipients: 2, refusedRecipients: 3, messageId: 'm-1' } });
    expect(reached.map((address) => address.toLowerCase())).toEqual(['direccion@prueba.mx', 'cartera@prueba.mx']);
  });

  it('is uncertain when it is unknown of one whether it left, and the others had their turn', async () => {
    const refusal = new MessageRejected({ message: 'no', $metadata: { httpStatusCode: 400 } });
    const offered: string[] = [];
    ses.on(SendRawEmailCommand).callsFake(({ Destinations }: { Destinations: string[] }) => {
      if (Destinations.length > 1) throw refusal;
      offered.push(...Destinations);
      if (Destinations[0] === 'a@prueba.mx') throw new Error('lost');
      return { MessageId: 'm-1' };
    });
    const two = { ...deps, recipients: async () => ['a@prueba.mx', 'b@prueba.mx'] };
    expect(await sendReport(two, { report: 'daily', period })).toMatchObject({ outcome: 'uncertain' });
    expect(offered).toEqual(['a@prueba.mx', 'b@prueba.mx']);
  });

  it('lets a person send an uncertain one again, with a reason, once per request', async () => {
    ses.on(SendRawEmailCommand).rejectsOnce(new Error('lost')).resolves({ MessageId: 'm-2' });
    await send();
    const manual = { requestId: 'q1', subject: 'tecnico', reason: 'No llegó a Dirección' };
    expect(await send(manual)).toMatchObject({ outcome: 'sent', mail: { attempt: 2, requestedBy: 'tecnico' } });
    expect(await send(manual)).toMatchObject({ outcome: 'already-sent' });
    expect(await states()).toEqual(['uncertain', 'sent']);
    const other = { requestId: 'q2', subject: 'tecnico', reason: 'Tampoco llegó a Cartera' };
    expect(await send(other)).toMatchObject({ outcome: 'sent', mail: { attempt: 3 } });
    expect(await send(manual)).toMatchObject({ outcome: 'already-sent' });
    ses.resetHistory();
    expect(await send(other)).toMatchObject({ outcome: 'already-sent' });
    expect(mails()).toHaveLength(0);
  });

  it('sends nothing that it cannot write down: the next run sends it, once', async () => {
    ses.on(SendRawEmailCommand).resolves({ MessageId: 'm-1' });
    const busy = { ...deps.mails, write: () => Promise.reject(new Error('the store is busy')) };
    await expect(sendReport({ ...deps, mails: busy }, { report: 'daily', period })).rejects.toThrow('busy');
    expect(mails()).toHaveLength(0);
    expect(await send()).toMatchObject({ outcome: 'sent' });
    expect(mails()).toHaveLength(1);
  });

  it('does not send beside a mail that is leaving at this moment, though a person asks', async () => {
    let goOn = () => {};
    const leaving = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    ses.on(SendRawEmailCommand).callsFake(() => leaving.then(() => ({ MessageId: 'm-1' })));
    const first = send();
    await expect.poll(states).toEqual(['sending']);
    const manual = { requestId: 'q1', subject: 'tecnico', reason: 'No llegó a Dirección' };
    await expect(send(manual)).rejects.toMatchObject({ code: 'sending-in-progress' });
    goOn();
    expect(await first).toMatchObject({ outcome: 'sent' });
    expect(mails()).toHaveLength(1);
  });

  it('is composed to those only who get it: whoever is suppressed stands in no header', async () => {
    ses.on(SendRawEmailCommand).resolves({ MessageId: 'm-1' });
    const suppressions = createSuppressions(dynamo.documents, dynamo.tables.SYSTEM_TABLE);
    await suppressions.add('queja@prueba.mx', 'complaint', instant, 'event-1');
    const addressed: (readonly string[])[] = [];
    const two = {
      ...deps,
      recipients: async () => ['direccion@prueba.mx', 'queja@prueba.mx'],
      compose: async (...given: Parameters<typeof deps.compose>) => {
        addressed.push(given[1].recipients);
        return new TextEncoder().encode('MIME');
      },
    };
    expect(await sendReport(two, { report: 'daily', period })).toMatchObject({ outcome: 'sent' });
    expect(addressed).toEqual([['direccion@prueba.mx']]);
  });

  it('writes nothing when the mail cannot be composed', async () => {
    const broken = {
      ...deps,
      compose: async () => {
        throw new Error('no font');
      },
    };
    await expect(sendReport(broken, { report: 'daily', period })).rejects.toThrow('no font');
    expect(await states()).toEqual([]);
  });

  it('sends the month on its first day although Accounting has not closed it, as provisional', async () => {
    ses.on(SendRawEmailCommand).resolves({ MessageId: 'm-9' });
    const states: string[] = [];
    const compose: SendReportDeps['compose'] = async ({ report }) => {
      states.push(report.state);
      return new Uint8Array();
    };
    const { mail } = await sendReport({ ...deps, compose }, { report: 'monthly', period: '2026-11' });
    expect(mail?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(states).toEqual(['provisional']);
  });

  it('refuses a report that is not frozen, and an empty list', async () => {
    await expect(sendReport(deps, { report: 'daily', period: '2026-11-19' })).rejects.toMatchObject({
      code: 'report-not-frozen',
    });
    const nobody = { ...deps, recipients: async () => [] };
    await expect(sendReport(nobody, { report: 'daily', period })).rejects.toMatchObject({ code: 'no-recipients' });
  });
});
