import { OFFICE_NAMES_ES, OFFICES } from './offices.ts';

const UNCONFIRMED = 'Por confirmar por el Instituto';

/** What borrowers are told of the institute, and where it comes from. */
export const INSTITUTE = {
  name: 'Instituto de Becas y Crédito Educativo del Estado de Sonora',
  /** Nothing is printed while nobody has said it: a wrong number would send people to a stranger. */
  phone: { value: null as string | null, source: UNCONFIRMED },
  judicialOffice: { value: 'Jefatura de cobranza judicial', source: 'Perfiles de puesto del Instituto' },
  privacyNotice: { value: null as string | null, source: `${UNCONFIRMED}: liga al aviso de privacidad integral` },
} as const;

/** Where somebody can go or call: "las oficinas de Hermosillo, Ciudad Obregón y Nogales". */
export function whereToAsk(): string {
  const names = OFFICES.map((office) => OFFICE_NAMES_ES[office]);
  const offices = `las oficinas de ${names.slice(0, -1).join(', ')} y ${names.at(-1)}`;
  const { value: phone } = INSTITUTE.phone;
  return phone === null ? offices : `el teléfono ${phone} o ${offices}`;
}
