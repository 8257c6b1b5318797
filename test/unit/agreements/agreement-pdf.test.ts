import { describe, expect, it } from 'vitest';
import type { AgreementRecord } from '../../../functions/agreements/agreements/agreement.ts';
import { printAgreement } from '../../../functions/agreements/agreements/agreement-document.ts';
import {
  type AgreementModel,
  agreementPdf,
  agreementQrText,
  clausesOf,
} from '../../../functions/agreements/agreements/agreement-pdf.ts';
import type { AgreementStore } from '../../../functions/agreements/agreements/agreement-store.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';
import { pdfStructure, pdfText } from '../documents/pdf-text.ts';
import { repositoryAssets } from '../documents/repository-assets.ts';

const day = calendarDate;
const MODEL: AgreementModel = {
  agreementId: '0193a5b2-7c1e-7f00-8a61-2b7f1c9d4e10',
  folio: 'CV260202-0193A5B2',
  use: 'to-sign',
  state: 'autorizado, por firmar',
  office: 'Hermosillo',
  borrowerName: 'María de los Ángeles Peña Quintero',
  contracts: ['CE-2024/000123', 'CE-2023/000087'],
  signsOn: day('2026-02-02'),
  validUntil: day('2026-02-07'),
  owed: { principal: 2_000_000, ordinaryInterest: 120_328, defaultInterest: 120_658, collectionCosts: 0 },
  forgives: { ...zeroByComponent(), defaultInterest: 60_328 },
  total: 2_180_658,
  earned: 'at-fulfilment',
  whileLive: ['ordinaryInterest', 'defaultInterest'],
  payments: [
    { due: day('2026-03-02'), amount: 1_090_329 },
    { due: day('2026-04-01'), amount: 1_090_329 },
  ],
  graceDays: 5,
  printedAt: new Date('2026-02-02T18:00:00Z'),
};
const squeezed = (pdf: Uint8Array): string => pdfText(pdf).replace(/\s+/g, ' ');

describe('an agreement on paper', () => {
  it('says who, what is owed, forgiven and paid, when, in figures and words, and where to sign', async () => {
    const pdf = await agreementPdf(repositoryAssets, MODEL);
    const text = squeezed(pdf);
    for (const part of [
      'CV260202-0193A5B2',
      'Oficina Hermosillo',
      'María de los Ángeles Peña Quintero',
      'CE-2024/000123, CE-2023/000087',
      '$21,806.58 M.N.',
      '(VEINTIÚN MIL OCHOCIENTOS SEIS PESOS 58/100 M.N.)',
      'Adeudo $20,000.00 $1,203.28 $1,206.58 $0.00 $22,409.86',
      'Se perdona si se cumple $0.00 $0.00 $603.28 $0.00 $603.28',
      'Se paga $20,000.00 $1,203.28 $603.30 $0.00 $21,806.58',
      '1 02/03/2026 $10,903.29 (DIEZ MIL NOVECIENTOS TRES PESOS 29/100 M.N.)',
      'Puede firmarse hasta el',
      'Aval u obligado solidario',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('SIN EFECTO');
    expect(pdfStructure(pdf)).toMatch(/^ *Figure$/m);
    expect(Buffer.compare(pdf, await agreementPdf(repositoryAssets, MODEL))).toBe(0);
  });

  it('says in plain words what is forgiven and what happens on breach, by its own rules', () => {
    expect(clausesOf(MODEL)).toEqual([
      'Si se cumple, se perdonan $603.28 de interés moratorio. Mientras tanto no se cobran.',
      'Si se cumple, se perdona también lo que corra de interés normal e interés moratorio mientras dure el convenio.',
      'Un pago está a tiempo hasta 5 días después de su fecha. Puede pagarse antes, en partes o todo junto.',
      expect.stringContaining('lo que se perdonaba vuelve a deberse completo'),
      expect.stringContaining('art. 364 del Código de Comercio'),
    ]);
    const other = clausesOf({
      ...MODEL,
      forgives: zeroByComponent(),
      earned: 'by-payment',
      whileLive: [],
      graceDays: 1,
    });
    expect(other.slice(0, 3)).toEqual([
      'Este convenio no perdona nada de lo que se debe: reparte su pago.',
      'El interés que corra durante el convenio está incluido en el último pago.',
      'Un pago está a tiempo hasta 1 día después de su fecha. Puede pagarse antes, en partes o todo junto.',
    ]);
    expect(other[3]).toContain('en proporción a los pagos ya completados');
  });

  it('names its campaign and by what authority that forgives', async () => {
    const campaign = { name: 'Ponte al corriente', legalBasis: 'Acuerdo 12/2026 de la Junta Directiva.' };
    const text = squeezed(await agreementPdf(repositoryAssets, { ...MODEL, campaign }));
    expect(text).toContain(
      'La quita es de la campaña «Ponte al corriente». Fundamento: Acuerdo 12/2026 de la Junta Directiva.',
    );
    expect(text).not.toContain('Directiva..');
    const [first] = clausesOf({ ...MODEL, campaign: { name: 'Ponte al corriente' } });
    expect(first).toBe('La quita es de la campaña «Ponte al corriente».');
  });

  it.each([
    ['draft', 'Todavía no está autorizado'],
    ['void', 'Sin efecto: vencido sin firma'],
  ] as const)('as %s says so and has no place to sign', async (use, title) => {
    const text = squeezed(await agreementPdf(repositoryAssets, { ...MODEL, use, state: 'vencido sin firma' }));
    expect(text).toContain(title);
    expect(text).not.toContain('Aval u obligado solidario');
  });

  it('is not printed when its payments do not sum, and its QR has no personal data', async () => {
    await expect(agreementPdf(repositoryAssets, { ...MODEL, total: 2_180_659 })).rejects.toThrow('not 2180659');
    expect(agreementQrText(MODEL)).toContain('TOTAL 21806.58 MXN');
    expect(agreementQrText(MODEL)).not.toMatch(/María|CE-2024/);
  });

  it('is of a record in reach, with the contracts that the borrower knows', async () => {
    const record = {
      ...{ agreementId: MODEL.agreementId, fileId: 'f', noteIds: ['n-1', 'n-2'], office: 'nogales', state: 'expired' },
      ...{ share: zeroByComponent(), earned: 'at-fulfilment', whileLive: [], signsOn: day('2026-02-02') },
      plan: { from: day('2026-03-02'), count: 2, amount: 5, every: { unit: 'months', number: 1 }, graceDays: 3 },
      ...{
        proposedOn: day('2026-02-02'),
        validUntil: day('2026-02-07'),
        total: 10,
        owed: MODEL.owed,
        forgives: MODEL.forgives,
        forgivesInAll: MODEL.forgives,
      },
      ...{ history: [], version: 1, signers: ['borrower'], guarantees: [] },
      campaign: { campaignId: 'c', name: 'Ponte al corriente', version: 2, budget: 100, legalBasis: 'Acuerdo 12/2026' },
    } satisfies AgreementRecord;
    const drawn: AgreementModel[] = [];
    const deps = {
      records: { find: async () => record } as unknown as AgreementStore,
      register: {
        findFile: async () => undefined,
        findNote: async (noteId: string) =>
          noteId === 'n-2'
            ? undefined
            : {
                noteId,
                fileId: 'f',
                contractNumber: 'CE-1',
                office: 'nogales' as const,
                product: 'superior',
                paymentReference: 'R',
              },
      },
      clock: { today: () => day('2026-02-02'), now: () => MODEL.printedAt },
      draw: async (model: AgreementModel) => {
        drawn.push(model);
        return new Uint8Array([1]);
      },
    };
    const caller = (offices: 'all' | ['hermosillo']) => ({ subject: 's', roles: [], offices, correlationId: 'c' });
    const params = { agreementId: MODEL.agreementId };
    await expect(printAgreement(deps, { params }, caller(['hermosillo']))).rejects.toMatchObject({ code: 'not-found' });
    expect(await printAgreement(deps, { params }, caller('all'))).toMatchObject({
      fileName: 'convenio-CV260202-0193A5B2.pdf',
      records: ['f'],
    });
    expect(drawn).toMatchObject([
      {
        ...{ use: 'void', borrowerName: 'Acreditado', contracts: ['CE-1', 'n-2'], office: 'Nogales', graceDays: 3 },
        campaign: { name: 'Ponte al corriente', legalBasis: 'Acuerdo 12/2026' },
      },
    ]);
  });
});
