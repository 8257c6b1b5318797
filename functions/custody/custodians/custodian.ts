import * as z from 'zod';
import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { storedDate } from '../../../shared/ledger/event-schema.ts';

/** Somebody answers for the originals of an office, from a day to a day, both included; null: until further notice. */
export const appointmentSchema = z.object({
  appointmentId: z.string(),
  /** Subject of the person. */
  subject: z.string(),
  name: z.string(),
  email: z.string(),
  from: storedDate,
  to: storedDate.nullable(),
  by: z.string(),
  on: storedDate,
  reason: z.string(),
  /** Every request that set its last day anew: one that is sent again ends nothing and nobody else. */
  endings: z.array(z.object({ by: z.string(), on: storedDate, key: z.string(), to: storedDate })),
});
export type Appointment = z.infer<typeof appointmentSchema>;

/** The custodians of an office, one after the other: one item, so that two at once cannot be written. */
export const custodiansSchema = z.object({
  office: officeSchema,
  /** By first day. */
  appointments: z.array(appointmentSchema),
  version: z.int().positive(),
});
export type Custodians = z.infer<typeof custodiansSchema>;

const endOf = ({ to }: Pick<Appointment, 'to'>): string => to ?? '9999-12-31';

/** Who answers for the office on a day; undefined: nobody. */
export const custodianOn = (appointments: readonly Appointment[], day: CalendarDate): Appointment | undefined =>
  appointments.find((one) => one.from <= day && day <= endOf(one));

/** An appointment that has a day in common with that time. */
export const overlapping = (
  appointments: readonly Appointment[],
  time: Pick<Appointment, 'from' | 'to'>,
): Appointment | undefined => appointments.find((one) => one.from <= endOf(time) && time.from <= endOf(one));

/** Who comes after somebody: who takes over from them. */
export const successorOf = (appointments: readonly Appointment[], { from }: Appointment): Appointment | undefined =>
  appointments.find((one) => one.from > from);
