import { createVerify, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cfdiFaults } from '../../../functions/invoicing/cfdi/check-cfdi.ts';
import { incomeCfdi, totalOf } from '../../../functions/invoicing/cfdi/income-cfdi.ts';
import { originalString } from '../../../functions/invoicing/cfdi/original-string.ts';
import { paymentCfdi } from '../../../functions/invoicing/cfdi/payment-cfdi.ts';
import { expressionOf, readCfdi, readStamp } from '../../../functions/invoicing/cfdi/read-cfdi.ts';
import { NO_CURRENCY } from '../../../functions/invoicing/cfdi/sat-catalogues.ts';
import { splitTax, sumTaxes, type Tax } from '../../../functions/invoicing/cfdi/tax-split.ts';
import { certificate, ISSUER, income, line, RECEIVER, sealer } from './invoicing-world.ts';

const VAT16: Tax = { kind: 'rate', percent: 16 };
const EXEMPT: Tax = { kind: 'exempt' };
const NOT_OBJECT: Tax = { kind: 'not-object' };
const UUID = '7D1A2B3C-4E5F-4A6B-8C7D-9E0F1A2B3C4D';

const sealed = (changes: Parameters<typeof income>[0] = {}) => sealer().seal(incomeCfdi(income(changes)));

describe('VAT inside of what was paid', () => {
  // Worked by hand: base = paid / 1.16 half up to the centavo, VAT = the rest.
  it.each([
    [11_600, 10_000, 1_600],
    // 100.00 / 1.16 = 86.2069; 86.21 × 0.16 = 13.7936.
    [10_000, 8_621, 1_379],
    // 0.01 / 1.16 = 0.0086.
    [1, 1, 0],
    // 0.04 / 1.16 = 0.0345 → 0.03; 0.03 × 0.16 = 0.0048 rounds to 0.00, yet 0.01 is what is left, and the SAT admits it.
    [4, 3, 1],
    // 1,234.56 / 1.16 = 1064.2759.
    [123_456, 106_428, 17_028],
  ])('of %i centavos are %i of base and %i of VAT', (gross, base, vat) => {
    expect(splitTax(gross, VAT16)).toEqual({ base, vat });
  });

  it('is none of what is exempt or not object', () => {
    expect(splitTax(10_000, EXEMPT)).toEqual({ base: 10_000, vat: 0 });
    expect(splitTax(10_000, NOT_OBJECT)).toEqual({ base: 10_000, vat: 0 });
    expect(splitTax(10_000, { kind: 'rate', percent: 0 })).toEqual({ base: 10_000, vat: 0 });
  });

  it('always sums to what was paid, inside of the limits of the SAT', () => {
    const tax = fc.constantFrom<Tax>(
      VAT16,
      { kind: 'rate', percent: 8 },
      { kind: 'rate', percent: 0 },
      EXEMPT,
      NOT_OBJECT,
    );
    const lines = fc.array(fc.tuple(fc.integer({ min: 1, max: 50_000_000 }), tax), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(lines, (parts) => {
        const made = parts.map(([gross, one]) => line(gross, one));
        const xml = sealed({ lines: made });
        expect(cfdiFaults(readCfdi(xml))).toEqual([]);
        const [pesos, cents] = readCfdi(xml).getAttribute('Total').split('.');
        expect(Number(pesos) * 100 + Number(cents)).toBe(totalOf(made));
      }),
      { numRuns: 60 },
    );
  });

  it('is summed by treatment', () => {
    const lines = [line(11_600, VAT16), line(10_000, VAT16), line(500, EXEMPT), line(700, NOT_OBJECT)];
    expect(sumTaxes(lines)).toEqual([
      { tax: VAT16, base: 18_621, vat: 2_979 },
      { tax: EXEMPT, base: 500, vat: 0 },
    ]);
  });
});

describe('a CFDI of a payment', () => {
  const lines = [
    line(50_000, NOT_OBJECT, 'Capital'),
    line(11_600, VAT16, 'Interés normal'),
    line(2_500, EXEMPT, 'Interés moratorio'),
  ];

  it('says what was paid by component, and sums to it', () => {
    const cfdi = readCfdi(sealed({ lines }));
    expect(cfdiFaults(cfdi)).toEqual([]);
    expect([...cfdi.attributes()].filter(([name]) => /^(SubTotal|Total|FormaPago|MetodoPago)$/.test(name))).toEqual([
      ['FormaPago', '03'],
      ['SubTotal', '625.00'],
      ['Total', '641.00'],
      ['MetodoPago', 'PUE'],
    ]);
    expect(cfdi.searchAttribute('cfdi:Impuestos', 'TotalImpuestosTrasladados')).toBe('16.00');
  });

  it('has no total of taxes when all is exempt, and no taxes when nothing is object of VAT', () => {
    const exempt = readCfdi(sealed({ lines: [line(2_500, EXEMPT)] }));
    expect(exempt.searchNode('cfdi:Impuestos')?.hasAttribute('TotalImpuestosTrasladados')).toBe(false);
    expect(cfdiFaults(exempt)).toEqual([]);
    const outside = readCfdi(sealed({ lines: [line(2_500, NOT_OBJECT)] }));
    expect(outside.searchNode('cfdi:Impuestos')).toBeUndefined();
    expect(cfdiFaults(outside)).toEqual([]);
  });

  it('has the cadena original of the Anexo 20', () => {
    const cfdi = readCfdi(sealed({ lines, substitutes: [UUID] }));
    const number = certificate().number;
    expect(originalString(cfdi)).toBe(
      [
        `||4.0|CR|17|2026-11-27T10:05:00|03|${number}|625.00|MXN|641.00|I|01|PUE|83000|04|${UUID}`,
        `|${ISSUER.rfc}|${ISSUER.name}|603|${RECEIVER.rfc}|${RECEIVER.name}|83000|605|S01`,
        '|84101703|1|E48|Capital|500.00|500.00|01',
        '|84101703|1|E48|Interés normal|100.00|100.00|02|100.00|002|Tasa|0.160000|16.00',
        '|84101703|1|E48|Interés moratorio|25.00|25.00|02|25.00|002|Exento',
        '|100.00|002|Tasa|0.160000|16.00|25.00|002|Exento|16.00||',
      ].join(''),
    );
  });

  it('is sealed with the certificate, as openssl verifies', () => {
    const cfdi = readCfdi(sealed({ lines }));
    const { publicKey } = new X509Certificate(Buffer.from(cfdi.getAttribute('Certificado'), 'base64'));
    const verify = createVerify('RSA-SHA256').update(originalString(cfdi), 'utf8');
    expect(verify.verify(publicKey, cfdi.getAttribute('Sello'), 'base64')).toBe(true);
    expect(cfdi.getAttribute('NoCertificado')).toBe(certificate().number);
    expect(sealer().rfc).toBe(ISSUER.rfc);
  });

  it('is found wrong when a sum, a tax, a place or the order of something is', () => {
    const good = sealed({ lines });
    const wrong = (from: string | RegExp, to: string) => cfdiFaults(readCfdi(good.replace(from, to)));
    expect(wrong('SubTotal="625.00"', 'SubTotal="625.01"')).toContain('SubTotal is not the sum of the concepts');
    expect(wrong('Total="641.00"', 'Total="641.01"')).toContain('Total is not SubTotal plus taxes');
    expect(wrong('TasaOCuota="0.160000" Importe="16.00"', 'TasaOCuota="0.160000" Importe="16.02"')).toContain(
      'Concepto 2: VAT outside of its limits',
    );
    expect(wrong('ObjetoImp="02"', 'ObjetoImp="01"')).toContain(
      'Concepto 2: ObjetoImp and its taxes contradict each other',
    );
    expect(wrong('MetodoPago="PUE"', 'MetodoPago="PPD"')).toContain('PPD and FormaPago 99 go together');
    expect(wrong('LugarExpedicion="83000"', 'LugarExpedicion="8300"')[0]).toMatch(/LugarExpedicion: does not fit/);
    expect(wrong(/<cfdi:Emisor[^>]*>/, '')).toContain('cfdi:Comprobante/cfdi:Emisor: missing');
    expect(wrong(' Serie="CR"', ' Serie="CR" Descuento="1.00"')).toContain(
      'cfdi:Comprobante/@Descuento: unknown attribute',
    );
    const moved = good.replace(/(<cfdi:Emisor[^>]*>)(<cfdi:Receptor[^>]*>)/, '$2$1');
    expect(cfdiFaults(readCfdi(moved))).toContain('cfdi:Comprobante: children out of order');
  });

  it('of another receiver is told from the general public', () => {
    const faults = cfdiFaults(readCfdi(sealed({ receiver: { ...RECEIVER, rfc: 'XAXX010101000' } })));
    expect(faults).toContain('a global invoice is to the general public, and nothing else is');
  });
});

describe('a CFDI of a payment of what was invoiced before', () => {
  const made = (owedBefore = 50_000) =>
    paymentCfdi({
      ...income({ lines: [line(11_600, VAT16), line(2_500, EXEMPT)] }),
      paidOn: '2026-11-26',
      paid: { uuid: UUID, series: 'CR', folio: '9', instalment: 2, owedBefore },
    });

  it('has the complement Pagos 2.0, total zero and the taxes of what was paid', () => {
    const xml = sealer().seal(made());
    const cfdi = readCfdi(xml);
    expect(cfdiFaults(cfdi)).toEqual([]);
    const number = certificate().number;
    expect(originalString(cfdi)).toBe(
      [
        `||4.0|CR|17|2026-11-27T10:05:00|${number}|0|${NO_CURRENCY}|0|P|01|83000`,
        `|${ISSUER.rfc}|${ISSUER.name}|603|${RECEIVER.rfc}|${RECEIVER.name}|83000|605|CP01`,
        '|84111506|1|ACT|Pago|0|0|01',
        '|2.0|100.00|16.00|25.00|141.00|2026-11-26T12:00:00|03|MXN|1|141.00',
        `|${UUID}|CR|9|MXN|1|2|500.00|141.00|359.00|02`,
        '|100.00|002|Tasa|0.160000|16.00|25.00|002|Exento',
        '|100.00|002|Tasa|0.160000|16.00|25.00|002|Exento||',
      ].join(''),
    );
    expect(xml).toMatch(/^<\?xml[^>]*><cfdi:Comprobante [^>]*xmlns:pago20="http:\/\/www.sat.gob.mx\/Pagos20"/);
    expect(xml.match(/Pagos20\.xsd/g)).toHaveLength(1);
  });

  it('has the VAT of the sum of a rate, inside of its limits, and wrong amounts are found', () => {
    // Each 0.04 is 0.03 + 0.01; their sum 0.12 is 0.10 + 0.02 (0.10 × 0.16 = 0.016), where 0.09 + 0.03 is outside of the limits.
    const lines = [line(4, VAT16), line(4, VAT16, 'Gastos'), line(4, VAT16, 'Moratorio'), line(500, NOT_OBJECT)];
    const paid = { uuid: UUID, series: 'CD', folio: '9', instalment: 1, owedBefore: 600 };
    const xml = sealer().seal(paymentCfdi({ ...income({ lines }), paidOn: '2026-11-26', paid }));
    expect(xml).toContain(
      'BaseDR="0.10" ImpuestoDR="002" TipoFactorDR="Tasa" TasaOCuotaDR="0.160000" ImporteDR="0.02"',
    );
    expect(cfdiFaults(readCfdi(xml))).toEqual([]);
    const wrong = (from: string, to: string) => cfdiFaults(readCfdi(xml.replace(from, to)));
    expect(wrong('ImpSaldoInsoluto="0.88"', 'ImpSaldoInsoluto="0.89"')).toEqual([
      'ImpSaldoInsoluto is not what is left',
    ]);
    expect(wrong('Monto="5.12"', 'Monto="5.13"')).toEqual(['Monto and MontoTotalPagos are not what was paid']);
    expect(wrong('BaseDR="0.10"', 'BaseDR="6.00"')).toContain('bases and taxes are more than was paid');
    expect(wrong('ImporteDR="0.02"', 'ImporteDR="0.04"')).toEqual(['DoctoRelacionado: VAT outside of its limits']);
  });

  it('never pays more than was owed', () => {
    expect(() => made(14_099)).toThrow(RangeError);
    expect(cfdiFaults(readCfdi(sealer().seal(made(14_100))))).toEqual([]);
  });
});

describe('what a PAC answers', () => {
  const tfd = (seal: string) =>
    `<cfdi:Complemento><tfd:TimbreFiscalDigital xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="x" Version="1.1" UUID="${UUID.toLowerCase()}" FechaTimbrado="2026-11-27T11:06:12" RfcProvCertif="SPR190613I52" SelloCFD="${seal}" NoCertificadoSAT="30001000000400002495" SelloSAT="c2F0"/></cfdi:Complemento></cfdi:Comprobante>`;
  const stamp = (xml: string, seal = readCfdi(xml).getAttribute('Sello')) =>
    xml.replace('</cfdi:Comprobante>', tfd(seal));

  it('is a stamp of what was sent, with the cadena original of the stamp', () => {
    const xml = sealed();
    const seal = readCfdi(xml).getAttribute('Sello');
    expect(readStamp(xml, stamp(xml))).toEqual({
      uuid: UUID,
      stampedAt: '2026-11-27T11:06:12',
      pacRfc: 'SPR190613I52',
      satCertificate: '30001000000400002495',
      satSeal: 'c2F0',
      legend: null,
      originalString: `||1.1|${UUID.toLowerCase()}|2026-11-27T11:06:12|SPR190613I52|${seal}|30001000000400002495||`,
    });
    expect(cfdiFaults(readCfdi(stamp(xml)))).toEqual([]);
  });

  it('is not believed when it has no stamp, another seal or another content', () => {
    const xml = sealed();
    expect(() => readStamp(xml, xml)).toThrow(/without a stamp/);
    expect(() => readStamp(xml, stamp(xml, 'b3Rybw=='))).toThrow(/another CFDI/);
    expect(() => readStamp(xml, stamp(xml).replace('Total="116.00"', 'Total="16.00"'))).toThrow(/another CFDI/);
  });

  it('is verified by the expression of the SAT', () => {
    const cfdi = readCfdi(sealed());
    const seal = cfdi.getAttribute('Sello').slice(-8);
    expect(decodeURIComponent(expressionOf(cfdi, UUID))).toBe(
      `?id=${UUID}&re=${ISSUER.rfc}&rr=${RECEIVER.rfc}&tt=116.00&fe=${seal}`,
    );
  });
});
