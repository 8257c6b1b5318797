import { describe, expect, it } from 'vitest';
import {
  type Letter,
  type LettersModel,
  lettersPdf,
} from '../../../functions/agreements/campaigns/papers/invitation-letter.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';
import { pdfStructure, pdfText } from '../documents/pdf-text.ts';
import { repositoryAssets } from '../documents/repository-assets.ts';

const day = calendarDate;
const MODEL: LettersModel = {
  campaign: {
    name: 'Ponte al corriente',
    until: day('2027-01-29'),
    legalBasis: 'Acuerdo 12/2026 de la Junta Directiva, art. 27 de la Ley de Crédito Educativo.',
    mostPayments: 6,
    earned: 'at-fulfilment',
    whileLive: ['ordinaryInterest', 'defaultInterest'],
  },
  days: { from: day('2026-11-23'), until: day('2026-12-18') },
  issuedOn: day('2026-11-20'),
  folio: 'CI261120-1A2B3C4D',
  printedAt: new Date('2026-11-20T18:00:00Z'),
};
const letter = (changes: Partial<Letter> = {}): Letter => ({
  number: 1,
  office: 'hermosillo',
  addressee: {
    fileId: '0193a5b2-7c1e-7f00-8a61-2b7f1c9d4e10',
    name: 'María de los Ángeles Peña Quintero',
    address: {
      street: 'Calle Rosales 45',
      neighbourhood: 'Centro',
      city: 'Hermosillo',
      state: 'Sonora',
      postcode: '83000',
    },
  },
  contracts: ['CE-2023/000087', 'CE-2024/000123'],
  offer: {
    first: {
      noteIds: ['a', 'b'],
      owed: { principal: 2_000_000, ordinaryInterest: 120_328, defaultInterest: 120_658, collectionCosts: 0 },
      forgives: { ...zeroByComponent(), defaultInterest: 120_658 },
      pays: 2_120_328,
    },
    last: {
      noteIds: ['a', 'b'],
      owed: { principal: 2_000_000, ordinaryInterest: 120_828, defaultInterest: 128_878, collectionCosts: 0 },
      forgives: { ...zeroByComponent(), defaultInterest: 128_878 },
      pays: 2_120_828,
    },
  },
  ...changes,
});
const squeezed = (pdf: Uint8Array): string => pdfText(pdf).replace(/\s+/g, ' ');

describe('a letter of invitation', () => {
  it('says to whom, what is owed, forgiven and paid, until when, by what law and where to go', async () => {
    const text = squeezed(await lettersPdf(repositoryAssets, MODEL, [letter()]));
    for (const part of [
      'Folio CI261120-1A2B3C4D-00001',
      'Hermosillo, Sonora, 20 de noviembre de 2026',
      'María de los Ángeles Peña Quintero Calle Rosales 45 Centro 83000 Hermosillo, Sonora',
      'campaña «Ponte al corriente»',
      'a más tardar el 18 de diciembre de 2026 y lo cumple, se le perdonan $1,206.58 o más',
      'de los contratos CE-2023/000087 y CE-2024/000123',
      'Si firma el 23 de noviembre de 2026 Si firma el 18 de diciembre de 2026',
      'Capital $20,000.00 $20,000.00',
      'Debe en total $22,409.86 $22,497.06',
      'Se perdona de interés moratorio $1,206.58 $1,288.78',
      'Paga $21,203.28 $21,208.28',
      '$21,208.28 (VEINTIÚN MIL DOSCIENTOS OCHO PESOS 28/100 M.N.)',
      'en hasta 6 pagos: entonces paga lo mismo, sin que se sume el interés que corra',
      'lo que se perdonaba vuelve a deberse completo',
      'Acuda a la oficina del Instituto en Hermosillo',
      'La campaña termina el 29 de enero de 2027, o antes si se cierra o se agota su presupuesto.',
      'Fundamento: Acuerdo 12/2026 de la Junta Directiva, art. 27 de la Ley de Crédito Educativo.',
      'Página 1 de 1',
    ])
      expect(text).toContain(part);
    // What nobody owes takes no line, and a law's full stop is not doubled.
    expect(text).not.toContain('Gastos de cobranza');
    expect(text).not.toContain('Educativo..');
  });

  it('of one day has one column, and says what accrues when the campaign does not forgive it', async () => {
    const one = { from: day('2026-12-18'), until: day('2026-12-18') };
    const campaign = { ...MODEL.campaign, whileLive: ['defaultInterest'] as const, mostPayments: 2 };
    const text = squeezed(
      await lettersPdf(
        repositoryAssets,
        { ...MODEL, days: one, campaign: { ...campaign, whileLive: [...campaign.whileLive] } },
        [letter({ contracts: ['CE-2024/000123'] })],
      ),
    );
    expect(text).toContain('Paga $21,208.28 ');
    expect(text).toContain('del contrato CE-2024/000123, y con lo que pague queda en ceros');
    expect(text).toContain('más lo que corra de interés normal hasta su último pago');
    expect(text).not.toContain('entre una fecha y otra');
  });

  it('is one of many in a PDF, each with its folio, its own count of pages and its headings', async () => {
    const many = Array.from({ length: 3 }, (_, index) => letter({ number: index + 1 }));
    const pdf = await lettersPdf(repositoryAssets, MODEL, many);
    const text = squeezed(pdf);
    for (const number of ['00001', '00002', '00003']) expect(text).toContain(`Folio CI261120-1A2B3C4D-${number}`);
    expect(text.match(/Página 1 de 1/g)).toHaveLength(3);
    expect(text).not.toContain('Página 2');
    expect(pdfStructure(pdf).match(/^ *H1 /gm)).toHaveLength(3);
    expect(await lettersPdf(repositoryAssets, MODEL, many)).toEqual(pdf);
  });
});
