import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { checkClabe, clabeCheckDigit } from '../../../shared/identity/clabe.ts';
import { birthDateOfCurp, checkCurp, curpCheckDigit } from '../../../shared/identity/curp.ts';
import { convenient } from '../../../shared/identity/inconvenient-words.ts';
import { checkRfc, rfcCheckDigit } from '../../../shared/identity/rfc.ts';

const found = (faults: readonly { code: string; severity: string }[]) =>
  faults.map(({ code, severity }) => `${code}:${severity}`);

describe('CLABE refuses', () => {
  it('accepts the published example 032180000118359719', () => {
    expect(checkClabe('032180000118359719')).toEqual([]);
    expect(clabeCheckDigit('03218000011835971')).toBe(9);
  });

  it('refuses every single-digit mistake in the published example', () => {
    const good = '032180000118359719';
    for (let place = 0; place < 18; place += 1) {
      for (const digit of '0123456789') {
        if (digit === good[place]) continue;
        const wrong = good.slice(0, place) + digit + good.slice(place + 1);
        expect(found(checkClabe(wrong)), wrong).toEqual(['check-digit:refuse']);
      }
    }
  });

  it.each(['', '03218000011835971', '0321800001183597190', '0321 80000118359719', 'O32180000118359719'])(
    'refuses the shape of "%s"',
    (clabe) => expect(found(checkClabe(clabe))).toEqual(['shape:refuse']),
  );
});

describe('CURP refuses with override', () => {
  it('accepts the published BOXW310820HNERXN09 and refuses …08, which an override may accept', () => {
    expect(checkCurp('BOXW310820HNERXN09')).toEqual([]);
    expect(found(checkCurp('BOXW310820HNERXN08'))).toEqual(['check-digit:override']);
  });

  it('reads the century from position 17', () => {
    expect(birthDateOfCurp('BOXW310820HNERXN09')).toBe('1931-08-20');
    expect(birthDateOfCurp('GALM040229MSRRPRA1')).toBe('2004-02-29');
  });

  it('tells all faults at once: 29 February of a common year, an unknown state and the digit', () => {
    const first17 = 'GALM010229MXXRPR0';
    const wrongDigit = (curpCheckDigit(first17) + 1) % 10;
    expect(found(checkCurp(first17 + wrongDigit))).toEqual([
      'birth-date:override',
      'state:override',
      'check-digit:override',
    ]);
  });

  it('ranks Ñ between N and O in the digit, and refuses it all the same: a CURP has X there (B14)', () => {
    const first17 = 'MUÑO900101HSRXXR0';
    expect(curpCheckDigit(first17)).toBe((curpCheckDigit(first17.replace('Ñ', 'N')) + 10 - 6) % 10);
    const faults = checkCurp(first17 + curpCheckDigit(first17));
    expect(found(faults)).toEqual(['letter:refuse']);
    expect(faults[0]?.message).toContain('no lleva Ñ');
  });

  it('sees the same person behind Ñ for X and O for 0, to which the digit is blind (B14, f6)', () => {
    const today = calendarDate('2026-11-20');
    expect(checkCurp('MUBB950115MSRXBB05', today)).toEqual([]);
    expect(found(checkCurp('MUBB950115MSRÑBB05', today))).toEqual(['letter:refuse']);
    expect(found(checkCurp('MUBB950115MSRXBBO5', today))).toEqual(['birth-date:refuse', 'letter:override']);
    expect(found(checkCurp('MUBB050115MSRXBBO8'.replace(/.$/, String(curpCheckDigit('MUBB050115MSRXBBO')))))).toEqual([
      'letter:override',
    ]);
    for (const digits of ['MUBB95O115MSRXBB05', 'MUBB950115MSRXBB0S', 'MUBB95011SMSRXBB05'])
      expect(found(checkCurp(digits, today))).toEqual(['shape:refuse']);
  });

  it('takes whoever is born up to today, and nobody who is born later', () => {
    const first17 = 'MUBB261120MSRXBBA';
    const curp = first17 + curpCheckDigit(first17);
    expect(checkCurp(curp, calendarDate('2026-11-20'))).toEqual([]);
    expect(found(checkCurp(curp, calendarDate('2026-11-19')))).toEqual(['birth-date:refuse']);
  });

  it.each(['CACA', 'BUEY', 'RUIN', 'WUEY'])(
    'accepts %s with its second letter X, as RENAPO writes it, only',
    (word) => {
      const curpOf = (root: string) => {
        const first17 = `${root}900101HSRXXR0`;
        return first17 + curpCheckDigit(first17);
      };
      expect(found(checkCurp(curpOf(word)))).toEqual(['word:override']);
      expect(convenient(word)).toBe(`${word[0]}X${word.slice(2)}`);
      expect(checkCurp(curpOf(convenient(word)))).toEqual([]);
      expect(convenient('MUBB')).toBe('MUBB');
    },
  );

  it.each(['', 'BOXW310820HNERXN0', 'boxw310820hnerxn09', 'BOXW310820ZNERXN09', 'BOXW-10820HNERXN09'])(
    'refuses the shape of "%s" without a way round',
    (curp) => expect(found(checkCurp(curp))).toEqual(['shape:refuse']),
  );
});

describe('RFC warns', () => {
  it('accepts the published GODE561231GR8', () => expect(checkRfc('GODE561231GR8')).toEqual([]));

  it('only warns about VACE460910SX6, which is real and fails the check digit', () => {
    expect(rfcCheckDigit('VACE460910SX')).toBe('5');
    expect(found(checkRfc('VACE460910SX6'))).toEqual(['check-digit:warn']);
  });

  it('writes 10 as A (MHTR93041179A)', () => expect(checkRfc('MHTR93041179A')).toEqual([]));

  it('checks a legal entity with 12 characters', () => {
    const first11 = 'ICE850601AB';
    expect(checkRfc(first11 + rfcCheckDigit(first11))).toEqual([]);
  });

  it.each(['XAXX010101000', 'XEXX010101000'])('warns that %s identifies nobody', (rfc) =>
    expect(found(checkRfc(rfc))).toEqual(['generic:warn']),
  );

  it('refuses a date that does not exist and a wrong shape', () => {
    expect(found(checkRfc('GODE561331GR8'))).toEqual(['birth-date:refuse']);
    expect(found(checkRfc('GODE561231GR'))).toEqual(['shape:refuse']);
    expect(found(checkRfc('GODE561231GRB'))).toEqual(['shape:refuse']);
  });
});

it('never repeats the key in a message', () => {
  const faults = [
    ...checkCurp('BOXW310820HNERXN08'),
    ...checkRfc('VACE460910SX6'),
    ...checkClabe('032180000118359718'),
  ];
  for (const { message } of faults) expect(message).not.toMatch(/BOXW|VACE|0321/);
});
