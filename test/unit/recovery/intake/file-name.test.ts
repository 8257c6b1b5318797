import { describe, expect, it } from 'vitest';
import { fileNameSchema, nameInKey } from '../../../../functions/recovery/intake/file-name.ts';

const UNSEEN = [...'\0\t\n\r\u0007\u001b\u007f\u0085\u009f\u2028\u202e\u2066'];

describe('the name of a bank file', () => {
  it.each(UNSEEN.map((sign) => [sign.codePointAt(0)?.toString(16), sign]))(
    'holds nothing that cannot be seen: U+%s',
    (_code, sign) => {
      expect(fileNameSchema.safeParse(`pagos${sign}hoy.csv`).error?.issues[0]?.message).toContain('no se ve');
      expect(nameInKey(`any/2026-11-20/pagos${sign}hoy.csv`)).toBe('pagos·hoy.csv');
    },
  );

  it('keeps accents and spaces, in one form', () => {
    expect(fileNameSchema.parse(' Pagos de Peñasco (2).csv ')).toBe('Pagos de Peñasco (2).csv');
    expect(nameInKey('a/Pen\u0303asco.csv')).toBe('Peñasco.csv');
  });

  it('is the key itself when it names a folder', () => {
    expect(nameInKey('suelto.csv')).toBe('suelto.csv');
    expect(nameInKey('carpeta/')).toBe('carpeta/');
  });
});
