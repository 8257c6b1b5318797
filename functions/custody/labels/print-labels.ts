import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { sees } from '../../../shared/http/scope.ts';
import { OFFICE_NAMES_ES } from '../../../shared/institute/offices.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import { spokenLabel } from '../originals/label-code.ts';
import { ORIGINAL_KIND_NAMES_ES } from '../originals/original.ts';
import type { OriginalStore } from '../originals/original-store.ts';
import { readPlace } from '../places/keep-places.ts';
import { nameOfPlace, placeLabel } from '../places/place.ts';
import type { PlaceStore } from '../places/place-store.ts';
import type { Label, labelSheetPdf } from './label-sheet-pdf.ts';

type Sheet = Parameters<typeof labelSheetPdf>[1];

export interface LabelDeps {
  readonly originals: Pick<OriginalStore, 'findMany'>;
  readonly places: PlaceStore;
  readonly clock: Clock;
  readonly drawLabels: (sheet: Sheet) => Promise<Uint8Array>;
}

/** Sheets of the labels of originals, in the order asked for. One that is not there or of another office: 404. */
export async function printOriginalLabels(
  deps: LabelDeps,
  { body }: { readonly body: { readonly labelCodes: readonly string[]; readonly from: number } },
  caller: Caller,
): Promise<{ bytes: Uint8Array; fileName: string; records: readonly string[] }> {
  const found = await deps.originals.findMany(body.labelCodes);
  const labels = body.labelCodes.map((code, index): Label => {
    const original = found.get(code);
    if (original === undefined || !sees(caller, original.office))
      throw refuse('not-found', 'Hay etiquetas de originales que no existen o no son de su oficina.', {
        details: [{ pointer: `/labelCodes/${index}`, message: `${spokenLabel(code)} no existe.` }],
      });
    return { code, spoken: spokenLabel(code), about: ORIGINAL_KIND_NAMES_ES[original.kind] };
  });
  const bytes = await drawn(deps, labels, body.from, 'Etiquetas de originales');
  return { bytes, fileName: 'etiquetas-originales.pdf', records: body.labelCodes };
}

/** Sheets of the labels of places. */
export async function printCustodyPlaceLabels(
  deps: LabelDeps,
  { body }: { readonly body: { readonly placeCodes: readonly string[]; readonly from: number } },
  caller: Caller,
): Promise<{ bytes: Uint8Array; fileName: string }> {
  const places = await Promise.all(body.placeCodes.map((code) => readPlace(deps, code, caller)));
  const labels = places.map(
    (place): Label => ({
      ...{ code: placeLabel(place), spoken: place.placeCode },
      about: `${nameOfPlace(place)}, ${OFFICE_NAMES_ES[place.office]}`,
    }),
  );
  return { bytes: await drawn(deps, labels, body.from, 'Etiquetas de lugares'), fileName: 'etiquetas-lugares.pdf' };
}

const drawn = ({ drawLabels, clock }: LabelDeps, labels: readonly Label[], from: number, title: string) =>
  drawLabels({ labels, from, title, printedAt: clock.now() });
