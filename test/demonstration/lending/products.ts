import { CUSTOMARY_PARAMETERS } from '../../../functions/lending/customary-parameters.ts';
import type { ProductParameters, ProductVersion } from '../../../functions/lending/product.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';

const EXAMPLE = 'Ejemplo de la demostración; por confirmar por el Instituto';

/** The customary parameters, with the instalments of one plan. */
function planOf(instalments: number, changes: Partial<ProductParameters> = {}): ProductParameters {
  return {
    ...CUSTOMARY_PARAMETERS,
    instalments: { value: instalments, source: EXAMPLE },
    ...changes,
  };
}

const version = (product: string, name: string, parameters: ProductParameters): ProductVersion => ({
  product,
  appliesFrom: calendarDate('2008-01-01'),
  name,
  parameters,
  definedOn: calendarDate('2025-06-30'),
  definedBy: 'demostracion',
});

/** The plans of the demonstration portfolio. */
export const DEMO_PRODUCTS = {
  superior: version('superior', 'Nivel superior', planOf(24, { defaultRate: { value: 120_000, source: EXAMPLE } })),
  'media-superior': version('media-superior', 'Media superior', planOf(18)),
  titulacion: version(
    'titulacion',
    'Titulación',
    planOf(12, { accrualStart: { value: 'end-of-grace', source: EXAMPLE } }),
  ),
  'corto-plazo': version('corto-plazo', 'Corto plazo', planOf(10, { graceMonths: { value: 0, source: EXAMPLE } })),
} as const;
export type DemoProduct = keyof typeof DEMO_PRODUCTS;
