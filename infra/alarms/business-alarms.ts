import { METRIC_NAMESPACE, type MetricName } from '../../shared/observability/metrics.ts';
import { configurationSetName } from '../names.ts';
import type { Stage } from '../stages.ts';
import type { AlarmDefinition, AlarmMetric } from './alarm-definition.ts';

/** A metric of the product, which functions write into their logs (shared/observability). */
const ownMetric = (name: MetricName): AlarmMetric => ({
  namespace: METRIC_NAMESPACE,
  name,
  dimensions: {},
  statistic: 'Sum',
  periodMinutes: 5,
});

const mailMetric = (stage: Stage, name: string): AlarmMetric => ({
  namespace: 'AWS/SES',
  name,
  dimensions: { 'ses:configuration-set': configurationSetName(stage) },
  statistic: 'Sum',
  periodMinutes: 60,
});

interface BusinessAlarm {
  readonly name: string;
  readonly metric: MetricName;
  readonly statistic?: 'Maximum';
  readonly threshold: number;
  readonly impact: string;
  readonly runbookSection: string;
}

/** Seconds that the sums of the reports may be behind the ledger during the day. */
const ROLLUP_LAG_SECONDS = 900;
/** Requests turned away in five minutes; a few are the ordinary answer to a burst. */
const THROTTLED_REQUESTS = 20;

/** What the business sees, whatever function it comes from. */
const BUSINESS_ALARMS: readonly BusinessAlarm[] = [
  {
    name: 'mail-uncertain',
    metric: 'MailsUncertain',
    threshold: 1,
    impact: 'No se sabe si un correo (como el reporte del día) salió: se cortó antes de anotarse y no se repite solo.',
    runbookSection: 'correo-incierto',
  },
  {
    name: 'mail-failed',
    metric: 'MailsFailed',
    threshold: 1,
    impact: 'Un correo no se pudo enviar: si es el reporte del día, la Dirección no tiene las cifras.',
    runbookSection: 'correo-no-enviado',
  },
  {
    name: 'morning-overdue',
    metric: 'MorningsOverdue',
    threshold: 1,
    impact: 'A las 07:30 falta cerrar el día anterior o no ha salido su reporte: la Dirección no tiene las cifras.',
    runbookSection: 'mañana-sin-cierre-o-sin-reporte',
  },
  {
    name: 'reconciliation-differences',
    metric: 'ReconciliationDifferences',
    threshold: 1,
    impact: 'Las cifras del día no cuadran entre archivos, aplicaciones y reporte: no deben darse por buenas.',
    runbookSection: 'diferencias-en-la-conciliación',
  },
  {
    name: 'file-refused',
    metric: 'FilesRefused',
    threshold: 1,
    impact: 'Un archivo del banco no se pudo leer: sus pagos no están en los créditos.',
    runbookSection: 'archivo-rechazado',
  },
  {
    name: 'file-failed',
    metric: 'FilesFailed',
    threshold: 1,
    impact: 'Un archivo del banco se interrumpió por un error: parte de sus pagos no está en los créditos.',
    runbookSection: 'archivo-interrumpido',
  },
  {
    name: 'file-unbalanced',
    metric: 'FilesUnbalanced',
    threshold: 1,
    impact: 'Lo aplicado de un archivo del banco no suma lo que el archivo trae: puede faltar o sobrar dinero.',
    runbookSection: 'archivo-que-no-cuadra',
  },
  {
    name: 'file-stalled',
    metric: 'FilesStalled',
    threshold: 1,
    impact: 'Un archivo del banco se detuvo a la mitad y se está reanudando: parte de sus pagos aún no se ve.',
    runbookSection: 'archivo-detenido',
  },
  {
    name: 'rollup-records-refused',
    metric: 'RollupRecordsRefused',
    threshold: 1,
    impact: 'Un movimiento del libro no entró en las sumas: el reporte del día saldría incompleto.',
    runbookSection: 'movimiento-fuera-de-las-sumas',
  },
  {
    name: 'jobs-not-dispatched',
    metric: 'JobsNotDispatched',
    threshold: 1,
    impact: 'Algo pedido para después (continuar un archivo, reenviar un reporte) no llegó a la función que lo hace.',
    runbookSection: 'trabajos-no-repartidos',
  },
  {
    name: 'rollup-lag',
    metric: 'RollupLag',
    statistic: 'Maximum',
    threshold: ROLLUP_LAG_SECONDS,
    impact: 'Las sumas de los reportes van más de 15 minutos detrás de lo cobrado.',
    runbookSection: 'atraso-de-un-flujo',
  },
  {
    name: 'review-overdue',
    metric: 'ReviewsOverdue',
    threshold: 1,
    impact: 'La revisión trimestral de accesos no se firmó a tiempo: puede entrar quien ya no debería.',
    runbookSection: 'revisión-de-accesos-sin-firmar',
  },
  {
    name: 'disputes-late',
    metric: 'DisputesLate',
    threshold: 1,
    impact: 'Una aclaración no se respondió en su plazo: el Instituto le falló a quien la presentó.',
    runbookSection: 'aclaración-vencida',
  },
  {
    name: 'arco-requests-late',
    metric: 'ArcoRequestsLate',
    threshold: 1,
    impact: 'Una solicitud ARCO no se respondió o no se ejecutó en su plazo de ley: la persona puede quejarse.',
    runbookSection: 'solicitud-arco-vencida',
  },
  {
    name: 'request-failed',
    metric: 'RequestsFailed',
    threshold: 1,
    impact: 'Alguien recibió "error interno" al cobrar, consultar o registrar: su operación pudo quedar sin hacerse.',
    runbookSection: 'solicitud-con-error-interno',
  },
  {
    name: 'requests-throttled',
    metric: 'RequestsThrottled',
    threshold: THROTTLED_REQUESTS,
    impact: 'La base de datos no da abasto: en ventanilla y en el portal se pide "intente de nuevo".',
    runbookSection: 'solicitudes-rechazadas-por-saturación',
  },
];

/** Alarms on the product's own metrics and on the fate of its mails. */
export function businessAlarms(stage: Stage): AlarmDefinition[] {
  const own = BUSINESS_ALARMS.map(({ metric, statistic, ...alarm }) => ({
    ...alarm,
    metric: { ...ownMetric(metric), ...(statistic !== undefined && { statistic }) },
    periods: 1,
  }));
  const mail = [
    {
      name: 'mail-bounced',
      event: 'Bounce',
      impact: 'Un destinatario no recibió el reporte de recuperación: su correo lo rechazó.',
    },
    { name: 'mail-refused', event: 'Reject', impact: 'Amazon no aceptó enviar el reporte de recuperación.' },
  ].map(({ name, event, impact }) => ({
    name,
    metric: mailMetric(stage, event),
    threshold: 1,
    periods: 1,
    impact,
    runbookSection: 'correo-rechazado',
  }));
  return [...own, ...mail];
}
