import { moneyOut } from '../../../shared/http/wire.ts';
import { reportSchemaOf } from './figures/recovery-report.ts';

/** The report as it leaves the API: the same shape, money as decimal strings. */
export const reportWireSchema = reportSchemaOf(moneyOut);
export const reconciliationWireSchema = reportWireSchema.shape.reconciliation;
