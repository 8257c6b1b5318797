import { randomUUID } from 'node:crypto';
import type { MakeGlobalDeps } from '../../../functions/invoicing/globals/make-global.ts';
import { type CancelDeps, followCancellation } from '../../../functions/invoicing/invoices/cancel-invoice.ts';
import { type DeliverDeps, deliverInvoice } from '../../../functions/invoicing/invoices/deliver-invoice.ts';
import type { Invoice } from '../../../functions/invoicing/invoices/invoice.ts';
import { invoicePdf } from '../../../functions/invoicing/invoices/invoice-pdf.ts';
import { createInvoiceStore } from '../../../functions/invoicing/invoices/invoice-store.ts';
import { createInvoiceVault } from '../../../functions/invoicing/invoices/invoice-vault.ts';
import { type RequestDeps, requestInvoice } from '../../../functions/invoicing/invoices/request-invoice.ts';
import { type StampDeps, stampInvoice } from '../../../functions/invoicing/invoices/stamp-invoice.ts';
import { createSwPac } from '../../../functions/invoicing/pac/sw-pac.ts';
import type { FiscalTerms } from '../../../functions/invoicing/settings/fiscal-settings.ts';
import { createFiscalSettingsStore } from '../../../functions/invoicing/settings/fiscal-settings-store.ts';
import { decideSettings, proposeSettings } from '../../../functions/invoicing/settings/propose-settings.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Role } from '../../../shared/institute/posts.ts';
import { createJobRequests } from '../../../shared/jobs/job-request.ts';
import { createDayEntries } from '../../../shared/ledger/day-entries.ts';
import { createRequestClaims } from '../../../shared/ledger/request-claim.ts';
import { createAddressHolds } from '../../../shared/links/address-change.ts';
import { createMailStore } from '../../../shared/mail/mail-store.ts';
import { createSuppressions } from '../../../shared/mail/suppression.ts';
import { createLog } from '../../../shared/observability/log.ts';
import type { WholeFile } from '../../../shared/register/register-port.ts';
import { createDocumentStore } from '../../../shared/vault/document-store.ts';
import { createVault } from '../../../shared/vault/vault.ts';
import { createVaultObjects } from '../../../shared/vault/vault-objects.ts';
import { DUE_IN_ONE } from '../../fixtures/note-terms.ts';
import { startTestDynamo } from '../../support/dynamo.ts';
import { opening, payment, posting, testLedger } from '../../support/ledger.ts';
import { startTestS3 } from '../../support/test-s3.ts';
import { repositoryAssets } from '../../unit/documents/repository-assets.ts';
import { ISSUER, RECEIVER, sealer } from '../../unit/invoicing/invoicing-world.ts';
import { startPacServer, TOKEN } from './pac-server.ts';

export { RECEIVER };

export const who = (role: Role, changes: Partial<Caller> = {}): Caller => ({
  ...{ subject: role, roles: [role], offices: 'all', correlationId: 'prueba' },
  ...changes,
});

const part = (description: string, tax: FiscalTerms['components']['principal']['tax'], invoiced = true) => ({
  ...{ invoiced, productKey: '84101703', unitKey: 'E48', description, tax, source: 'Oficio de prueba 1/2026' },
});

/** Ordinary interest and costs with VAT, default interest exempt, principal left out. */
export const TERMS: FiscalTerms = {
  issuer: ISSUER,
  postcodes: { hermosillo: '83000', obregon: '85000', nogales: '84000' },
  components: {
    principal: part('Capital', { kind: 'not-object' }, false),
    ordinaryInterest: part('Interés normal', { kind: 'rate', percent: 16 }),
    defaultInterest: part('Interés moratorio', { kind: 'exempt' }),
    collectionCosts: part('Gastos de cobranza', { kind: 'rate', percent: 16 }),
  },
  paymentForms: { cie: '03', internet: '03', 'direct-debit': '03', transfer: '03', window: '01', payroll: '03' },
  global: { periodicity: '04', productKey: '01010101', unitKey: 'ACT', description: 'Venta' },
  source: 'Oficio de prueba 1/2026',
};

/** Everything that makes CFDIs, on the local engines, with a PAC that can be told to fail; today is 27 November 2026. */
export async function openInvoicing() {
  let today = calendarDate('2026-11-27');
  let at = Date.parse('2026-11-27T17:30:00Z');
  const clock = { today: () => today, now: () => new Date(at) };
  const [dynamo, pacServer, objects] = await Promise.all([
    startTestDynamo(),
    startPacServer(clock.now),
    startTestS3({ vault: { versioned: true, objectLock: true, defaultRetention: undefined } }),
  ]);
  const { documents, tables } = dynamo;
  const files = new Map<string, WholeFile>();
  const mails: { to: readonly string[]; raw: string }[] = [];
  const logged: string[] = [];
  const ledger = testLedger(documents, tables, clock);
  const vault = createVault({
    documents: createDocumentStore(documents, tables.DOCUMENTS_TABLE),
    objects: createVaultObjects(objects.s3, 'vault'),
    now: clock.now,
  });
  const register = {
    findFile: async (fileId: string) => files.get(fileId),
    wholeFile: async (fileId: string) => files.get(fileId),
  };
  const deps = {
    invoices: createInvoiceStore(documents, tables.DOCUMENTS_TABLE),
    settings: createFiscalSettingsStore(documents, tables.DOCUMENTS_TABLE),
    ledger,
    register,
    claims: createRequestClaims(documents, tables.IDEMPOTENCY_TABLE),
    jobs: createJobRequests(documents, tables.SYSTEM_TABLE),
    entries: createDayEntries(documents, tables.ENTRIES_TABLE),
    clock,
    vault: createInvoiceVault(vault),
    pac: createSwPac({ url: pacServer.url, satUrl: `${pacServer.url}/sat`, token: TOKEN, timeoutMs: 300 }),
    sealer: async () => sealer(),
    log: createLog({ functionName: 'prueba', now: clock.now, write: (line) => void logged.push(line) }),
    metrics: { record: () => undefined },
    mails: createMailStore(documents, tables.SYSTEM_TABLE),
    suppressions: createSuppressions(documents, tables.SYSTEM_TABLE),
    holds: createAddressHolds(documents, tables.LINKS_TABLE),
    mailer: {
      send: async (raw: Uint8Array, to: readonly string[]) => {
        mails.push({ to, raw: Buffer.from(raw).toString() });
        return { messageId: `ses-${mails.length}`, refused: 0 };
      },
    },
    from: 'recuperacion@cartera.example',
    draw: (model: Parameters<DeliverDeps['draw']>[0]) => invoicePdf(repositoryAssets, model),
  } satisfies RequestDeps & StampDeps & CancelDeps & DeliverDeps & Pick<MakeGlobalDeps, 'entries'>;

  const key = () => randomUUID();
  const accountant = who('accountant');
  /** A version of the fiscal settings, proposed and signed by two. */
  const sign = async (terms: FiscalTerms = TERMS, from = today) => {
    const { settingsId } = await proposeSettings(deps, { from, terms, idempotencyKey: key() }, accountant);
    return decideSettings(deps, 'sign', { settingsId, reason: null, idempotencyKey: key() }, who('director'));
  };
  /** A note of 10,000.00 that fell due on 31 January 2025, and its borrower. */
  const borrower = async (office: 'hermosillo' | 'nogales' = 'hermosillo') => {
    const [fileId, noteId] = [randomUUID(), randomUUID()];
    const dimensions = { ...opening(noteId).dimensions, office };
    await ledger.openNote(opening(noteId, { fileId, terms: DUE_IN_ONE, on: '2024-01-31', dimensions }));
    files.set(fileId, {
      ...{
        fileId,
        office,
        borrowerId: randomUUID(),
        borrowerName: 'María Peña López',
        paymentReference: null,
        notes: [],
      },
      signatories: [
        { signatory: 'borrower', name: 'María Peña López', curp: null, phones: [], emails: ['maria@correo.example'] },
      ],
    });
    return { fileId, noteId };
  };
  /** A payment recorded today; value date 1 February 2026: of what is owed then 601.64 is ordinary and 601.64 default interest. */
  const pay = async (
    { fileId, noteId }: { fileId: string; noteId: string },
    amount = 130_000,
    valueDate = '2026-02-01',
  ) => {
    at += 1_000;
    const posted = await ledger.postToNote(posting(noteId, payment(key(), valueDate, amount), { fileId }));
    return posted.eventId;
  };
  const request = (fileId: string, paymentId: string, changes: object = {}, caller = accountant) =>
    requestInvoice(deps, { fileId, paymentId, receiver: RECEIVER, idempotencyKey: key(), ...changes }, caller);
  const find = async (invoiceId: string): Promise<Invoice> => {
    const found = await deps.invoices.find(invoiceId);
    if (found === undefined) throw new Error(`no invoice ${invoiceId}`);
    return found;
  };
  return {
    ...{ deps, dynamo, pac: pacServer.pac, ledger, files, mails, logged, clock, key, accountant },
    ...{ sign, borrower, pay, request, find },
    stamp: (invoiceId: string) => stampInvoice(deps, invoiceId),
    deliver: (invoiceId: string) => deliverInvoice(deps, invoiceId),
    follow: (invoiceId: string) => followCancellation(deps, invoiceId),
    /** A new payment with its CFDI stamped. */
    async stamped(changes: object = {}) {
      const loan = await borrower();
      const paymentId = await pay(loan);
      const { invoiceId } = await request(loan.fileId, paymentId, changes);
      await stampInvoice(deps, invoiceId);
      return { ...loan, paymentId, invoice: await find(invoiceId) };
    },
    reverse: ({ fileId, noteId, paymentId }: { fileId: string; noteId: string; paymentId: string }) =>
      ledger.reverse({
        ...{ fileId, noteIds: [noteId], eventId: paymentId, actor: 'caja', reason: 'bounced-cheque' },
        idempotency: { scope: 'CORRECTION', key: key(), input: { paymentId } },
        source: { type: 'correction', id: 'prueba' },
      }),
    pass: (minutes: number) => {
      at += minutes * 60_000;
    },
    setToday: (day: string) => {
      today = calendarDate(day);
      at = Date.parse(`${day}T17:30:00Z`);
    },
    stop: () => Promise.all([dynamo.stop(), pacServer.stop(), objects.stop()]),
  };
}
export type Invoicing = Awaited<ReturnType<typeof openInvoicing>>;
