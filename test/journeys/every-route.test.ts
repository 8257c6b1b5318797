import { createHash, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { labelCodeOf, readLabelCode } from '../../functions/custody/originals/label-code.ts';
import { loadAreaContracts } from '../../infra/area-contracts.ts';
import { FUNCTIONS } from '../../infra/functions.ts';
import { openIdentity, type SigningIdentity } from '../../infra/local/identity/signing-key.ts';
import { machineToken } from '../../infra/local/identity/token-issuer.ts';
import { userPoolFacts } from '../../infra/local/identity/user-pool.ts';
import { calendarDate } from '../../shared/calendar/calendar-date.ts';
import type { Route } from '../../shared/http/route.ts';
import { ROLE_POSTS, ROLES, type Role } from '../../shared/institute/posts.ts';
import { freshCurp } from '../contract/register/lending-world.ts';
import { makeCieFile, makeInternetFile } from '../demonstration/recovery/bank-file-writer.ts';
import { FISCAL_RECEIVER, FISCAL_TERMS } from '../fixtures/fiscal-terms.ts';
import { type Answered, type Asking, type Journey, startJourney } from '../support/journey.ts';
import { vaultOf } from '../support/vault-of-journey.ts';

const TODAY = calendarDate('2026-11-20');
const OWN = 'hermosillo';
const FOREIGN = 'nogales';
/** Of every area that infra knows: one that is added is walked without a line here. */
const ROUTES: readonly Route[] = (await loadAreaContracts(FUNCTIONS)).routes
  .map(({ route }) => route)
  // Pages are walked as people do (statement.test.ts).
  .filter(({ servedBy, path }) => servedBy !== 'page' && !path.startsWith('/estado'));
const GUARDED = ROUTES.filter(({ roles }) => roles !== 'public');

let journey: Journey;
let identity: SigningIdentity;
/** Values of the paths' parameters: records that exist, of the office that office-bound callers here belong to. */
let records: Readonly<Record<string, string>>;

beforeAll(async () => {
  journey = await startJourney({ today: TODAY });
  const facts = userPoolFacts(journey.runner.assembly);
  if (facts === undefined) throw new Error('no user pool');
  identity = await openIdentity(journey.dataDir, facts);
  const portfolio = await journey.seed(TODAY, 12);
  const file = portfolio.find(({ file: { office } }) => office === OWN)!;
  const [note] = file.notes;
  const reference = note!.item.paymentReference;
  const bank = makeCieFile([
    { date: TODAY, reference, amount: 12_300, paymentType: 'CIS' },
    { date: TODAY, reference: 'NADIE', amount: 45_600 },
  ]);
  const { fileId: intakeFileId } = await journey.bring({ fileName: 'cie.txt', bytes: bank });
  const technician = { role: 'recovery-technician' };
  const chargeback = { folio: 'W1', date: TODAY, reference, name: 'Ana', amount: 100, status: 'CONTRACARGO' };
  await journey.bring({ fileName: 'internet.csv', bytes: makeInternetFile([chargeback]) });
  const returns = (await journey.ask('/v1/bank-returns', technician)).json.items;
  const folio = (await pay(OWN, reference)).json.folio;
  // At a window of a third office, so that the lists of the two below stay as they are.
  await pay('obregon', reference, '90000.00');
  const creditUse = await journey.ask(`/v1/files/${file.file.fileId}/credit-uses`, {
    ...{ ...technician, method: 'POST', headers: { 'idempotency-key': randomUUID() } },
    body: { noteId: note!.item.noteId, use: 'refund', amount: '1.00', reason: 'Lo pidió el acreditado' },
  });
  const payments = (await journey.ask(`/v1/window-payments?office=${OWN}`, { role: 'cashier', office: OWN })).json
    .items;
  const correction = await journey.ask(`/v1/files/${file.file.fileId}/payment-corrections`, {
    ...{ ...technician, method: 'POST', headers: { 'idempotency-key': randomUUID() } },
    body: { paymentId: payments[0].paymentId, shouldHaveBeen: null, reason: 'No hubo tal pago' },
  });
  const OWN_COLLECTOR = { role: 'collector', office: OWN };
  let quote: Answered | undefined;
  // The first file of the office whose debt can be quoted: it owes something, and not in a lawsuit.
  const indebted = portfolio.filter(({ file: { office } }) => office === OWN);
  for (const one of indebted) {
    if (quote?.status === 201) break;
    quote = await journey.ask(`/v1/files/${one.file.fileId}/payoff-quotes`, {
      ...{ ...OWN_COLLECTOR, method: 'POST', headers: { 'idempotency-key': randomUUID() } },
      body: {},
    });
  }
  const agreed = quote?.json.fileId;
  const agreement = await journey.ask(`/v1/files/${agreed}/agreements`, {
    ...{ ...OWN_COLLECTOR, method: 'POST', headers: { 'idempotency-key': randomUUID() } },
    body: { forgive: {}, payments: 3, from: '2026-12-15', reason: 'Lo pidió el acreditado' },
  });
  const campaign = await journey.ask('/v1/campaigns', {
    ...{ role: 'portfolio-coordinator', method: 'POST', headers: { 'idempotency-key': randomUUID() } },
    body: {
      ...{ name: 'Ponte al corriente', from: TODAY, until: '2026-12-31', forgive: { defaultInterest: 100 } },
      ...{ mostPayments: 6, eligibility: { offices: [OWN] }, budget: '1000000.00' },
      ...{ legalBasis: 'Acuerdo de la Junta Directiva', source: 'Por confirmar por el Instituto' },
    },
  });
  const preview = await journey.ask(`/v1/campaigns/${campaign.json.campaignId}/previews`, {
    ...{ role: 'portfolio-coordinator', method: 'POST', headers: { 'idempotency-key': randomUUID() } },
  });
  await journey.runner.waitUntilQuiet();
  const paper = await journey.ask(
    `/v1/campaigns/${campaign.json.campaignId}/previews/${preview.json.previewId}/workbooks`,
    { ...{ role: 'portfolio-coordinator', method: 'POST', headers: { 'idempotency-key': randomUUID() } }, body: {} },
  );
  const restatement = await journey.ask('/v1/portfolio-restatements', {
    ...{ role: 'accountant', method: 'POST', body: { asOf: '2026-10-31', knownOn: '2026-11-19' } },
  });
  await journey.runner.waitUntilQuiet();
  const noteAct = await journey.ask(`/v1/notes/${note!.item.noteId}/acts`, {
    ...{ ...technician, method: 'POST', headers: { 'idempotency-key': randomUUID() } },
    body: { act: { kind: 'correct-terms', valueDate: TODAY, terms: { defaultGraceDays: 7 } }, reason: 'Así se firmó' },
  });
  const regeneration = await journey.ask(`/v1/files/${agreed}/regenerations`, {
    ...{ ...OWN_COLLECTOR, method: 'POST', headers: { 'idempotency-key': randomUUID() } },
    body: { ...REGENERATION, oldNoteIds: [quote?.json.notes[0].noteId], product: note!.item.product },
  });
  const corrected = await journey.ask(`/v1/borrowers/${file.borrower.borrowerId}`, { role: 'systems' });
  const { name, curp, rfc, clabe, address } = corrected.json;
  await journey.ask(`/v1/borrowers/${file.borrower.borrowerId}`, {
    ...{ role: 'systems', method: 'PUT', headers: { 'if-match': corrected.headers.get('etag') ?? '' } },
    body: { name, curp, rfc, clabe, address, contactPoints: [{ kind: 'email', value: 'persona@correo.example' }] },
  });
  const link = await journey.ask(`/v1/files/${file.file.fileId}/statement-links`, {
    ...{ ...OWN_COLLECTOR, method: 'POST', headers: { 'idempotency-key': randomUUID() } },
    body: {},
  });
  const dispute = await journey.ask(`/v1/files/${file.file.fileId}/disputes`, {
    ...{ ...OWN_COLLECTOR, method: 'POST', headers: { 'idempotency-key': randomUUID() } },
    body: { concept: 'interest', facts: 'El interés de marzo no es el de mi contrato.' },
  });
  await journey.runner.waitUntilQuiet();
  await journey.ask('/v1/statement-months', {
    ...{ role: 'portfolio-coordinator', method: 'POST', headers: { 'idempotency-key': randomUUID() } },
    body: { reason: 'Envío del mes' },
  });
  const paperFolio = await printStatement(note!.item.contractNumber);
  const single = portfolio.findLast(({ file: { office }, notes }) => office === OWN && notes.length === 1)!;
  const payoff = await journey.ask(`/v1/files/${single.file.fileId}/payoff-quotes`, {
    ...{ ...OWN_COLLECTOR, method: 'POST', headers: { 'idempotency-key': randomUUID() } },
    body: {},
  });
  await pay('obregon', single.notes[0]!.item.paymentReference, payoff.json.days[0].total);
  const release = await journey.ask(`/v1/files/${single.file.fileId}/releases`, {
    ...{ ...technician, method: 'POST', headers: { 'idempotency-key': randomUUID() } },
  });
  const batch = await journey.ask('/v1/release-batches', {
    ...{ ...technician, method: 'POST', headers: { 'idempotency-key': randomUUID() } },
    body: { office: OWN, fileIds: [single.file.fileId] },
  });
  const scan = Buffer.from('%PDF-1.7 pagaré');
  const requested = await journey.ask(`/v1/files/${file.file.fileId}/documents`, {
    ...{ ...technician, method: 'POST', headers: { 'idempotency-key': randomUUID() } },
    body: {
      ...{ kind: 'promissory-note', proves: { type: 'note', id: note!.item.noteId }, contentType: 'application/pdf' },
      ...{ bytes: scan.length, sha256: createHash('sha256').update(scan).digest('hex'), fileName: 'pagaré.pdf' },
    },
  });
  const originals = await keepOriginals(note!.item.contractNumber);
  const disposalId = await proposeDisposal();
  const arco = await journey.ask(`/v1/files/${file.file.fileId}/arco-requests`, {
    ...{ role: 'attention-desk', office: OWN, method: 'POST', headers: { 'idempotency-key': randomUUID() } },
    body: {
      ...ARCO_REQUEST,
      requestDocumentId: (await keepScan(file.file.fileId, 'arco-request')).documentId,
      identificationDocumentId: (await keepScan(file.file.fileId, 'identification')).documentId,
    },
  });
  const asAccountant = { role: 'accountant', method: 'POST' } as const;
  const settings = await journey.ask('/v1/fiscal-settings', {
    ...{ ...asAccountant, headers: { 'idempotency-key': randomUUID() } },
    body: { from: TODAY, terms: INVOICED },
  });
  await journey.ask(`/v1/fiscal-settings/${settings.json.settingsId}/signature`, {
    ...{ role: 'director', method: 'POST', headers: { 'idempotency-key': randomUUID() } },
  });
  const invoice = await journey.ask('/v1/invoices', {
    ...{ ...asAccountant, headers: { 'idempotency-key': randomUUID() } },
    body: { fileId: file.file.fileId, paymentId: payments[0].paymentId, receiver: FISCAL_RECEIVER },
  });
  const global = await journey.ask('/v1/global-invoices', {
    ...{ ...asAccountant, headers: { 'idempotency-key': randomUUID() } },
    body: { office: OWN, from: '2026-10-01', until: '2026-10-31' },
  });
  await journey.runner.waitUntilQuiet();
  const deposits = (await journey.ask('/v1/deposits', technician)).json.items;
  const provisional = (await journey.ask('/v1/provisional-payments', technician)).json.items;
  const user = await journey.ask('/v1/users', {
    ...{ role: 'systems', method: 'POST', headers: { 'idempotency-key': randomUUID() } },
    body: { name: 'Rosa Peña', email: 'rosa@cartera.example', roles: ['auditor'], reason: 'Auditoría externa de 2026' },
  });
  await journey.runner.invoke('access-watch', {});
  records = {
    userId: user.json.userId,
    quarter: '2026-Q3',
    borrowerId: file.borrower.borrowerId,
    fileId: file.file.fileId,
    intakeFileId,
    noteId: note!.item.noteId,
    linkId: link.json.linkId,
    paperFolio,
    statementMonth: '2026-11',
    folio,
    depositId: deposits[0].depositId,
    eventId: provisional[0].eventId,
    returnId: returns[0].returnId,
    payoffFolio: quote?.json.folio,
    agreementId: agreement.json.agreementId,
    regenerationId: regeneration.json.regenerationId,
    campaignId: campaign.json.campaignId,
    previewId: preview.json.previewId,
    paperId: paper.json.paperId,
    restatementId: restatement.json.restatementId,
    part: '1',
    noteActId: noteAct.json.noteActId,
    correctionId: correction.json.correctionId,
    disputeId: dispute.json.disputeId,
    releaseId: release.json.releaseId,
    batchId: batch.json.batchId,
    documentId: requested.json.document.documentId,
    disposalId,
    requestId: arco.json.requestId,
    ...originals,
    creditUseId: creditUse.json.creditUseId,
    settingsId: settings.json.settingsId,
    invoiceId: invoice.json.invoiceId,
    globalId: global.json.globalId,
    line: '1',
    product: note!.item.product,
    appliesFrom: '2030-01-01',
    date: '2026-11-19',
    month: '2026-11',
    period: '2026-11-19',
  };
}, 180_000);
afterAll(() => journey?.end());

/** Uploads a scan of a file and waits until it is in the vault. */
async function keepScan(fileId: string, kind: string): Promise<{ documentId: string; sha256: string }> {
  const scan = Buffer.from(`%PDF-1.7 ${kind}`);
  const sha256 = createHash('sha256').update(scan).digest('hex');
  const { json } = await journey.ask(`/v1/files/${fileId}/documents`, {
    ...{ role: 'recovery-technician', method: 'POST', headers: { 'idempotency-key': randomUUID() } },
    body: {
      ...{ kind, proves: { type: 'file', id: fileId }, contentType: 'application/pdf', fileName: `${kind}.pdf` },
      ...{ bytes: scan.length, sha256 },
    },
  });
  const upload = new FormData();
  for (const [name, value] of Object.entries<string>(json.form.fields)) upload.set(name, value);
  upload.set('file', new Blob([scan]), `${kind}.pdf`);
  await fetch(json.form.url, { method: 'POST', body: upload });
  await journey.runner.waitUntilQuiet();
  return { documentId: json.document.documentId, sha256 };
}

/** Of a file that never had a credit, ten years later. */
async function proposeDisposal(): Promise<string> {
  const coordinator = { role: 'portfolio-coordinator', method: 'POST' };
  const name = { givenNames: 'Iván', firstSurname: 'Núñez', secondSurname: null };
  const person = await journey.ask('/v1/borrowers', {
    ...{ ...coordinator, headers: { 'idempotency-key': randomUUID() } },
    body: { name, curp: freshCurp(), office: OWN },
  });
  const { json } = await journey.ask('/v1/files', {
    ...{ ...coordinator, headers: { 'idempotency-key': randomUUID() } },
    body: { borrowerId: person.json.borrowerId, office: OWN, paymentReference: null },
  });
  const { sha256 } = await keepScan(json.fileId, 'evidence');
  await vaultOf(journey).endLock(sha256);
  await journey.runner.setToday('2036-11-21');
  const disposal = await journey.ask('/v1/disposals', {
    ...{ ...coordinator, headers: { 'idempotency-key': randomUUID() } },
    body: { fileIds: [json.fileId], reason: 'Venció su plazo' },
  });
  await journey.runner.setToday(TODAY);
  return disposal.json.disposalId;
}

/** An original at a place of the office, received by list too, a round of the place that is closed, an act of hand-over. */
async function keepOriginals(contractNumber: string): Promise<Readonly<Record<string, string>>> {
  const ana = { role: 'custodian', office: OWN, subject: 'ana' };
  const post = async (path: string, asking: Asking, body?: object, headers: object = {}) => {
    const keyed = { 'idempotency-key': randomUUID(), ...headers };
    const { status, json } = await journey.ask(path, { ...asking, method: 'POST', body, headers: keyed });
    expect([status, status < 300 ? '' : json], path).toEqual([expect.toSatisfy((s) => s < 300), '']);
    return json;
  };
  const placeCode = 'ARCHIVO1';
  await post('/v1/custody-places', ana, { placeCode, office: OWN, vault: 'Bóveda 1' });
  const paper = { kind: 'note', contractNumber };
  const { labelCode } = await post('/v1/originals', ana, { paper, placeCode });
  const list = { isTrial: true, placeCode, kind: 'contract', csv: contractNumber };
  const { receptionId } = await post('/v1/original-receptions', ana, list);
  const { roundId } = await post('/v1/inventory-rounds', ana, { placeCode });
  await post(`/v1/inventory-rounds/${roundId}/closing`, ana, undefined, { 'if-match': '"v1"' });
  const coordinator = { role: 'portfolio-coordinator' };
  const days = { ana: { from: '2026-01-01', to: TODAY }, luis: { from: '2026-11-21', to: null } };
  for (const [subject, time] of Object.entries(days)) {
    const person = { subject, name: `Custodia ${subject}`, email: `${subject}@cartera.example` };
    await post('/v1/custodians', coordinator, { office: OWN, ...person, ...time, reason: 'Nombramiento' });
  }
  const { actId } = await post('/v1/hand-over-acts', ana, { office: OWN, notes: 'Se entregan dos llaves.' });
  await journey.runner.waitUntilQuiet();
  return { placeCode, labelCode, receptionId, roundId, actId };
}

/** Of the newest mailed link, as its reader does; answers the folio of the paper. */
async function printStatement(datum: string): Promise<string> {
  const { apiUrl } = journey.runner;
  const links = journey.runner.mails().flatMap(({ text = '' }) => /\/e\/[\w-]{43}/.exec(text)?.[0] ?? []);
  const body = new URLSearchParams({ dato: datum });
  const right = await fetch(`${apiUrl}${links.at(-1)}`, { method: 'POST', redirect: 'manual', body });
  const cookie = right.headers.get('set-cookie')?.split(';')[0] ?? '';
  const paper = await fetch(`${apiUrl}/estado/documento`, { headers: { cookie } });
  return /E-[0-9A-Z]{12}/.exec(paper.headers.get('content-disposition') ?? '')?.[0] ?? '';
}

const pay = (office: string, reference: string, amount = '100.00') =>
  journey.ask('/v1/window-payments', {
    role: 'cashier',
    office,
    method: 'POST',
    headers: { 'idempotency-key': randomUUID() },
    body: { target: { reference }, amount, confirmedAmount: amount, received: 'cash' },
  });

/** The path to a record that is there, or, with the last parameter made up, to none. */
function pathOf({ path }: Route, record: 'there' | 'missing' = 'there'): string {
  const last = path.match(/\{(\w+)\}(?!.*\{)/)?.[1];
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const isIntake = name === 'fileId' && path.startsWith('/v1/intake-files');
    const value = records[isIntake ? 'intakeFileId' : name];
    if (value === undefined) throw new Error(`no record for {${name}} of ${path}`);
    return encodeURIComponent(record === 'missing' && name === last ? otherThan(value) : value);
  });
  return path.endsWith('/range') || path.includes('/range/') ? `${filled}?from=2026-11-01&to=2026-11-19` : filled;
}

/** What has the shape of a record's name and names none. */
function otherThan(value: string): string {
  if (/^[0-9a-f-]{36}$/.test(value)) return randomUUID();
  if (readLabelCode(value) !== undefined) return labelCodeOf('ninguno', 0);
  return value.replace(/[A-Z0-9]{7}$/, 'ZZZZZZZ');
}

/** Asks a route with what its shape needs and a body that can change nothing. */
function walk(route: Route, asking: Asking): Promise<Answered> {
  return journey.ask(pathOf(route), {
    ...asking,
    method: route.method,
    ...(route.method === 'GET' ? {} : { body: {} }),
    headers: {
      ...(route.idempotent === true && { 'idempotency-key': randomUUID() }),
      ...(route.ifMatch === true && { 'if-match': '"v999"' }),
      ...asking.headers,
    },
  });
}

const REGENERATION = {
  ...{ form: 'novation', oldNoteIds: [randomUUID()], product: 'superior', instalments: 12, firstDueDate: '2027-01-15' },
  ...{ contractNumber: 'R-RUTAS/1', paymentReference: 'CREDEDUC99887766X', reason: 'Lo pidió el acreditado' },
};
/** Of the routes that look at the record only once the body has its shape. */
const WISHES = { forgive: {}, payments: 3, from: '2026-12-15' };
/** Everything of a payment, so that whatever was paid has a CFDI. */
const INVOICED = {
  ...FISCAL_TERMS,
  components: { ...FISCAL_TERMS.components, principal: { ...FISCAL_TERMS.components.principal, invoiced: true } },
};

const ARCO_REQUEST = {
  ...{ right: 'cancellation', asks: 'Que cancelen mis datos', receivedOn: TODAY },
  ...{ requestDocumentId: randomUUID(), identificationDocumentId: randomUUID() },
};
const DISCLOSED = {
  ...{ on: TODAY, recipient: 'court', recipientName: 'Juzgado Primero Civil' },
  ...{ ground: 'court-order', what: 'Copia del contrato' },
};
const TOLD = { reason: 'Falta la firma', notice: 'mail' };
const BODIES: Readonly<Record<string, object>> = {
  simulateAgreement: WISHES,
  quotePayoff: {},
  compareAlternatives: {},
  sendStatementLink: {},
  proposeAgreement: { ...WISHES, reason: 'Lo pidió el acreditado' },
  signAgreement: {},
  proposeRegeneration: REGENERATION,
  signRegeneration: {},
  requestDocumentUpload: {
    ...{ kind: 'evidence', proves: { type: 'file', id: 'x' }, contentType: 'application/pdf', bytes: 5 },
    ...{ sha256: 'a'.repeat(64), fileName: 'a.pdf' },
  },
  appointRelease: { office: 'hermosillo', on: '2026-11-24', at: '10:30' },
  deliverRelease: { identification: 'passport', receiptDocumentId: randomUUID() },
  receiveArcoRequest: ARCO_REQUEST,
  preventArcoRequest: TOLD,
  declineArcoRequest: TOLD,
  extendArcoTerm: TOLD,
  executeArcoRequest: TOLD,
  proposeArcoAnswer: { finding: 'granted', answer: 'Procede lo que pidió' },
  noteDisclosure: DISCLOSED,
  holdDocument: { cause: { type: 'case', id: '1/2026' }, reason: 'Se presentó la demanda' },
  openDocument: { purpose: 'audit', reason: 'Revisión anual' },
  annotateOriginal: { payments: ['p'] },
  storeOriginal: { placeCode: 'ARCHIVO1' },
  lendOriginal: {
    ...{ party: { kind: 'court', id: 'j1', name: 'Juzgado Primero' }, purpose: 'Presentar la demanda' },
    ...{ deadline: '2026-12-10', endorsed: false },
  },
  extendOriginalLoan: { deadline: '2026-12-10', reason: 'Sigue el juicio' },
  returnOriginal: { placeCode: 'ARCHIVO1' },
  deliverOriginal: { identification: 'passport' },
  declareOriginalLost: { complaint: { number: '1', on: '2026-11-20' }, reason: 'No aparece' },
  takeOriginalToCourt: { step: 'claim', court: 'Juzgado', caseNumber: '1', on: '2026-11-20' },
  findOriginal: { placeCode: 'ARCHIVO1', reason: 'Apareció' },
  destroyOriginal: { actId: randomUUID() },
  renameCustodyPlace: { vault: 'Bóveda 2' },
  readInventoryLabels: { labels: ['D'] },
  storeMisplacedOriginals: { labelCodes: [labelCodeOf('ninguno', 0)] },
  searchMissingOriginals: { labelCodes: [labelCodeOf('ninguno', 0)] },
  acceptHandOverAct: {},
  correctInvoice: { receiver: FISCAL_RECEIVER },
  registerDispute: { concept: 'interest', facts: 'El interés de marzo no es el mío.' },
};

const isBoundToOffices = (role: Role): boolean => ROLE_POSTS[role].reach === 'own-offices';
const asRole = (role: Role, office: string = OWN): Asking => (isBoundToOffices(role) ? { role, office } : { role });
/** A query a state that a list takes, so that all of it is seen. */
function statesOf({ query }: Route): string[] {
  const { properties = {} } = query === undefined ? {} : z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' });
  const named = Object.entries(properties).find(([name]) => name === 'status' || name === 'state');
  if (named === undefined || typeof named[1] !== 'object') return [''];
  return (named[1].enum ?? []).map((state) => `?${named[0]}=${state}`);
}
const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

describe('every route of the product', () => {
  it('is one of many, each with its roles said', () => {
    expect(GUARDED.length).toBeGreaterThanOrEqual(45);
    expect(new Set(ROUTES.map(nameOf)).size).toBe(ROUTES.length);
  });

  it('is unknown to nobody: the public ones answer without a token, all others refuse it with 401', async () => {
    for (const route of ROUTES) {
      const { status } = await walk(route, {});
      expect(status, nameOf(route)).toBe(route.roles === 'public' ? 200 : 401);
    }
  });

  it.each(ROLES)('as %s answers where the table names the role, and refuses with 403 everywhere else', async (role) => {
    const wrong: string[] = [];
    for (const route of GUARDED) {
      const { status, json } = await walk(route, asRole(role));
      const listed = route.roles.includes(role);
      const right = listed ? status !== 401 && status !== 403 && status < 500 : status === 403;
      if (!right) wrong.push(`${nameOf(route)}: ${status} ${json?.code ?? ''}`);
    }
    expect(wrong).toEqual([]);
  });

  it('refuses in Spanish, as a problem, and says nothing about the record', async () => {
    const { status, json, headers } = await journey.ask(`/v1/notes/${records.noteId}`, {
      role: 'cashier',
      office: OWN,
    });
    expect([status, headers.get('content-type')]).toEqual([403, expect.stringContaining('application/problem+json')]);
    expect(json).toMatchObject({ status: 403, code: expect.any(String), title: expect.stringMatching(/[a-záéíóú]/) });
    expect(JSON.stringify(json)).not.toContain(records.borrowerId);
  });
});

describe('an office-bound post', () => {
  const ofARecord = GUARDED.filter(
    ({ roles, path }) => roles !== 'public' && roles.some(isBoundToOffices) && path.includes('{'),
  );

  it('has routes on records of an office', () => {
    expect(ofARecord.map(({ operationId }) => operationId)).toEqual(
      expect.arrayContaining(['cancelWindowPayment', 'getWindowPayment', 'printWindowReceipt']),
    );
  });

  it('gets 404 for every record of a foreign office, as if it did not exist, whatever the body', async () => {
    for (const route of ofARecord)
      for (const role of route.roles as readonly Role[]) {
        if (!isBoundToOffices(role)) continue;
        const body = BODIES[route.operationId] ?? { reason: 'Importe capturado por error' };
        const takes = route.method !== 'GET' && route.body !== undefined;
        const asking = { ...asRole(role, FOREIGN), method: route.method, ...(takes && { body }) };
        const headers = { 'idempotency-key': randomUUID(), ...(route.ifMatch === true && { 'if-match': '"v1"' }) };
        const inForeign = await journey.ask(pathOf(route), { ...asking, headers });
        const missing = await journey.ask(pathOf(route, 'missing'), { ...asking, headers });
        expect([inForeign.status, missing.status], nameOf(route)).toEqual([404, 404]);
        expect({ ...inForeign.json, instance: '', detail: '', correlationId: '' }).toEqual({
          ...missing.json,
          instance: '',
          detail: '',
          correlationId: '',
        });
        if (route.method === 'GET') expect((await walk(route, asRole(role, OWN))).status).toBe(200);
      }
  });

  it('lists its own office and is refused another by name', async () => {
    const own = await journey.ask('/v1/window-payments', { role: 'cashier', office: OWN });
    expect(own.json.items.map(({ folio }: { folio: string }) => folio)).toEqual([records.folio]);
    const foreign = await journey.ask('/v1/window-payments', { role: 'cashier', office: FOREIGN });
    expect(foreign.json.items).toEqual([]);
    const named = await journey.ask(`/v1/window-payments?office=${OWN}`, { role: 'cashier', office: FOREIGN });
    expect([named.status, named.json.code]).toEqual([403, 'office-not-allowed']);
  });

  it('lists nothing of a foreign office, in whatever state', async () => {
    const lists = GUARDED.filter(
      ({ method, path, roles }) => method === 'GET' && !path.includes('{') && roles !== 'public',
    );
    const ownItems = new Map<string, number>();
    for (const route of lists) {
      const role = (route.roles as readonly Role[]).find(isBoundToOffices);
      if (role === undefined) continue;
      for (const query of statesOf(route)) {
        const itemsFor = async (office: string): Promise<{ office?: string }[]> =>
          (await journey.ask(`${route.path}${query}`, asRole(role, office))).json?.items ?? [];
        const own = (await itemsFor(OWN)).filter(({ office }) => office === OWN).length;
        ownItems.set(route.operationId, (ownItems.get(route.operationId) ?? 0) + own);
        for (const { office } of await itemsFor(FOREIGN)) expect(office, `${route.path}${query}`).not.toBe(OWN);
      }
    }
    const withSome = [...ownItems].flatMap(([operationId, count]) => (count > 0 ? [operationId] : []));
    // Of those there is something to hide.
    expect(withSome.toSorted()).toEqual([
      ...['listAgreements', 'listArcoRequests', 'listCustodians', 'listCustodyPlaces', 'listDisputes'],
      ...['listHandOverActs', 'listInventoryRounds', 'listInvoices', 'listOriginals', 'listRegenerations'],
      ...['listReleases', 'listWindowPayments'],
    ]);
  });

  it('takes money for a file of any office, but at its own window', async () => {
    const portfolio = (await journey.ask(`/v1/notes/${records.noteId}`, { role: 'auditor' })).json;
    const taken = await pay(FOREIGN, portfolio.paymentReference);
    expect([taken.status, taken.json.office]).toEqual([201, FOREIGN]);
  });
});

describe('a token', () => {
  const claims = () => ({
    sub: randomUUID(),
    username: 'prueba',
    client_id: identity.facts.staff?.clientId,
    scope: identity.facts.staff?.scopes.join(' '),
    'cognito:groups': ['role:director'],
    token_use: 'access',
  });
  const signed = (changes: object = {}, { issuer = identity.facts.issuer, expires = 3_600 } = {}) =>
    new SignJWT({ ...claims(), ...changes })
      .setProtectedHeader({ alg: 'RS256', kid: identity.keyId })
      .setIssuer(issuer)
      .setIssuedAt(Math.floor(Date.now() / 1_000) - 7_200)
      .setExpirationTime(Math.floor(Date.now() / 1_000) + expires)
      .sign(identity.privateKey);
  const status = async (token: string) => (await journey.ask('/v1/deposits', { token })).status;

  it('is accepted as issued', async () => {
    expect(await status(await signed())).toBe(200);
  });

  it.each([
    ['expired', () => signed({}, { expires: -60 })],
    ['of another issuer', () => signed({}, { issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_otro' })],
    ['of another client', () => signed({ client_id: 'otro' })],
    [
      'with changed claims',
      async () => {
        const [head, , signature] = (await signed()).split('.');
        const payload = { ...claims(), iss: identity.facts.issuer, exp: 4_000_000_000 };
        return [head, Buffer.from(JSON.stringify(payload)).toString('base64url'), signature].join('.');
      },
    ],
    [
      'without a signature',
      async () => {
        const payload = { ...claims(), iss: identity.facts.issuer, exp: 4_000_000_000 };
        const text = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
        return `${text({ alg: 'none', kid: identity.keyId })}.${text(payload)}.`;
      },
    ],
    ['that is no token', async () => 'no-es-un-token'],
  ])('%s is refused with 401', async (_, token) => {
    expect(await status(await token())).toBe(401);
  });

  it.each([
    ['without a role', { 'cognito:groups': [] }],
    ['of a role nobody knows', { 'cognito:groups': ['role:dueño'] }],
    ['of a person who only claims the portal’s scopes', { scope: 'cartera/read cartera/write', 'cognito:groups': [] }],
  ])('%s reaches no guarded route', async (_, changes) => {
    const token = await signed(changes);
    for (const route of GUARDED) expect((await walk(route, { token })).status, nameOf(route)).toBe(403);
  });

  it('of the portal writes only with the scope for writing', async () => {
    const open = GUARDED.filter(({ roles }) => (roles as readonly Role[]).includes('portal'));
    expect(open.length).toBeGreaterThanOrEqual(4);
    const reading = await machineToken(identity, ['cartera/read']);
    const writing = await machineToken(identity, ['cartera/write']);
    for (const route of open) {
      const own = route.scope === undefined ? undefined : await machineToken(identity, [route.scope]);
      const [mayNot, may] =
        route.method === 'GET' ? [writing, reading] : [own === undefined ? reading : writing, own ?? writing];
      expect((await walk(route, { token: mayNot })).status, nameOf(route)).toBe(403);
      expect([400, 404, 422], nameOf(route)).toContain((await walk(route, { token: may })).status);
    }
  });
});
