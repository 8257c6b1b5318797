import { describe, expect, it } from 'vitest';
import { readScanName } from '../../../functions/custody/scans/scan-name.ts';

describe('the name of a scan', () => {
  it.each([
    ['CE-2014-00231 pagare.pdf', 'CE-2014/00231', 'promissory-note', 'application/pdf'],
    ['lote 3/CE-2014-00231_Contrato_2.TIF', 'CE-2014/00231', 'contract', 'image/tiff'],
    ['ce-2014-00231 Pagaré firmado.jpeg', 'CE-2014/00231', 'promissory-note', 'image/jpeg'],
    ['CE-2014-00231 Pagare\u0301.pdf', 'CE-2014/00231', 'promissory-note', 'application/pdf'],
    ['4711 INE.png', '4711', 'identification', 'image/png'],
  ])('%s says contract, kind and type', (name, contract, kind, contentType) => {
    expect(readScanName(name)).toMatchObject({ kind, contentType });
    expect(readScanName(name)).toHaveProperty('contracts.0', contract);
  });

  it('that has hyphens may mean a contract with a slash or one without', () => {
    expect(readScanName('H-2024-0001 contrato.pdf')).toMatchObject({ contracts: ['H-2024/0001', 'H-2024-0001'] });
  });

  it.each([
    ['CE-2014-00231.pdf', 'no-kind'],
    ['CE-2014-00231 factura.pdf', 'no-kind'],
    ['CE-2014-00231 pagare.exe', 'no-type'],
    ['CE-2014-00231 pagare', 'no-type'],
    ['maria pagare.pdf', 'no-contract'],
    // Words that every object of JavaScript knows.
    ['CE-2014-00231 constructor.pdf', 'no-kind'],
    ['CE-2014-00231 pagare.constructor', 'no-type'],
  ])('%s says too little: %s', (name, fault) => {
    expect(readScanName(name)).toBe(fault);
  });
});
