import type { IncomeCfdi } from '../../../functions/invoicing/cfdi/income-cfdi.ts';
import { openSealer } from '../../../functions/invoicing/cfdi/seal.ts';
import type { Line, Tax } from '../../../functions/invoicing/cfdi/tax-split.ts';
import { makeCertificate } from '../../../infra/local/pac/self-made-certificate.ts';

export const ISSUER = { rfc: 'IBC120101AB1', name: 'INSTITUTO DE PRUEBA ÑANDÚ', regime: '603' };
export const RECEIVER = {
  rfc: 'GODE561231GR8',
  name: 'MARÍA PEÑA LÓPEZ',
  regime: '605',
  postcode: '83000',
  use: 'S01',
};

let files: ReturnType<typeof makeCertificate> | undefined;
/** One certificate a test file: a key takes a moment to make. */
export const certificate = () => {
  files ??= makeCertificate(ISSUER.rfc, 'Instituto de prueba', new Date('2026-01-01T00:00:00Z'));
  return files;
};
export const sealer = () => openSealer(certificate());

export const line = (gross: number, tax: Tax, description = 'Interés normal'): Line => ({
  ...{ productKey: '84101703', unitKey: 'E48', description, tax, gross },
});

export const income = (changes: Partial<IncomeCfdi> = {}): IncomeCfdi => ({
  series: 'CR',
  folio: '17',
  issuedAt: '2026-11-27T10:05:00',
  placePostcode: '83000',
  issuer: ISSUER,
  receiver: RECEIVER,
  substitutes: [],
  method: 'PUE',
  paymentForm: '03',
  lines: [line(11_600, { kind: 'rate', percent: 16 })],
  ...changes,
});
