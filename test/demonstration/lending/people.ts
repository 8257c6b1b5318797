import { type CalendarDate, dayOf, makeDate, monthOf, yearOf } from '../../../shared/calendar/calendar-date.ts';
import { curpCheckDigit } from '../../../shared/identity/curp.ts';
import { convenient } from '../../../shared/identity/inconvenient-words.ts';
import type { PersonName } from '../../../shared/register/person-fields.ts';
import type { Dice } from '../seeded-random.ts';

/** Invented people: common names put together by chance. Nobody in the demonstration exists. */
const WOMEN = [
  'Ana Sofía',
  'María Fernanda',
  'Guadalupe',
  'Alejandra',
  'Daniela',
  'Karla Yesenia',
  'Paola',
  'Rocío',
  'Itzel',
  'Lourdes',
  'Brenda',
  'Cecilia',
  'Diana Laura',
  'Michelle',
  'Zulema',
] as const;
const MEN = [
  'José Luis',
  'Jesús Antonio',
  'Carlos Eduardo',
  'Ramón',
  'Luis Ángel',
  'Francisco Javier',
  'Iván',
  'Gilberto',
  'Óscar',
  'Héctor Manuel',
  'Martín',
  'Raúl',
  'Sergio',
  'Ernesto',
  'Adrián',
] as const;
const SURNAMES = [
  'Valenzuela',
  'Moreno',
  'López',
  'García',
  'Romero',
  'Bojórquez',
  'Félix',
  'Gámez',
  'Yocupicio',
  'Castro',
  'Ruiz',
  'Peñúñuri',
  'Murrieta',
  'Encinas',
  'Salazar',
  'Córdova',
  'Quijada',
  'Noriega',
  'Islas',
  'Tapia',
  'Ibarra',
  'Duarte',
  'Montaño',
  'Figueroa',
  'Navarro',
] as const;

export interface Person {
  readonly name: PersonName;
  readonly curp: string;
  readonly birthDate: CalendarDate;
}

/** A person born between the two years. `number` makes the CURP unique within a portfolio. */
export function makePerson(dice: Dice, number: number, born: { from: number; to: number }): Person {
  const woman = dice.chance(0.54);
  const name: PersonName = {
    givenNames: woman ? dice.pick(WOMEN) : dice.pick(MEN),
    firstSurname: dice.pick(SURNAMES),
    secondSurname: dice.pick(SURNAMES),
  };
  const birthDate = makeDate(dice.between(born.from, born.to), dice.between(1, 12), dice.between(1, 28));
  return { name, birthDate, curp: curpOf(name, birthDate, woman ? 'M' : 'H', number) };
}

/** RENAPO's rule for the first 16 characters, then a serial in the homonym positions instead of RENAPO's own. */
function curpOf(name: PersonName, born: CalendarDate, sex: 'H' | 'M', number: number): string {
  const first = plain(name.firstSurname);
  const second = plain(name.secondSurname ?? 'X');
  const given = plain(name.givenNames);
  const two = (value: number) => String(value % 100).padStart(2, '0');
  const root = convenient(`${first[0]}${vowelAfter(first)}${second[0]}${given[0]}`);
  const date = `${two(yearOf(born))}${two(monthOf(born))}${two(dayOf(born))}`;
  const serial = serialLetters(number);
  const century = yearOf(born) < 2000 ? String(number % 10) : 'ABCDEFGHIJ'.charAt(number % 10);
  const first17 = `${root}${date}${sex}SR${serial}${century}`;
  return `${first17}${curpCheckDigit(first17)}`;
}

/** Three consonant places hold a serial: 21³ × 10 different people with otherwise equal keys. */
function serialLetters(number: number): string {
  const consonants = 'BCDFGHJKLMNPQRSTVWXYZ';
  const at = Math.floor(number / 10);
  return [Math.floor(at / 441), Math.floor(at / 21), at].map((digit) => consonants.charAt(digit % 21)).join('');
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z]/g, '') || 'X';

function vowelAfter(text: string): string {
  return /[AEIOU]/.exec(text.slice(1))?.[0] ?? 'X';
}
