import { describe, expect, it } from 'vitest';
import { checkReceiver } from '../../../functions/invoicing/cfdi/receiver.ts';
import { RECEIVER } from './invoicing-world.ts';

const faults = (changes: Partial<typeof RECEIVER>) => {
  const { refused, warned } = checkReceiver({ ...RECEIVER, ...changes });
  return { refused: refused.map(({ pointer }) => pointer), warned: warned.map(({ pointer }) => pointer) };
};

describe('who a CFDI is made out to', () => {
  it('passes as on the constancia', () => {
    expect(faults({})).toEqual({ refused: [], warned: [] });
    expect(faults({ rfc: 'CARP850101AB1', regime: '626', use: 'G03' }).refused).toEqual([]);
    const entity = { rfc: 'ABC010203AB9', name: 'COMERCIAL DEL DESIERTO', regime: '601', use: 'G03' };
    expect(faults(entity).refused).toEqual([]);
  });

  it('has all its faults told at once', () => {
    expect(
      faults({ rfc: 'GODE561331GR8', name: 'María  Peña', regime: '999', postcode: '830', use: 'X01' }).refused,
    ).toEqual([
      '/receiver/rfc',
      '/receiver/name',
      '/receiver/name',
      '/receiver/postcode',
      '/receiver/regime',
      '/receiver/use',
    ]);
  });

  it('is only warned of a check digit, which real RFCs fail too', () => {
    expect(faults({ rfc: 'VACE460910SX6' })).toEqual({ refused: [], warned: ['/receiver/rfc'] });
  });

  it.each([
    ['a regime of legal entities to a person', { regime: '601' }, ['/receiver/regime']],
    ['a use that is not for the regime', { use: 'G03' }, ['/receiver/use']],
    ['tuition deductions to a legal entity', { rfc: 'ABC010203AB9', regime: '601', use: 'D10' }, ['/receiver/use']],
    ['the use of payment CFDIs', { use: 'CP01' }, ['/receiver/use']],
    ['a generic RFC', { rfc: 'XAXX010101000' }, ['/receiver/rfc']],
    ['a name in small letters', { name: 'Maria Peña' }, ['/receiver/name']],
    ['no name', { name: '' }, ['/receiver/name']],
    ['a bar in the name', { name: 'MARIA|PEÑA' }, ['/receiver/name']],
  ])('is refused: %s', (_what, changes, refused) => {
    expect(faults(changes).refused).toEqual(refused);
  });

  it.each([
    'COMERCIAL DEL DESIERTO SA DE CV',
    'COMERCIAL DEL DESIERTO, S.A. DE C.V.',
    'COMERCIAL DEL DESIERTO S DE RL DE CV',
    'COLEGIO DEL DESIERTO SC',
    'COLEGIO DEL DESIERTO A.C.',
    'COMERCIAL SAPI DE CV',
  ])('has the kind of company taken off its name: %s', (name) => {
    expect(faults({ rfc: 'ABC010203AB9', regime: '601', use: 'G03', name }).refused).toEqual(['/receiver/name']);
  });

  it('keeps a name that only looks like it', () => {
    expect(faults({ rfc: 'ABC010203AB9', regime: '601', use: 'G03', name: 'CASA' }).refused).toEqual([]);
    expect(faults({ name: 'JUAN SA' }).refused).toEqual([]);
  });
});
