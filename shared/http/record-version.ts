import { refuse } from '../refusals/shared-refusals.ts';

interface Versioned {
  readonly version: number;
}

/** The entity tag of a record, as If-Match sends it back: `v3` (the HTTP room adds the quotes). */
export const etagOf = (record: Versioned): string => `v${record.version}`;

/** Throws `version-changed` unless If-Match names the version the record has now. */
export function demandVersion(ifMatch: string, record: Versioned): void {
  if (ifMatch !== etagOf(record)) throw versionChanged();
}

export function versionChanged() {
  return refuse(
    'version-changed',
    'Otra persona cambió este registro después de que usted lo abrió. Ábralo de nuevo, revise los cambios y repita la corrección.',
  );
}
