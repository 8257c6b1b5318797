import type * as z from 'zod';
import type { CalendarDate } from '../../shared/calendar/calendar-date.ts';
import { canonicalJson } from '../../shared/canonical/canonical-json.ts';
import type { Caller } from '../../shared/http/route.ts';
import type { LendingDeps } from './lending-deps.ts';
import type { ProductVersion, productVersionBodySchema } from './product.ts';
import { refuse } from './refusals.ts';
import { faultsOfBands } from './terms-at-signing.ts';

interface Input {
  readonly params: { readonly product: string; readonly appliesFrom: CalendarDate };
  readonly body: z.output<typeof productVersionBodySchema>;
}

/**
 * Defines the version of a product that applies to notes signed from a day on. A version never changes, because
 * signed notes compute with it: the same values again answer 200, others throw `product-version-fixed`.
 * Throws `product-refused` when a discounted rate is above the base rate.
 */
export async function defineProduct(deps: LendingDeps, { params, body }: Input, caller: Caller) {
  const { baseRate, bands } = body.parameters;
  const details = faultsOfBands(bands.value, baseRate.value, '/parameters/bands/value');
  if (details.length > 0) throw refuse('product-refused', 'Corrija los parámetros señalados.', { details });
  const version: ProductVersion = {
    ...params,
    ...body,
    definedOn: deps.clock.today(),
    definedBy: caller.subject,
  };
  if (await deps.products.define(version)) {
    return { body: version, location: `/v1/products/${params.product}/versions` };
  }
  const stored = await deps.products.find(params.product, params.appliesFrom);
  if (stored !== undefined && statedBy(stored) === statedBy(version)) return { body: stored, repeated: true };
  throw refuse(
    'product-version-fixed',
    `El producto ya tiene una versión desde el ${params.appliesFrom} con otros valores. Los contratos firmados dependen de ella: defina una versión con otra fecha.`,
  );
}

const statedBy = ({ name, parameters }: ProductVersion): string => canonicalJson({ name, parameters });
