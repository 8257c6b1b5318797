import * as z from 'zod';
import { calendarDate, parseCalendarDate } from '../calendar/calendar-date.ts';

/** Fields that the register stores and the API speaks in the same form. */

export const calendarDateSchema = z
  .string()
  .refine((text) => parseCalendarDate(text) !== undefined, 'Escriba una fecha que exista, como 2026-11-20.')
  .transform(calendarDate);

const namePart = (field: string) =>
  z.string().trim().min(1, `Escriba ${field}.`).max(80, `Escriba ${field} en 80 caracteres o menos.`);

/** A name as on the birth certificate. Many people have one surname only. */
export const personNameSchema = z.strictObject({
  givenNames: namePart('el nombre').describe('Nombre o nombres, como en el acta'),
  firstSurname: namePart('el primer apellido').describe('Primer apellido'),
  secondSurname: namePart('el segundo apellido').nullable().describe('Segundo apellido; nulo si no tiene'),
});
export type PersonName = z.infer<typeof personNameSchema>;

/** "María José Ruiz Peña": given names first, as letters and receipts print it. */
export function fullName(name: PersonName): string {
  return [name.givenNames, name.firstSurname, name.secondSurname].filter((part) => part !== null).join(' ');
}

export const contactPointSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('phone'),
    value: z.string().regex(/^\d{10}$/, 'Escriba el teléfono con sus 10 dígitos, sin espacios ni lada internacional.'),
  }),
  z.strictObject({
    kind: z.literal('email'),
    value: z.email('Escriba un correo electrónico como nombre@dominio.mx.').max(120),
  }),
]);
export type ContactPoint = z.infer<typeof contactPointSchema>;

export const addressSchema = z.strictObject({
  street: z.string().trim().min(1).max(120).describe('Calle y número'),
  neighbourhood: z.string().trim().max(80).nullable().describe('Colonia'),
  city: z.string().trim().min(1).max(80).describe('Ciudad o localidad'),
  state: z.string().trim().min(1).max(40).describe('Estado'),
  postcode: z
    .string()
    .regex(/^\d{5}$/, 'Escriba el código postal con sus 5 dígitos.')
    .describe('Código postal'),
});
export type Address = z.infer<typeof addressSchema>;
