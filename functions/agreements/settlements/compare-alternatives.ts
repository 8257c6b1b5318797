import { addMonths, type CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { NoteBalance } from '../../../shared/ledger/ledger.ts';
import { agreedPayments } from '../../../shared/loan-book/agreement-plan.ts';
import { sumOfComponents, zeroByComponent } from '../../../shared/loan-book/component.ts';
import { type Centavos, formatMxn } from '../../../shared/money/centavos.ts';
import { roundFraction } from '../../../shared/money/rounding.ts';
import { isRefusedForGood } from '../../../shared/refusals/refusal.ts';
import type { AgreementDeps } from '../agreements/agreement-deps.ts';
import { refuseAgreement } from '../agreements/agreement-refusals.ts';
import { type AgreementWishes, simulateAgreement } from '../agreements/simulate-agreement.ts';
import { type Campaign, closedBecause } from '../campaigns/campaign.ts';
import { offerOn } from '../campaigns/offer-on-notes.ts';
import { reaches } from '../campaigns/propose-campaign.ts';
import { refuseInLawsuit, refuseUnlessPaidOff } from '../payoffs/quote-payoff.ts';
import { expectedRecovery, type Flow, presentValue } from './present-value.ts';
import { type Parameter, parametersOn, type SettlementParameters } from './settlement-parameters.ts';

export const ALTERNATIVES = ['one-payment', 'instalments', 'campaign', 'judicial'] as const;

/** Why a figure is what it is, in Spanish, and the source of a parameter in it; null: the ledger's own. */
export interface Reason {
  readonly figure: 'total' | 'probability' | 'cost' | 'presentValue' | 'expectedRecovery';
  readonly text: string;
  readonly source: string | null;
}

/** A way in which a debt may end. Centavos. */
export interface Alternative {
  readonly kind: (typeof ALTERNATIVES)[number];
  readonly campaign: Pick<Campaign, 'campaignId' | 'name'> | null;
  readonly total: Centavos;
  readonly forgives: Centavos;
  /** Owed today by notes that it is not about. */
  readonly leaves: Centavos;
  readonly flows: readonly Flow[];
  readonly presentValue: Centavos;
  /** Parts per million. */
  readonly probabilityPpm: number;
  readonly cost: Centavos;
  readonly expectedRecovery: Centavos;
  readonly reasons: readonly Reason[];
  /** What proposes it as an agreement; null: it needs none, or is none. */
  readonly proposal: Proposal | null;
}

export type Proposal = { readonly payments: number; readonly from: CalendarDate } & (
  | { readonly campaignId: string }
  | typeof WITHOUT_WAIVER
);

/** Nothing is forgiven, what accrues meanwhile neither. */
const WITHOUT_WAIVER = { forgive: zeroByComponent(), whileLive: [] } as const;

/** One that cannot be had, and why, in Spanish. */
export interface Unavailable {
  readonly kind: Alternative['kind'];
  readonly campaign: Alternative['campaign'];
  readonly because: string;
}

export interface Comparison {
  readonly fileId: string;
  readonly on: CalendarDate;
  /** Owed today by all notes of the file. */
  readonly owed: Centavos;
  readonly alternatives: readonly Alternative[];
  readonly unavailable: readonly Unavailable[];
}

/** More open campaigns than the institute ever has at once. */
const MOST_CAMPAIGNS = 20;

/**
 * The ways in which a file's debt may end, side by side: paid today, in instalments, by each open campaign that it
 * qualifies for, in court. Amounts are the ledger's own, by the functions that will take the payment or sign; the rest
 * follows from parameters, each with its source. Nothing is written. Refused: out of reach (404), nothing owed.
 */
export async function compareAlternatives(
  deps: Pick<AgreementDeps, 'campaigns' | 'ledger' | 'calendar' | 'clock'>,
  { fileId, payments }: { readonly fileId: string; readonly payments: number },
  caller: Caller,
): Promise<Comparison> {
  const on = deps.clock.today();
  const parameters = parametersOn(on);
  const sued = addMonths(on, parameters.judicial.months.number);
  const [now, then] = await deps.ledger.balancesByDay(fileId, [on, sued]);
  inScope(caller, now?.notes[0]?.dimensions, 'El expediente con pagarés');
  const notes = now?.notes ?? [];
  const owed = owedBy(notes);
  if (owed === 0) throw refuseAgreement('agreement-nothing-to-pay', 'El expediente no debe nada: no hay qué liquidar.');
  const simulated = async (wishes: Pick<AgreementWishes, 'campaignId' | 'payments' | 'from'>) =>
    simulateAgreement(
      deps,
      {
        ...{ fileId, share: zeroByComponent(), earned: 'at-fulfilment', whileLive: [] },
        ...{ every: { unit: 'months', number: 1 }, ...wishes },
      },
      caller,
    );
  const agreed = async (
    kind: 'instalments' | 'campaign',
    wishes: Parameters<typeof simulated>[0],
    kept: { readonly ppm: number; readonly text: string; readonly source: string | null },
    campaign: Campaign | null = null,
  ): Promise<Alternative | Unavailable> => {
    const named = campaign === null ? null : { campaignId: campaign.campaignId, name: campaign.name };
    const simulation = await unlessRefused(() => simulated(wishes));
    if (typeof simulation === 'string') return { kind, campaign: named, because: simulation };
    const forgives = sumOfComponents(simulation.forgives);
    const { payments, from } = wishes;
    return valued(on, parameters, {
      ...{ kind, campaign: named, total: simulation.total, forgives, cost: 0 },
      leaves: owed - sumOfComponents(simulation.owed),
      flows: agreedPayments(simulation.terms.plan).map(({ due, amount }) => ({ on: due, amount })),
      probabilityPpm: kept.ppm,
      proposal: { ...(named === null ? WITHOUT_WAIVER : { campaignId: named.campaignId }), payments, from },
      reasons: [
        {
          figure: 'total',
          text: `Lo que pide el convenio simulado hoy por el mismo código que lo firma${forgives > 0 ? `, sin los ${formatMxn(forgives)} que se perdonan si se cumple` : ''}.`,
          source: null,
        },
        { figure: 'probability', text: kept.text, source: kept.source },
      ],
    });
  };
  const atOnce = { ppm: CERTAIN, text: 'Se paga hoy, al firmar: no queda nada por cumplir.', source: null };
  const later = (parameter: Parameter, what: string) => ({
    ...parameter,
    text: `Parte de los convenios ${what} que se cumplen completos; lo pagado de los que no, no se cuenta.`,
  });
  const from = addMonths(on, 1);
  const byCampaign: (Alternative | Unavailable)[] = [];
  for (const campaign of await campaignsFor(deps, notes, on, caller)) {
    const { campaignId, mostPayments } = campaign;
    byCampaign.push(await agreed('campaign', { campaignId, payments: 1, from: on }, atOnce, campaign));
    const some = Math.min(payments, mostPayments);
    if (some > 1)
      byCampaign.push(
        await agreed(
          'campaign',
          { campaignId, payments: some, from },
          later(parameters.keptWithWaiver, 'con quita'),
          campaign,
        ),
      );
  }
  const all = [
    await paidToday(deps, { fileId, notes, on, parameters }),
    await agreed('instalments', { payments, from }, later(parameters.kept, 'sin quita')),
    ...byCampaign,
    inCourt(on, sued, owedBy(then?.notes ?? []), parameters),
  ];
  return {
    ...{ fileId, on, owed },
    alternatives: all.flatMap((one) => ('because' in one ? [] : [one])),
    unavailable: all.flatMap((one) => ('because' in one ? [one] : [])),
  };
}

const CERTAIN = 1_000_000;

const owedBy = (notes: readonly NoteBalance[]): Centavos =>
  notes.reduce((sum, { owed }) => sum + sumOfComponents(owed), 0);

/** Those that admit agreements today and are for the file. */
async function campaignsFor(
  { campaigns }: Pick<AgreementDeps, 'campaigns'>,
  notes: readonly NoteBalance[],
  on: CalendarDate,
  caller: Caller,
): Promise<readonly Campaign[]> {
  const { records } = await campaigns.page('open', { limit: MOST_CAMPAIGNS });
  return records.filter(
    (campaign) =>
      reaches(caller, campaign) && closedBecause(campaign, on) === undefined && offerOn(campaign, notes) !== undefined,
  );
}

async function paidToday(
  { ledger }: Pick<AgreementDeps, 'ledger'>,
  {
    fileId,
    notes,
    on,
    parameters,
  }: {
    readonly fileId: string;
    readonly notes: readonly NoteBalance[];
    readonly on: CalendarDate;
    readonly parameters: SettlementParameters;
  },
): Promise<Alternative | Unavailable> {
  const owing = notes.filter(({ payable }) => sumOfComponents(payable) > 0);
  const total = owing.reduce((sum, { payable }) => sum + sumOfComponents(payable), 0);
  const refused = await unlessRefused(async () => {
    refuseInLawsuit(owing);
    await refuseUnlessPaidOff(ledger, fileId, owing, on);
  });
  if (typeof refused === 'string') return { kind: 'one-payment', campaign: null, because: refused };
  return valued(on, parameters, {
    ...{ kind: 'one-payment', campaign: null, total, forgives: 0, leaves: 0, cost: 0, proposal: null },
    flows: [{ on, amount: total }],
    probabilityPpm: CERTAIN,
    reasons: [
      { figure: 'total', text: 'Lo que liquida hoy según el libro: pagado, no queda nada.', source: null },
      { figure: 'probability', text: 'Se paga hoy: no queda nada por cumplir.', source: null },
    ],
  });
}

function inCourt(on: CalendarDate, sued: CalendarDate, owed: Centavos, parameters: SettlementParameters): Alternative {
  const { probability, cost, months } = parameters.judicial;
  return valued(on, parameters, {
    ...{ kind: 'judicial', campaign: null, total: owed, forgives: 0, leaves: 0, proposal: null },
    flows: [{ on: sued, amount: owed }],
    probabilityPpm: probability.ppm,
    cost: roundFraction(BigInt(owed) * BigInt(cost.ppm), BigInt(CERTAIN), 'half-up'),
    reasons: [
      {
        figure: 'total',
        text: `Lo que se deberá el ${longDate(sued)} según el libro si no entra ningún pago: ${months.number} meses de juicio.`,
        source: months.source,
      },
      { figure: 'probability', text: 'Parte de lo demandado que se recupera.', source: probability.source },
      {
        figure: 'cost',
        text: `El ${cost.ppm / 10_000} % de lo demandado, en honorarios y gastos que no se recuperan, se gane o no.`,
        source: cost.source,
      },
    ],
  });
}

function valued(
  on: CalendarDate,
  { discount }: SettlementParameters,
  alternative: Omit<Alternative, 'presentValue' | 'expectedRecovery'>,
): Alternative {
  const { flows, probabilityPpm, cost, reasons } = alternative;
  const discountPpm = discount.ppm;
  return {
    ...alternative,
    presentValue: presentValue(flows, on, discountPpm),
    expectedRecovery: expectedRecovery(flows, on, { discountPpm, probabilityPpm, cost }),
    reasons: [
      ...reasons,
      {
        figure: 'presentValue',
        text: `Cada pago descontado al ${discount.ppm / 10_000} % anual efectivo por los días que faltan, entre 365.`,
        source: discount.source,
      },
      {
        figure: 'expectedRecovery',
        text: 'El valor presente por la probabilidad, menos el costo.',
        source: null,
      },
    ],
  };
}

/** What it gives, or why it was refused. */
async function unlessRefused<Given>(attempt: () => Promise<Given>): Promise<Given | string> {
  try {
    return await attempt();
  } catch (error) {
    if (isRefusedForGood(error)) return error.detail;
    throw error;
  }
}
