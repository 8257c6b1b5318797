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
import type { WholeFile } from '../../../shared/register/register-port.ts';
import { pdfStructure, pdfText } from '../documents/pdf-text.ts';
import { repositoryAssets } from '../documents/repository-assets.ts';

const day = calendarDate;
const paid = (principal: number, ordinaryInterest: number, defaultInterest: number) => ({
  ...{ principal, ordinaryInterest, defaultInterest, collectionCosts: 0 },
});
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
  forgivesInAll: { ...zeroByComponent(), ordinaryInterest: 40_000, defaultInterest: 71_528 },
  total: 2_180_658,
  earned: 'at-fulfilment',
  whileLive: ['ordinaryInterest', 'defaultInterest'],
  payments: [
    { due: day('2026-03-02'), amount: 1_090_329 },
    { due: day('2026-04-01'), amount: 1_090_329 },
  ],
  graceDays: 5,
  signatures: [
    { who: 'Acreditado', name: 'María de los Ángeles Peña Quintero', state: 'Firmó el 2 de febrero de 2026' },
    { who: 'Aval 2', name: 'José Ruiz Peña', state: 'Por firmar' },
  ],
  guarantees: [{ kind: 'Prenda', description: 'Automóvil 2019, factura en resguardo.' }],
  split: [
    [
      { contract: 'CE-2024/000123', paid: paid(900_000, 60_164, 30_165) },
      { contract: 'CE-2023/000087', paid: paid(100_000, 0, 0) },
    ],
    [{ contract: 'CE-2023/000087', paid: paid(1_000_000, 60_164, 30_165) }],
  ],
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
      'Prenda: Automóvil 2019, factura en resguardo. ',
      'Acreditado Aval 2 Por el Instituto María de los Ángeles Peña Quintero José Ruiz Peña Oficina Hermosillo Firmó el 2 de febrero de 2026 Por firmar',
      '1 02/03/2026 CE-2024/000123 $9,000.00 $601.64 $301.65 $0.00 $9,903.29',
      '1 02/03/2026 CE-2023/000087 $1,000.00 $0.00 $0.00 $0.00 $1,000.00',
      'Total $20,000.00 $1,203.28 $603.30 $0.00 $21,806.58',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('SIN EFECTO');
    expect(pdfStructure(pdf)).toMatch(/^ *Figure$/m);
    expect(Buffer.compare(pdf, await agreementPdf(repositoryAssets, MODEL))).toBe(0);
  });

  it('has the whole of a long name on the line of who signs, however many sign', async () => {
    const name = 'Ana Sofía Guadalupe de los Ángeles Bustamante de la Garza y Montes de Oca Valenzuela';
    const signatures = Array.from({ length: 11 }, (_, at) => ({ who: `Aval ${at}`, name, state: 'Por firmar' }));
    const pdf = await agreementPdf(repositoryAssets, { ...MODEL, signatures, split: undefined });
    const words = squeezed(pdf).split(' ');
    for (const word of new Set(name.split(' ')))
      expect(words.filter((one) => one === word).length, word).toBeGreaterThanOrEqual(11);
    expect(words.filter((one) => one === 'firmar')).toHaveLength(11);
  });

  it('says in plain words what is forgiven and what happens on breach, by its own rules', () => {
    expect(clausesOf(MODEL)).toEqual([
      'Si se cumple, se perdonan $603.28 de interés moratorio. Mientras tanto no se cobran.',
      'Si se cumple, se perdona también lo que corra de interés normal e interés moratorio mientras dure el convenio: $512.00 si cada pago entra en su fecha.',
      'Un pago está a tiempo hasta 5 días después de su fecha. Puede pagarse antes, en partes o todo junto.',
      expect.stringContaining('lo que se perdonaba vuelve a deberse completo'),
      expect.stringMatching(/art\. 364 del Código de Comercio.* ni libera a los avales, lo firmen o no\.$/),
    ]);
    const other = clausesOf({
      ...MODEL,
      forgives: zeroByComponent(),
      earned: 'by-payment',
      whileLive: [],
      graceDays: 1,
      total: 2_260_000,
    });
    expect(other.slice(0, 3)).toEqual([
      'Este convenio no perdona nada de lo que se debe: reparte su pago.',
      'Los pagos incluyen $190.14 de interés que corre mientras dura el convenio, si cada uno entra en su fecha.',
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
    expect(text).not.toContain('Aval 2');
    expect(text).toContain('Cómo se reparte cada pago');
  });

  it('is not printed when its payments do not sum, and its QR has no personal data', async () => {
    await expect(agreementPdf(repositoryAssets, { ...MODEL, total: 2_180_659 })).rejects.toThrow('not 2180659');
    const [first = [], ...others] = MODEL.split ?? [];
    const split = [first.slice(1), ...others];
    await expect(agreementPdf(repositoryAssets, { ...MODEL, split })).rejects.toThrow('payment 1 of an agreement');
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
      version: 1,
      history: [
        {
          step: 'note-signature',
          by: 's',
          on: '2026-02-03',
          key: 'k',
          reason: null,
          evidence: { signer: 'cosigner-2' },
        },
      ],
      ...{ signers: ['borrower', 'cosigner-2'], guarantees: [{ kind: 'other', description: 'Depósito' }] },
      campaign: { campaignId: 'c', name: 'Ponte al corriente', version: 2, budget: 100, legalBasis: 'Acuerdo 12/2026' },
    } satisfies AgreementRecord;
    const drawn: AgreementModel[] = [];
    let known: WholeFile | undefined = {
      ...{ fileId: 'f', borrowerId: 'b', borrowerName: 'Ana Ruiz', office: 'nogales', paymentReference: null },
      signatories: ['borrower', 'cosigner-1', 'cosigner-2'].map((signatory) => ({
        ...{ signatory, name: `Nombre de ${signatory}`, curp: null, emails: [], phones: [] },
      })),
      notes: [
        {
          ...{ noteId: 'n-1', fileId: 'f', contractNumber: 'CE-1', office: 'nogales' },
          ...{ product: 'superior', paymentReference: 'R' },
        },
      ],
    };
    const deps = {
      records: {
        find: async () => record,
        splitOf: async () => [[{ noteId: 'n-2', paid: paid(5, 0, 0) }], [{ noteId: 'n-1', paid: paid(5, 0, 0) }]],
      } as unknown as AgreementStore,
      register: { wholeFile: async () => known },
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
        ...{ use: 'void', borrowerName: 'Ana Ruiz', contracts: ['CE-1', 'n-2'], office: 'Nogales', graceDays: 3 },
        campaign: { name: 'Ponte al corriente', legalBasis: 'Acuerdo 12/2026' },
        signatures: [
          { who: 'Acreditado', name: 'Nombre de borrower', state: 'Por firmar' },
          { who: 'Aval 2', name: 'Nombre de cosigner-2', state: 'Firmó el 3 de febrero de 2026' },
        ],
        guarantees: [{ kind: 'Otra', description: 'Depósito' }],
        split: [[{ contract: 'n-2', paid: paid(5, 0, 0) }], [{ contract: 'CE-1', paid: paid(5, 0, 0) }]],
      },
    ]);
    known = undefined;
    await printAgreement(deps, { params }, caller('all'));
    expect(drawn[1]).toMatchObject({ borrowerName: 'Acreditado', contracts: ['n-1', 'n-2'] });
  });
});
