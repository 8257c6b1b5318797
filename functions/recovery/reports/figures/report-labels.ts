import { OFFICE_NAMES_ES, OFFICES } from '../../../../shared/institute/offices.ts';
import { CHANNELS, type Channel, type CollectionStage, STAGES } from '../../../../shared/loan-book/event.ts';
import { NONE } from '../../rollups/rollup-keys.ts';
import type { MovementGroup } from './recovery-report.ts';

/** Spanish words of the report, as the staff of the institute says them (loan-book.md, Words). */
export const CHANNEL_NAMES_ES: Record<Channel, string> = {
  cie: 'CIE',
  internet: 'Internet',
  'direct-debit': 'Domiciliación',
  transfer: 'Transferencia',
  window: 'Caja',
  payroll: 'Nómina',
};

export const STAGE_NAMES_ES: Record<CollectionStage, string> = {
  administrative: 'Administrativa',
  extrajudicial: 'Extrajudicial',
  mediation: 'Mediación',
  judicial: 'Judicial',
};

export const CLASS_NAMES_ES = {
  notDue: 'Por vencer',
  overdue: 'Vencida',
  credit: 'Saldo a favor (sin aplicar)',
} as const;

export const MOVEMENT_NAMES_ES: Record<MovementGroup, string> = {
  reversals: 'Cancelaciones de pagos',
  adjustments: 'Ajustes por movimientos de fecha anterior',
  restated: 'Reexpresión por cambio de regla',
  waivers: 'Quitas y condonaciones',
  charges: 'Cargos',
  disbursements: 'Ministraciones',
  creditApplied: 'Aplicación de saldo a favor',
  creditTransferred: 'Saldo a favor pasado a otro pagaré',
  creditRefunded: 'Devolución de saldo a favor',
  writeOffs: 'Castigos',
  recoveries: 'Castigado que se recuperó',
  regenerations: 'Regeneraciones de adeudo',
  broughtForward: 'Saldos iniciales',
  otherReversals: 'Otras cancelaciones',
};

export function officeLabel(key: string): string {
  const office = OFFICES.find((known) => known === key);
  return office === undefined ? key : OFFICE_NAMES_ES[office];
}

export function channelLabel(key: string): string {
  const channel = CHANNELS.find((known) => known === key);
  return channel === undefined ? 'Sin medio de pago' : CHANNEL_NAMES_ES[channel];
}

export function stageLabel(key: string): string {
  const stage = STAGES.find((known) => known === key);
  return stage === undefined ? key : STAGE_NAMES_ES[stage];
}

export const agentLabel = (key: string): string => (key === NONE ? 'Sin gestor asignado' : key);
