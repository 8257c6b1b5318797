import * as z from 'zod';
import { pesosFromCentavos } from '../../../shared/money/centavos.ts';
import { reportSchemaOf } from './figures/recovery-report.ts';

/** Centavos go in, a decimal string of pesos comes out: "1250.50". */
const moneyOut = z
  .int()
  .transform(pesosFromCentavos)
  .pipe(z.string().regex(/^-?\d+\.\d{2}$/))
  .meta({ description: 'Importe en pesos, con dos decimales.', example: '1250.50' });

/** The report as it leaves the API: the same shape, money as decimal strings. */
export const reportWireSchema = reportSchemaOf(moneyOut);
export const reconciliationWireSchema = reportWireSchema.shape.reconciliation;
