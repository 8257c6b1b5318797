import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NEUTRAL_ANSWER } from '../../../functions/statements/asking/ask-for-statement.ts';
import { deliverLink } from '../../../functions/statements/delivery/deliver-link.ts';
import { followMail } from '../../../functions/statements/delivery/follow-mail.ts';
import { LONGEST_LINE } from '../../../functions/statements/delivery/link-mail.ts';
import { sendLink } from '../../../functions/statements/staff/send-link.ts';
import { isLive, MOST_LIVE } from '../../../shared/links/link.ts';
import { hashOfSecret } from '../../../shared/links/secret.ts';
import { mailFateSchema } from '../../../shared/mail/feedback.ts';
import { ASKERS, askInTurns } from '../../support/four-askers.ts';
import { emailOf, type StatementsWorld, statementsWorld } from './statements-world.ts';

let world: StatementsWorld;
beforeAll(async () => {
  world = await statementsWorld();
}, 60_000);
afterAll(() => world.stop());
beforeEach(() => {
  world.pass(24 * 60);
  world.mails.length = 0;
  world.asked.length = 0;
});

let visitors = 0;
const newVisitor = (): string => {
  visitors += 1;
  return `10.0.0.${visitors}`;
};
const ask = (numero: string, dato: string, visitor = newVisitor()) =>
  world.page('POST', '/solicitar', { form: { numero, dato }, visitor });
/** All that the links table holds, as text. */
const allKept = async (): Promise<string> => {
  const { documents, tables } = world.dynamo;
  return JSON.stringify((await documents.send(new ScanCommand({ TableName: tables.LINKS_TABLE }))).Items);
};
const contractOf = (index: number): string => world.portfolio[index]?.notes[0]?.item.contractNumber ?? '';
const curpOf = (index: number): string => world.portfolio[index]?.borrower.curp ?? '';

describe('asking for a statement', () => {
  it('answers a known, an unknown, a wrong and a mailless file alike: status, bytes, headers and calls of the store', async () => {
    await ask('CE-2020-999999', 'nadie@correo.example');
    const answers = [];
    for (const [number, datum] of [
      [contractOf(0), curpOf(0)],
      [contractOf(0), emailOf(world.portfolio[0]!)!],
      ['CE-2020-999999', curpOf(0)],
      [contractOf(0), curpOf(3)],
      [contractOf(1), curpOf(1)],
    ] as const) {
      world.calls.length = 0;
      const { status, body, headers } = await ask(number, datum);
      const { 'x-correlation-id': _own, ...same } = headers;
      answers.push({ status, body, same, calls: [...world.calls] });
    }
    expect(answers[0]).toMatchObject({ status: 202, calls: ['UpdateItemCommand', 'PutItemCommand'] });
    expect(answers[0]?.body).toContain(NEUTRAL_ANSWER);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await world.deliver()).toEqual(['no-file', 'sent', 'limited', 'no-file', 'datum-differs', 'no-address']);
  });

  it('tells nobody by a thousand answers each who is known, unknown, without an address or blocked', async () => {
    const told = await askInTurns(world, 1_000, 5);
    const { answers, calls } = told.known;
    expect([answers.size, [...calls]]).toEqual([1, ['UpdateItemCommand PutItemCommand']]);
    for (const asker of ASKERS) {
      expect([told[asker].milliseconds.length, told[asker].answers], asker).toEqual([1_000, answers]);
      expect(told[asker].calls, asker).toEqual(calls);
    }
  }, 120_000);

  it('says which field has no shape, and writes nothing', async () => {
    world.calls.length = 0;
    const { status, body } = await ask('!!', 'esto no es un correo');
    expect([status, world.calls]).toEqual([400, []]);
    expect(body).toContain('href="#numero"');
    expect(body).toContain('href="#dato"');
    expect(body).not.toContain('esto no es un correo');
  });

  it('keeps neither the datum nor the address of who asked', async () => {
    await ask(contractOf(0), curpOf(0), '203.0.113.99');
    const items = await allKept();
    expect(items).toContain(contractOf(0));
    expect(items).not.toContain(curpOf(0));
    expect(items).not.toContain('203.0.113.99');
  });

  it('takes five from one address in ten minutes, whatever they ask for', async () => {
    const statuses = [];
    for (let time = 0; time < 6; time += 1)
      statuses.push((await ask(`CE-2020-00000${time}`, curpOf(0), '9.9.9.9')).status);
    expect(statuses).toEqual([202, 202, 202, 202, 202, 429]);
    const refused = await ask(contractOf(0), curpOf(0), '9.9.9.9');
    expect(refused.headers['retry-after']).toBe('600');
    expect((await ask(contractOf(0), curpOf(0), '9.9.9.8')).status).toBe(202);
    world.pass(10);
    expect((await ask(contractOf(0), curpOf(0), '9.9.9.9')).status).toBe(202);
  });

  it('of a thousand for one file in a minute mails one, and at most three a day', async () => {
    const file = world.portfolio[2]!;
    const jobs = Array.from({ length: 1_000 }, (_, index) => {
      const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
      const datumHash = world.hashOfDatum(id, file.borrower.curp);
      const input = { kind: 'request', number: contractOf(2), datumHash, askedBy: 'public' };
      return { task: 'send-statement-link', id, name: 'ask', input, askedAt: world.now().toISOString() };
    });
    const outcomes: string[] = [];
    for (let from = 0; from < jobs.length; from += 20)
      outcomes.push(
        ...(await Promise.all(jobs.slice(from, from + 20).map((job) => deliverLink(world.deliverDeps, job)))),
      );
    expect([outcomes.filter((outcome) => outcome === 'sent').length, world.mails.length]).toEqual([1, 1]);
    expect(new Set(outcomes)).toEqual(new Set(['sent', 'limited']));
    const later = [];
    for (let time = 0; time < 4; time += 1) {
      world.pass(11);
      await ask(contractOf(2), curpOf(2));
      later.push(...(await world.deliver()));
    }
    expect(later).toEqual(['sent', 'sent', 'limited', 'limited']);
  }, 60_000);

  it('delivered again after it was cut off sends one mail, never none', async () => {
    await ask(contractOf(3), curpOf(3));
    const job = world.asked[0]!;
    // Cut off when the link was born and before the mail's try: nobody has that token.
    const { mails } = world.deliverDeps;
    const cut = { ...world.deliverDeps, mails: { ...mails, write: () => Promise.reject(new Error('killed')) } };
    await expect(deliverLink(cut, job)).rejects.toThrow('killed');
    expect(world.mails).toHaveLength(0);
    expect(await world.deliver()).toEqual(['sent']);
    // Cut off after the mail: its state is caught up, and it does not leave again.
    expect(await deliverLink(world.deliverDeps, job)).toBe('already-sent');
    expect(world.mails).toHaveLength(1);
    const links = (await world.pageDeps.links.ofFile(world.portfolio[3]!.file.fileId)).filter(
      ({ linkId }) => linkId === job.id,
    );
    expect(links.map(({ state }) => state).toSorted()).toEqual(['revoked', 'sent']);
  });

  it.each(['first', 'last'] as const)(
    'delivered twice at once mails one link, which lets in, be it born %s',
    async (born) => {
      const file = world.portfolio[born === 'first' ? 5 : 6]!;
      await ask(file.notes[0]!.item.contractNumber, file.borrower.curp);
      const job = world.asked.shift()!;
      // Each has its link and waits before the mail's try is written.
      const delivery = () => {
        const [arrived, open] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
        const { mails } = world.deliverDeps;
        const write: typeof mails.write = async (mail) => {
          arrived.resolve();
          await open.promise;
          return mails.write(mail);
        };
        const ended = deliverLink({ ...world.deliverDeps, mails: { ...mails, write } }, job);
        return { arrived: arrived.promise, open: open.resolve, ended };
      };
      const one = delivery();
      await one.arrived;
      const other = delivery();
      await other.arrived;
      const [winner, loser] = born === 'first' ? [one, other] : [other, one];
      winner.open();
      expect(await winner.ended).toBe('sent');
      loser.open();
      expect(await loser.ended).toBe('in-progress');
      expect(world.mails).toHaveLength(1);
      await world.enter(world.mails[0]!.path!, file.borrower.curp);
      const links = await world.pageDeps.links.ofFile(file.file.fileId);
      expect(links.map(({ state }) => state).toSorted()).toEqual(['revealed', 'revoked']);
      // What SES tells of the mail is told of that link.
      const mailed = await world.pageDeps.links.ofMail(job.id);
      expect(mailed?.history.map(({ step }) => step)).toEqual(['send', 'reveal']);
    },
  );

  it('lets three links of a person live: a fourth revokes the oldest', async () => {
    const file = world.portfolio[4]!;
    const who = {
      subject: 'escritorio',
      roles: ['attention-desk' as const],
      offices: 'all' as const,
      correlationId: 'p',
    };
    for (let time = 0; time <= MOST_LIVE; time += 1) {
      world.pass(1);
      await sendLink(
        world.linkDeps,
        { fileId: file.file.fileId, signatory: 'borrower', idempotencyKey: `envio-${time}` },
        who,
      );
      expect(await world.deliver()).toEqual(['sent']);
    }
    const links = await world.pageDeps.links.ofFile(file.file.fileId);
    expect(links.map((link) => isLive(link, world.now()))).toEqual([true, true, true, false]);
    expect(links.at(-1)?.state).toBe('revoked');
  });
});

describe('the mail', () => {
  it('has the link alone on a line that no program cuts, untracked, and nothing of the debt', async () => {
    await ask(contractOf(5), emailOf(world.portfolio[5]!)!.toUpperCase());
    expect(await world.deliver()).toEqual(['sent']);
    const [mail] = world.mails;
    const line = mail!.text.split(/\r?\n/).find((one) => one.includes('/e/'))!;
    expect(line).toMatch(/^https:\/\/cartera\.example\/e\/[\w-]{43}$/);
    expect(line.length).toBeLessThanOrEqual(LONGEST_LINE);
    expect(mail!.html).toMatch(/<a [^>]*ses:no-track[^>]*>/);
    expect(mail!.to).toEqual([emailOf(world.portfolio[5]!)]);
    const everything = `${mail!.raw} ${mail!.text} ${mail!.html}`;
    for (const told of [
      contractOf(5),
      curpOf(5),
      world.portfolio[5]!.borrower.name.firstSurname,
      '$',
      'adeudo',
      'deuda',
    ])
      expect(everything).not.toContain(told);
    // At rest there is the hash alone.
    const token = mail!.path!.slice(3);
    const items = await allKept();
    expect([items.includes(token), items.includes(hashOfSecret(token))]).toEqual([false, true]);
    expect(world.lines.join('\n')).not.toContain(token);
  });

  it('moves its link by what SES tells, in any order', async () => {
    const fate = (id: string, tryId: string, eventType: string, bounceType?: string) =>
      mailFateSchema.parse({
        ...{ id, source: 'aws.ses' },
        detail: { eventType, mail: { tags: { mail: [tryId] } }, ...(bounceType && { bounce: { bounceType } }) },
      });
    await ask(contractOf(6), curpOf(6));
    await world.deliver();
    const { tryId, path } = world.mails[0]!;
    const state = async () => (await world.pageDeps.links.ofToken(path!.slice(3)))?.state;
    await followMail(world.followDeps, fate('1', tryId, 'Bounce', 'Transient'));
    expect(await state()).toBe('sent');
    await followMail(world.followDeps, fate('2', tryId, 'Delivery'));
    await followMail(world.followDeps, fate('2', tryId, 'Delivery'));
    expect(await state()).toBe('delivered');
    await followMail(world.followDeps, fate('3', 'recovery-report-daily__2026-11-19__0001', 'Bounce', 'Permanent'));
    expect(await state()).toBe('delivered');
    await followMail(world.followDeps, fate('4', tryId, 'Bounce', 'Permanent'));
    expect(await state()).toBe('bounced');
    expect((await world.page('GET', path!)).status).toBe(404);
  });
});
