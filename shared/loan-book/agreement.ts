import { type ByComponent, byComponent, COMPONENTS, type Component, zeroByComponent } from './component.ts';
import type { AgreementBroken, AgreementSigned } from './event.ts';
import { type AgreementCursor, ledgerBalances, type NoteState } from './note-state.ts';

/** What a payment can pay of each component: what is owed less what a live agreement set aside (centavos). */
export function payable(state: NoteState): ByComponent {
  const owed = ledgerBalances(state);
  const { agreement } = state;
  return agreement === null ? owed : byComponent((component) => owed[component] - agreement.setAside[component]);
}

/** Whether payments on the note follow an agreement. */
export const isUnderAgreement = ({ agreement }: NoteState): boolean => agreement?.standing === 'live';

/** The state under a new agreement, which takes the place of the one before. */
export function underAgreement(state: NoteState, event: AgreementSigned): NoteState {
  const owed = ledgerBalances(state);
  return {
    ...state,
    agreement: {
      id: event.agreement,
      standing: 'live',
      setAside: grantedOf(event, owed),
      earned: event.earned,
      whileLive: event.whileLive,
      forgave: false,
    },
  };
}

/** What a live agreement forgives at its end: all that it set aside, or by what was paid the part that was earned. */
export function forgivenAtEnd(state: NoteState, broken?: AgreementBroken): ByComponent {
  const { agreement } = state;
  if (agreement === null || agreement.standing !== 'live') return zeroByComponent();
  if (broken === undefined) return agreement.setAside;
  if (agreement.earned === 'at-fulfilment') return zeroByComponent();
  const { setAside } = agreement;
  return byComponent((component) => Number((BigInt(setAside[component]) * BigInt(broken.met)) / BigInt(broken.of)));
}

/** The state after its agreement ended, whatever that took off being taken off already. */
export function agreementEnded(state: NoteState, standing: 'broken' | 'fulfilled', forgiven: ByComponent): NoteState {
  const { agreement } = state;
  if (agreement === null || agreement.standing !== 'live') return state;
  const forgave = COMPONENTS.some((component) => forgiven[component] > 0);
  return { ...state, agreement: { ...agreement, standing, setAside: zeroByComponent(), forgave } };
}

/** Interest recognised under an agreement that forgives what accrues while it lives. */
export function setAsideAsItAccrues(
  agreement: AgreementCursor,
  fresh: Readonly<Record<AgreementSigned['whileLive'][number], number>>,
): AgreementCursor {
  if (agreement.standing !== 'live') return agreement;
  const added = (component: Component) =>
    agreement.whileLive.reduce((sum, kind) => (kind === component ? sum + fresh[kind] : sum), 0);
  const { setAside } = agreement;
  return { ...agreement, setAside: byComponent((component) => setAside[component] + added(component)) };
}

/** Nothing is set aside that is no longer owed: a waiver or a write-off may have taken it off. */
export function withinOwed(state: NoteState): NoteState {
  const { agreement } = state;
  if (agreement === null || agreement.standing !== 'live') return state;
  const owed = ledgerBalances(state);
  const { setAside } = agreement;
  if (COMPONENTS.every((component) => setAside[component] <= owed[component])) return state;
  return {
    ...state,
    agreement: { ...agreement, setAside: byComponent((component) => Math.min(setAside[component], owed[component])) },
  };
}

/** Amounts granted by component and shares of what is owed at its place (parts per million), at most what is owed. */
export function grantedOf(
  { granted, share = zeroByComponent() }: { readonly granted: ByComponent; readonly share?: ByComponent },
  owed: ByComponent,
): ByComponent {
  return byComponent((component) => {
    const part = Number((BigInt(owed[component]) * BigInt(share[component])) / 1_000_000n);
    return Math.min(owed[component], granted[component] + part);
  });
}
