import type { Centavos } from '../money/centavos.ts';

/** What a borrower can owe. Open data: a new component is a new row here plus its place in allocation rules. */
export const COMPONENTS = ['principal', 'ordinaryInterest', 'defaultInterest', 'collectionCosts'] as const;
export type Component = (typeof COMPONENTS)[number];

/** An amount for every component. */
export type ByComponent = Record<Component, Centavos>;

export const COMPONENT_NAMES_ES: Record<Component, string> = {
  principal: 'Capital',
  ordinaryInterest: 'Interés normal',
  defaultInterest: 'Interés moratorio',
  collectionCosts: 'Gastos de cobranza',
};

export function zeroByComponent(): ByComponent {
  return { principal: 0, ordinaryInterest: 0, defaultInterest: 0, collectionCosts: 0 };
}

export function byComponent(amountOf: (component: Component) => Centavos): ByComponent {
  const amounts = zeroByComponent();
  for (const component of COMPONENTS) amounts[component] = amountOf(component);
  return amounts;
}

/** Sums by component: of none, zero of each. */
export function addedByComponent(all: readonly ByComponent[]): ByComponent {
  return byComponent((component) => all.reduce((sum, amounts) => sum + amounts[component], 0));
}

export function sumOfComponents(amounts: ByComponent): Centavos {
  return COMPONENTS.reduce((sum, component) => sum + amounts[component], 0);
}
