import { GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deliverLink } from '../../../functions/statements/delivery/deliver-link.ts';
import { followMail } from '../../../functions/statements/delivery/follow-mail.ts';
import { tellOldAddress } from '../../../functions/statements/delivery/tell-old-address.ts';
import { linksOfFile } from '../../../functions/statements/staff/move-links.ts';
import { sendLink } from '../../../functions/statements/staff/send-link.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { JobRequest } from '../../../shared/jobs/job-request.ts';
import { addressChange, createAddressHolds } from '../../../shared/links/address-change.ts';
import { addressUndeliverableSchema, UNDELIVERABLE_PREFIX } from '../../../shared/links/undeliverable.ts';
import { feedbackEventSchema, mailFateSchema, receiveFeedback } from '../../../shared/mail/feedback.ts';
import { createSuppressions } from '../../../shared/mail/suppression.ts';
import { profileKey } from '../../../shared/register/register-keys.ts';
import type { DemoFile } from '../../demonstration/lending/portfolio.ts';
import { emailOf, type StatementsWorld, statementsWorld } from './statements-world.ts';

let world: StatementsWorld;
beforeAll(async () => {
  world = await statementsWorld();
}, 60_000);
afterAll(() => world.stop());
beforeEach(() => world.pass(25 * 60));

const STAFF: Caller = { subject: 'mesa-1', roles: ['attention-desk'], offices: 'all', correlationId: 'p' };
const fileAt = (index: number): DemoFile => world.portfolio[index]!;
const endOf = (file: DemoFile): string => file.notes[0]!.item.contractNumber.slice(-4);
const see = (cookie: string) => world.page('GET', '/estado', { cookies: [cookie] });

/** As the bus tells both functions that listen. */
async function told(id: string, eventType: 'Bounce' | 'Delivery', address: string): Promise<void> {
  const { tryId } = world.mails.at(-1)!;
  const bounce = { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: address }] };
  const detail = { eventType, mail: { tags: { mail: [tryId] } }, ...(eventType === 'Bounce' && { bounce }) };
  const event = { id, source: 'aws.ses', detail };
  await followMail(world.followDeps, mailFateSchema.parse(event));
  if (eventType === 'Delivery') return;
  const { mails, log, metrics } = world.deliverDeps;
  const suppressions = createSuppressions(world.dynamo.documents, world.dynamo.tables.SYSTEM_TABLE);
  await receiveFeedback({ now: world.now, mails, log, metrics, suppressions }, feedbackEventSchema.parse(event));
}

/** Replaces the borrower's address in the register. */
async function correctAddress(file: DemoFile, address: string): Promise<void> {
  const { documents, tables } = world.dynamo;
  const Key = profileKey(file.borrower.borrowerId);
  const { Item } = await documents.send(new GetCommand({ TableName: tables.REGISTER_TABLE, Key }));
  const phones = file.borrower.contactPoints.filter(({ kind }) => kind === 'phone');
  const contactPoints = [...phones, { kind: 'email', value: address }];
  await documents.send(new PutCommand({ TableName: tables.REGISTER_TABLE, Item: { ...Item, contactPoints } }));
}

const outbox = async () => {
  const { documents, tables } = world.dynamo;
  const { Items = [] } = await documents.send(new ScanCommand({ TableName: tables.LINKS_TABLE }));
  return Items.filter(({ SK }) => String(SK).startsWith(UNDELIVERABLE_PREFIX));
};

describe('an address that takes no mail', () => {
  it('is told once, by ids alone, for somebody to correct it; nothing is sent there again, and mail that arrives ends it', async () => {
    const file = fileAt(0);
    const { fileId } = file.file;
    const address = emailOf(file)!;
    await world.linkOf(file);
    const sent = world.mails.length;
    await told('bounce-1', 'Bounce', address);
    await told('bounce-1', 'Bounce', address);
    const [item, ...others] = await outbox();
    expect(others).toEqual([]);
    const { PK, SK, ...event } = item!;
    expect([PK, SK]).toEqual([`FILE#${fileId}`, 'UNDELIVERABLE#BORROWER']);
    expect(addressUndeliverableSchema.strict().parse(event)).toMatchObject({
      ...{ event: 'address-undeliverable', fileId, office: file.file.office, signatory: 'borrower' },
      ...{ because: 'bounced', since: world.now().toISOString() },
    });
    expect(JSON.stringify(item)).not.toContain(address);
    expect((await linksOfFile(world.linkDeps, fileId, STAFF)).undeliverable).toHaveLength(1);

    world.pass(60);
    await sendLink(world.linkDeps, { fileId, signatory: 'borrower', idempotencyKey: 'otra-vez' }, STAFF);
    expect(await world.deliver()).toEqual(['suppressed']);
    expect(world.mails).toHaveLength(sent);
    expect((await outbox())[0]).toMatchObject({ because: 'suppressed' });
    expect(world.lines.filter((line) => line.includes('address-undeliverable'))).toHaveLength(2);
    expect(world.lines.join('\n')).not.toContain(address);

    world.pass(60);
    await correctAddress(file, 'corregida@correo.example');
    await world.linkOf(file);
    await told('delivery-1', 'Delivery', 'corregida@correo.example');
    expect(await outbox()).toEqual([]);
  });

  it('stays told when an older mail is said to have arrived', async () => {
    const file = fileAt(2);
    await world.linkOf(file);
    const older = world.mails.at(-1)!;
    world.pass(60);
    await world.linkOf(file);
    await told('bounce-2', 'Bounce', emailOf(file)!);
    world.mails.push(older);
    await told('delivery-2', 'Delivery', emailOf(file)!);
    expect(await outbox()).toHaveLength(1);
  });
});

describe('an address that was corrected', () => {
  it('kills what was mailed to the old one at once: who was in is out, and the right datum opens nothing', async () => {
    const file = fileAt(3);
    const path = await world.linkOf(file);
    const cookie = await world.enter(path, endOf(file));
    expect((await see(cookie)).status).toBe(200);
    const links = async () => (await linksOfFile(world.linkDeps, file.file.fileId, STAFF)).links;
    expect((await links()).map(({ isLive }) => isLive)).toEqual([true]);
    await correctAddress(file, 'nueva@correo.example');
    expect((await see(cookie)).status).toBe(403);
    const right = await world.page('POST', path, { form: { dato: endOf(file) } });
    expect([right.status, right.cookies]).toEqual([404, []]);
    expect((await links()).map(({ isLive }) => isLive)).toEqual([false]);
    // Nothing was compared: the person is not nearer to a pause.
    expect((await world.pageDeps.wrongData.read(file.file.fileId)).tries).toEqual([]);
    const next = await world.linkOf(file);
    expect(world.mails.at(-1)?.to).toEqual(['nueva@correo.example']);
    expect((await see(await world.enter(next, endOf(file)))).status).toBe(200);
  });

  it('is the same one in other capitals', async () => {
    const file = fileAt(4);
    const cookie = await world.enter(await world.linkOf(file), endOf(file));
    await correctAddress(file, emailOf(file)!.toUpperCase());
    expect((await see(cookie)).status).toBe(200);
  });
});

describe('the owner of an address that was taken off', () => {
  const change = (file: DemoFile, old: string, version: number) =>
    addressChange({ fileId: file.file.fileId, signatory: 'borrower', old: [old], version }, world.now());
  const tell = (job: JobRequest) => {
    const { documents, tables } = world.dynamo;
    return tellOldAddress({ ...world.deliverDeps, holds: createAddressHolds(documents, tables.LINKS_TABLE) }, job);
  };
  const send = (file: DemoFile, idempotencyKey: string) =>
    sendLink(world.linkDeps, { fileId: file.file.fileId, signatory: 'borrower', idempotencyKey }, STAFF);

  it('is told once, and for 72 hours nothing goes to the new one, whoever asks', async () => {
    const file = fileAt(5);
    const old = emailOf(file)!;
    await correctAddress(file, 'recien@correo.example');
    world.mails.length = 0;
    const job = change(file, old, 2);
    expect([await tell(job), await tell(job)]).toEqual(['sent', 'already-sent']);
    const [mail, ...others] = world.mails;
    expect([mail!.to, others]).toEqual([[old], []]);
    for (const told of ['recien@', file.borrower.name.firstSurname, file.notes[0]!.item.contractNumber, '$'])
      expect(`${mail!.raw} ${mail!.text} ${mail!.html}`).not.toContain(told);
    await expect(send(file, 'nuevo-1')).rejects.toMatchObject({ code: 'address-new' });
    const numero = file.notes[0]!.item.contractNumber;
    await world.page('POST', '/solicitar', { form: { numero, dato: file.borrower.curp } });
    expect(await world.deliver()).toEqual(['address-new']);
    // Nor that the file's links were blocked: only its owner is to know.
    const asked = { kind: 'blocked', fileId: file.file.fileId };
    const notice = {
      task: 'send-statement-link',
      id: 'nuevo-bloqueo',
      name: 'blocked',
      askedAt: world.now().toISOString(),
    };
    expect(await deliverLink(world.deliverDeps, { ...notice, input: asked })).toBe('address-new');
    expect(world.mails).toHaveLength(1);
    world.pass(72 * 60 + 1);
    await send(file, 'nuevo-2');
    expect(await world.deliver()).toEqual(['sent']);
    expect(world.mails.at(-1)!.to).toEqual(['recien@correo.example']);
  });

  it('is nobody when it sends mail back: then nothing waits', async () => {
    const file = fileAt(6);
    const old = emailOf(file)!;
    await world.linkOf(file);
    await told('bounce-3', 'Bounce', old);
    await correctAddress(file, 'buena@correo.example');
    expect(await tell(change(file, old, 2))).toBe('suppressed');
    await send(file, 'nuevo-3');
    expect(await world.deliver()).toEqual(['sent']);
  });
});
