import paymentForms from '@nodecfdi/sat-micro-catalogs/raw/cfdi_40_formas_pago' with { type: 'json' };
import regimes from '@nodecfdi/sat-micro-catalogs/raw/cfdi_40_regimenes_fiscales' with { type: 'json' };
import uses from '@nodecfdi/sat-micro-catalogs/raw/cfdi_40_usos_cfdi' with { type: 'json' };

/*
 * Catalogues of the SAT for CFDI 4.0, from @nodecfdi/sat-micro-catalogs. Postcodes and products are not among them
 * (some 150,000 rows): of those the PAC alone knows whether they exist.
 */

/** A person (RFC of 13 characters) or a legal entity (12). */
export type PersonKind = 'person' | 'entity';

interface ForKinds {
  readonly text: string;
  readonly kinds: ReadonlySet<PersonKind>;
}

interface Row {
  readonly id: string;
  readonly texto: string;
  readonly aplica_fisica: number | string;
  readonly aplica_moral: number | string;
}

const forKinds = ({ texto, aplica_fisica, aplica_moral }: Row): ForKinds => ({
  text: texto,
  kinds: new Set<PersonKind>([
    ...(aplica_fisica === 1 ? (['person'] as const) : []),
    ...(aplica_moral === 1 ? (['entity'] as const) : []),
  ]),
});

/** c_RegimenFiscal: key → name, and whose it can be. */
export const REGIMES: ReadonlyMap<string, ForKinds> = new Map(regimes.map((row) => [row.id, forKinds(row)]));

/** c_UsoCFDI: key → name, whose it can be, and with which regimes. */
export const USES: ReadonlyMap<string, ForKinds & { readonly regimes: ReadonlySet<string> }> = new Map(
  uses.map((row) => [
    row.id,
    { ...forKinds(row), regimes: new Set(row.regimenes_fiscales_receptores.split(',').map((key) => key.trim())) },
  ]),
);

/** c_FormaPago: key → name. */
export const PAYMENT_FORMS: ReadonlyMap<string, string> = new Map(paymentForms.map(({ id, texto }) => [id, texto]));

/** "por definir": what a CFDI to be paid later says (PPD). */
export const FORM_TO_BE_DEFINED = '99';

/** c_Periodicidad, of global invoices. "05" (every two months) is of regime 621 alone. */
export const PERIODICITIES = { '01': 'diaria', '02': 'semanal', '03': 'quincenal', '04': 'mensual' } as const;
export type Periodicity = keyof typeof PERIODICITIES;

/** Of the SAT's service: why a CFDI is cancelled. */
export const CANCELLATION_REASONS = {
  '01': 'Comprobante emitido con errores con relación',
  '02': 'Comprobante emitido con errores sin relación',
  '03': 'No se llevó a cabo la operación',
  '04': 'Operación nominativa relacionada en una factura global',
} as const;
export type CancellationReason = keyof typeof CANCELLATION_REASONS;

/** RMF 2.7.1.21 and 2.7.1.23: the receiver of a global invoice. */
export const GENERAL_PUBLIC = { rfc: 'XAXX010101000', name: 'PUBLICO EN GENERAL', regime: '616', use: 'S01' } as const;

/** c_Moneda: what is paid in no currency (type P). */
export const NO_CURRENCY = 'X'.repeat(3);
