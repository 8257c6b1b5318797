import type { Clock } from '../../../shared/calendar/clock.ts';
import type { JobRequestItems } from '../../../shared/jobs/job-request.ts';
import type { Log } from '../../../shared/observability/log.ts';
import { cfdiFaults } from '../cfdi/check-cfdi.ts';
import { readCfdi, readStamp } from '../cfdi/read-cfdi.ts';
import type { Sealer } from '../cfdi/seal.ts';
import type { Pac } from '../pac/pac.ts';
import { refusalText } from '../pac/pac-refusals.ts';
import { cfdiOfInvoice } from './cfdi-of-invoice.ts';
import { type Invoice, stampKeyOf } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { DELIVER_INVOICE, invoiceJob } from './invoice-tasks.ts';
import type { InvoiceVault } from './invoice-vault.ts';
import { AT_ONCE, moveInvoice, nextOf } from './move-invoice.ts';

export interface StampDeps {
  readonly invoices: InvoiceStore;
  readonly pac: Pick<Pac, 'stamp'>;
  readonly sealer: () => Promise<Sealer>;
  readonly vault: Pick<InvoiceVault, 'keepXml'>;
  readonly jobs: JobRequestItems;
  readonly clock: Clock;
  readonly log: Pick<Log, 'event'>;
}

/** `waiting`: not now, later by itself; `person`: not again by itself. */
export type StampEnd = 'stamped' | 'refused' | 'waiting' | 'person' | 'over';

/** The SAT takes a CFDI within 72 hours of its date. */
const TOO_LATE: ReadonlySet<string> = new Set(['401', 'CFDI40101']);
/** How long a call to the PAC may be under way before it is taken for lost: more than the time limit of the function. */
const UNDER_WAY_MS = 180_000;
/** After each try that brought no answer; when they are used up, a person looks. Some 50 hours in all: a seal is good for 72. */
const PAUSES_MINUTES = [1, 2, 5, 10, 30, 60, 120, 240, 480, 960, 960];
export const MOST_TRIES = PAUSES_MINUTES.length;

/**
 * Brings a CFDI on its way to its stamp as far as it goes now: seals it once and keeps those bytes, notes that they are sent,
 * sends them. What is sent again is the same bytes under the same key, so that it is stamped once however often an answer was
 * lost. The stamped XML is in the vault before the record says so. Safe to repeat and to run twice at once.
 */
export async function stampInvoice(deps: StampDeps, invoiceId: string): Promise<StampEnd> {
  const { invoices, clock } = deps;
  const found = await invoices.find(invoiceId);
  if (found === undefined) return 'over';
  const sealed = found.state === 'requested' ? await sealInvoice(deps, found) : found;
  if (sealed === undefined) return 'waiting';
  if (sealed.state === 'refused') return 'refused';
  if (sealed.state === 'stamping' && clock.now().toISOString() < sealed.nextTryAt) return 'waiting';
  // Whoever sent it died.
  const ready = sealed.state === 'stamping' ? await lose(deps, sealed, 'run-ended') : sealed;
  if (ready?.state !== 'sealed' && ready?.state !== 'uncertain') return ready === undefined ? 'waiting' : 'over';
  if (ready.tries >= MOST_TRIES) return 'person';
  if (clock.now().toISOString() < ready.nextTryAt) return 'waiting';
  const xml = await invoices.sealedXml(ready);
  if (xml === undefined) throw new RangeError(`the sealed bytes of invoice ${invoiceId} are missing`);
  const sending = await moveInvoice(
    invoices,
    nextOf(ready, 'send', clock.today(), { tries: ready.tries + 1, nextTryAt: after(clock, UNDER_WAY_MS) }),
  );
  return sending === undefined ? 'waiting' : send(deps, sending, xml);
}

async function sealInvoice({ invoices, sealer, clock }: StampDeps, invoice: Invoice): Promise<Invoice | undefined> {
  const certificate = await sealer();
  const now = clock.now();
  const trouble =
    certificate.rfc !== invoice.issuer.rfc
      ? 'El certificado de sello es de otro RFC que el de la configuración fiscal. Contabilidad y Sistemas deben cotejarlos.'
      : certificate.validTo < now
        ? 'El certificado de sello caducó. Contabilidad debe renovarlo ante el SAT y entregarlo a Sistemas.'
        : undefined;
  if (trouble !== undefined) {
    const change = { trouble: { code: 'certificate', text: trouble } };
    return moveInvoice(invoices, nextOf(invoice, 'refuse', clock.today(), change));
  }
  const xml = certificate.seal(cfdiOfInvoice(invoice, now));
  const faults = cfdiFaults(readCfdi(xml));
  if (faults.length > 0) throw new RangeError(`invoice ${invoice.invoiceId} is no good CFDI: ${faults.join('; ')}`);
  const change = { seals: invoice.seals + 1, sealedAt: now.toISOString(), ...AT_ONCE, trouble: null };
  const next = nextOf(invoice, 'seal', clock.today(), change);
  return next && moveInvoice(invoices, next, [invoices.sealedItem(next, xml)]);
}

async function send(deps: StampDeps, sending: Invoice, xml: string): Promise<StampEnd> {
  const { invoices, pac, vault, jobs, clock, log } = deps;
  const on = clock.today();
  const answer = await pac.stamp({ key: stampKeyOf(sending), xml });
  log.event('invoice-answered', {
    invoiceId: sending.invoiceId,
    outcome: answer.outcome,
    code: 'code' in answer ? answer.code : '',
  });
  switch (answer.outcome) {
    case 'stamped': {
      const stamp = readStamp(xml, answer.xml);
      const document = await vault.keepXml(sending, answer.xml, on);
      const documents = { ...sending.documents, xml: document };
      const next = nextOf(sending, 'stamp', on, { stamp, documents, trouble: null, ...AT_ONCE });
      const job = next && jobs.item(invoiceJob(DELIVER_INVOICE, next, clock.now()));
      return (await moveInvoice(invoices, next, job === undefined ? [] : [job])) === undefined ? 'waiting' : 'stamped';
    }
    case 'refused': {
      // Too late to be stamped says nothing of whether it was.
      if (TOO_LATE.has(answer.code) && wasLost(sending)) return later(await lose(deps, sending, answer.code));
      const trouble = { code: answer.code, text: refusalText('stamping', answer.code, answer.said) };
      const moved = await moveInvoice(invoices, nextOf(sending, 'refuse', on, { trouble, ...AT_ONCE }));
      return moved === undefined ? 'waiting' : 'refused';
    }
    case 'unavailable': {
      // Nothing was stamped now; what came of the time before nobody knows yet.
      if (wasLost(sending)) return later(await lose(deps, sending, answer.code));
      const text =
        answer.said === ''
          ? `No se pudo llegar al PAC (${answer.code}). No se timbró; se intentará de nuevo.`
          : `El PAC no atiende a la cuenta del Instituto (${answer.code}): «${answer.said}». Avise a Sistemas; se intentará de nuevo.`;
      return later(
        await moveInvoice(invoices, nextOf(sending, 'postpone', on, troubled(clock, sending, answer.code, text))),
      );
    }
    case 'unknown':
      return later(await lose(deps, sending, answer.code));
  }
}

const lose = ({ invoices, clock }: Pick<StampDeps, 'invoices' | 'clock'>, sending: Invoice, code: string) => {
  const text = `El PAC no respondió (${code}): no se sabe si timbró. Se le pregunta de nuevo con la misma clave, sin timbrar dos veces.`;
  return moveInvoice(invoices, nextOf(sending, 'lose', clock.today(), troubled(clock, sending, code, text)));
};

function troubled(clock: Clock, { tries }: Invoice, code: string, text: string) {
  const pause = PAUSES_MINUTES[tries - 1];
  const told =
    pause === undefined || tries >= MOST_TRIES
      ? `${text} Ya se intentó ${tries} veces: debe verlo Contabilidad.`
      : text;
  return { trouble: { code, text: told }, nextTryAt: after(clock, (pause ?? 0) * 60_000) };
}

/** Whether an answer was lost since it was sealed. */
const wasLost = ({ history }: Invoice): boolean =>
  history.slice(history.findLastIndex(({ step }) => step === 'seal')).some(({ step }) => step === 'lose');

const later = (moved: Invoice | undefined): StampEnd =>
  moved !== undefined && moved.tries >= MOST_TRIES ? 'person' : 'waiting';

export const after = (clock: Pick<Clock, 'now'>, milliseconds: number): string =>
  new Date(clock.now().getTime() + milliseconds).toISOString();
