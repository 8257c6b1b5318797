import { strToU8, zipSync } from 'fflate';
import { hermosilloDate } from '../../../shared/calendar/clock.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import type { SheetColumn } from '../../../shared/documents/cell-value.ts';
import { type Sheet, sheet, workbookBytes } from '../../../shared/documents/workbook.ts';
import { OFFICE_NAMES_ES } from '../../../shared/institute/offices.ts';
import { ENTRY_NAMES_ES } from '../../../shared/ledger/ledger-items.ts';
import { placedBy } from '../../../shared/ledger/placed.ts';
import { COMPONENT_NAMES_ES, COMPONENTS } from '../../../shared/loan-book/component.ts';
import { NOTE_STATUS_NAMES_ES } from '../../../shared/loan-book/note-state.ts';
import { pesosFromCentavos } from '../../../shared/money/centavos.ts';
import { kindRule } from '../../../shared/vault/document-kinds.ts';
import { documentMachine } from '../../../shared/vault/document-machine.ts';
import { GROUNDS_ES, RECIPIENTS_ES } from '../disclosures/disclosure.ts';
import { nameOfOriginal } from '../originals/original.ts';
import { originalMachine } from '../originals/original-machine.ts';
import { RIGHTS_ES } from './arco-catalogue.ts';
import { arcoMachine } from './arco-machine.ts';
import { folioOfRequest } from './arco-request.ts';
import type { PersonalData } from './personal-data.ts';

/** One table of the package, as a sheet to be read and as JSON to be taken elsewhere. */
interface Section {
  readonly name: string;
  readonly sheet: Sheet;
  readonly json: readonly Record<string, string | number | null>[];
}

function section<Row>(
  name: string,
  heading: string,
  columns: readonly SheetColumn<Row>[],
  rows: readonly Row[],
): Section {
  const told = ({ kind, value }: SheetColumn<Row>, row: Row) => {
    const given = value(row);
    return kind === 'money' && typeof given === 'number' ? pesosFromCentavos(given) : given;
  };
  return {
    ...{ name, sheet: sheet({ name, heading: [heading], columns, rows }) },
    json: rows.map((row) => Object.fromEntries(columns.map((column) => [column.title, told(column, row)]))),
  };
}

/** A ZIP of `datos.xlsx` and `datos.json`, which say the same, and `LEAME.txt`, which says what they are. The same data, the same bytes. */
export async function packPersonalData(data: PersonalData): Promise<Uint8Array> {
  const sections = sectionsOf(data);
  const title = `Datos personales, solicitud ${folioOfRequest(data.request)}`;
  const workbook = await workbookBytes(
    { title, createdAt: data.at },
    sections.map((one) => one.sheet),
  );
  const json = Object.fromEntries(sections.map((one) => [one.name, one.json]));
  return zipSync(
    {
      'LEAME.txt': strToU8(readMe(data)),
      'datos.xlsx': workbook,
      'datos.json': strToU8(`${JSON.stringify(json, null, 2)}\n`),
    },
    { mtime: data.at },
  );
}

function sectionsOf(data: PersonalData): Section[] {
  return [...ofThePerson(data), ...ofTheirDebt(data), ...ofTheirPapers(data), ...ofTheirData(data)];
}

function ofThePerson({ borrower, file }: PersonalData): Section[] {
  const { name, curp, rfc, clabe, address, contactPoints } = borrower;
  const where =
    address && [address.street, address.neighbourhood, address.city, address.state, address.postcode].filter(Boolean);
  const facts: (readonly [string, string | null])[] = [
    ...([
      ['Nombre', name],
      ['CURP', curp],
      ['RFC', rfc],
      ['CLABE', clabe],
    ] as const),
    ['Domicilio', where?.join(', ') ?? null],
    ...contactPoints.map(({ kind, value }) => [kind === 'phone' ? 'Teléfono' : 'Correo electrónico', value] as const),
    ['Oficina', OFFICE_NAMES_ES[file.office]],
    ['Referencia de pago del expediente', file.paymentReference],
  ];
  return [
    section(
      'Persona',
      'Lo que el Instituto tiene de usted',
      [
        { title: 'Dato', width: 34, kind: 'text', value: ([fact]) => fact },
        { title: 'Valor', width: 60, kind: 'text', value: ([, value]) => value },
      ],
      facts,
    ),
  ];
}

function ofTheirDebt({ notes, entries, file }: PersonalData): Section[] {
  const references = new Map(
    file.notes.map(({ contractNumber, paymentReference }) => [contractNumber, paymentReference]),
  );
  return [
    section(
      'Créditos',
      'Sus contratos y lo que se debe hoy',
      [
        { title: 'Contrato', width: 20, kind: 'text', value: ({ contractNumber }) => contractNumber },
        { title: 'Producto', width: 24, kind: 'text', value: ({ product }) => product },
        { title: 'Estado', width: 24, kind: 'text', value: ({ status }) => NOTE_STATUS_NAMES_ES[status] },
        {
          title: 'Referencia',
          width: 24,
          kind: 'text',
          value: ({ contractNumber }) => references.get(contractNumber) ?? null,
        },
        ...COMPONENTS.map((component) => ({
          ...{ title: COMPONENT_NAMES_ES[component], width: 16, kind: 'money' as const },
          value: ({ owed }: (typeof notes)[number]) => owed[component],
        })),
        { title: 'Saldo a favor', width: 16, kind: 'money', value: ({ held }) => held },
      ],
      notes,
    ),
    section(
      'Movimientos',
      'Lo que se registró de cada contrato; a favor de usted con signo menos. El interés corre cada día y no es movimiento',
      [
        { title: 'Fecha', width: 12, kind: 'text', value: ({ valueDate }) => valueDate },
        { title: 'Registrado', width: 12, kind: 'text', value: ({ recordedOn }) => recordedOn },
        { title: 'Contrato', width: 20, kind: 'text', value: ({ contractNumber }) => contractNumber },
        { title: 'Movimiento', width: 34, kind: 'text', value: ({ kind }) => ENTRY_NAMES_ES[kind] },
        ...COMPONENTS.map((component) => ({
          ...{ title: COMPONENT_NAMES_ES[component], width: 16, kind: 'money' as const },
          // A payment's own lines are net of the interest that was recognised with it: they do not say what was paid.
          value: (entry: (typeof entries)[number]) =>
            entry.application === undefined ? (entry.lines[component] ?? 0) : -placedBy(entry)[component],
        })),
        { title: 'Saldo a favor', width: 16, kind: 'money', value: ({ lines }) => lines.credit ?? 0 },
      ],
      entries,
    ),
  ];
}

function ofTheirPapers({ documents, originals }: PersonalData): Section[] {
  return [
    section(
      'Documentos',
      'Los documentos de su expediente; pida copia de los que quiera',
      [
        { title: 'Documento', width: 34, kind: 'text', value: ({ kind }) => kindRule(kind).nameEs },
        { title: 'Desde', width: 12, kind: 'text', value: ({ on }) => on },
        { title: 'Estado', width: 24, kind: 'text', value: ({ state }) => documentMachine.states[state] },
        { title: 'Huella (SHA-256)', width: 66, kind: 'text', value: ({ sha256 }) => sha256 },
      ],
      documents,
    ),
    section(
      'Originales',
      'Los papeles que el Instituto guarda o guardó',
      [
        { title: 'Original', width: 44, kind: 'text', value: nameOfOriginal },
        { title: 'Recibido', width: 12, kind: 'text', value: ({ receivedOn }) => receivedOn },
        { title: 'Estado', width: 34, kind: 'text', value: ({ state }) => originalMachine.states[state] },
      ],
      originals,
    ),
  ];
}

function ofTheirData({ disclosures, accesses, requests }: PersonalData): Section[] {
  return [
    section(
      'Comunicados a',
      'A quién fuera del Instituto se comunicaron sus datos',
      [
        { title: 'Fecha', width: 12, kind: 'text', value: ({ on }) => on },
        {
          title: 'A quién',
          width: 40,
          kind: 'text',
          value: ({ recipient, recipientName }) => `${RECIPIENTS_ES[recipient]}: ${recipientName}`,
        },
        { title: 'Qué', width: 50, kind: 'text', value: ({ what }) => what },
        { title: 'Fundamento', width: 44, kind: 'text', value: ({ ground }) => GROUNDS_ES[ground] },
      ],
      disclosures,
    ),
    section(
      'Consultas',
      'Qué puestos del Instituto vieron o cambiaron sus datos, los mil accesos más recientes',
      [
        { title: 'Momento (UTC)', width: 26, kind: 'text', value: ({ at }) => at },
        { title: 'Puesto', width: 40, kind: 'text', value: ({ post }) => post },
        {
          title: 'Acceso',
          width: 14,
          kind: 'text',
          value: ({ access }) => (access === 'read' ? 'consulta' : 'cambio'),
        },
      ],
      accesses,
    ),
    section(
      'Solicitudes ARCO',
      'Lo que usted ha pedido sobre sus datos',
      [
        { title: 'Folio', width: 24, kind: 'text', value: folioOfRequest },
        { title: 'Recibida', width: 12, kind: 'text', value: ({ receivedOn }) => receivedOn },
        { title: 'Derecho', width: 16, kind: 'text', value: ({ right }) => RIGHTS_ES[right] },
        { title: 'Estado', width: 30, kind: 'text', value: ({ state }) => arcoMachine.states[state] },
      ],
      requests,
    ),
  ];
}

function readMe({ request, at }: PersonalData): string {
  const day = longDate(hermosilloDate(at));
  return [
    `Datos personales que tiene el Instituto de Becas y Crédito Educativo del Estado de Sonora, al ${day}.`,
    `Se entregan por su solicitud de acceso ${folioOfRequest(request)} (LGPDPPSO, artículos 43 a 45). No tienen costo.`,
    '',
    'datos.xlsx  Para leerlos en una hoja de cálculo.',
    'datos.json  Lo mismo, para llevarlo a otro sistema.',
    '',
    'Los importes son pesos mexicanos. Los datos de sus avales y del personal no van: son de otras personas (artículo 49).',
    'De los documentos va la lista; puede pedir copia simple en cualquiera de nuestras oficinas.',
    'Si pidió facturas, el SAT y su proveedor de certificación recibieron los datos fiscales que usted dio.',
    'Si algo no es correcto, puede pedir su rectificación. Estos archivos son suyos: guárdelos en un lugar seguro.',
    '',
  ].join('\r\n');
}
