import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import type { TransactItem } from '../../../shared/store/record-store.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import { lastTaken } from '../../../shared/transitions/take-step.ts';
import type { Notice } from './arco-catalogue.ts';
import { type ArcoStep, arcoMachine } from './arco-machine.ts';
import { refuseArco } from './arco-refusals.ts';
import { type ArcoRequest, folioOfRequest, type Outcome } from './arco-request.ts';
import { endOfTerm } from './arco-terms.ts';
import type { Block } from './block.ts';
import { type ArcoDeps, openMatters, readRequest } from './receive-request.ts';

export interface ArcoMove {
  readonly requestId: string;
  readonly reason: string;
  readonly idempotencyKey: string;
  /** How the person was told, of a step that has to be told. */
  readonly notice?: Notice;
}
export type PlainStep = 'prevent' | 'cure' | 'decline' | 'study' | 'extend' | 'return' | 'execute';

/** Takes a step within its term (`arco-term-over`); extends once (`arco-extended-before`). A cancellation that was granted in full blocks the file. */
export async function moveRequest(
  deps: ArcoDeps,
  step: PlainStep,
  move: ArcoMove,
  caller: Caller,
): Promise<ArcoRequest> {
  const { idempotencyKey: key, reason } = move;
  const request = await readRequest(deps, move.requestId, caller);
  const today = deps.clock.today();
  const calendar = await deps.calendar();
  const receivedOn = calendarDate(request.receivedOn);
  const last = (term: Parameters<typeof endOfTerm>[0], from = today) => endOfTerm(term, from, { receivedOn, calendar });
  const change = (one: ArcoRequest): Partial<ArcoRequest> => {
    if (isKnown(one, key)) return {};
    switch (step) {
      case 'prevent':
        return { ...within(one.preventBy, today), lacks: reason, cureBy: last('cure') };
      case 'cure':
        return { ...within(one.cureBy, today), answerBy: last('answer'), firstAnswerBy: last('answer') };
      case 'decline':
        return within(one.declineBy, today);
      case 'extend':
        if (lastTaken(one.history, 'extend') !== undefined)
          throw refuseArco(
            'arco-extended-before',
            'El plazo para responder se amplía una sola vez (LGPDPPSO art. 45).',
          );
        return { ...within(one.answerBy, today), answerBy: last('extension', calendarDate(one.firstAnswerBy)) };
      case 'study':
      case 'return':
      case 'execute':
        return {};
    }
  };
  const isBlocking = step === 'execute' && isBarred(request);
  if (isBlocking && request.state === 'granted') await refuseOpenMatters(deps, request, caller);
  return take(deps, request, { ...move, step, change, asked: {} }, caller, (next) =>
    isBlocking ? blockItem(deps, next, caller, key) : undefined,
  );
}

function within(lastDay: string | null, today: string): Partial<ArcoRequest> {
  if (lastDay === null || today <= lastDay) return {};
  throw refuseArco('arco-term-over', `Se podía hasta el ${longDate(calendarDate(lastDay))}.`);
}

/** Proposes the answer. A cancellation is not granted in full while money is owed or a matter is open (LGPDPPSO art. 49). */
export async function proposeAnswer(
  deps: ArcoDeps,
  { outcome, ...move }: Omit<ArcoMove, 'reason'> & { readonly outcome: Outcome },
  caller: Caller,
): Promise<ArcoRequest> {
  const request = await readRequest(deps, move.requestId, caller);
  if ((outcome.finding === 'granted') !== (outcome.reasons.length === 0)) {
    const message = 'Lo que no procede, o procede en parte, dice sus motivos; lo que procede no tiene ninguno.';
    throw refuseArco('arco-reasons-refused', message, { details: [{ pointer: '/reasons', message }] });
  }
  if (!isKnown(request, move.idempotencyKey)) await refuseOpenMatters(deps, { ...request, outcome }, caller);
  const change = (one: ArcoRequest) => (isKnown(one, move.idempotencyKey) ? {} : { outcome });
  return take(deps, request, { ...move, reason: null, step: 'propose', change, asked: { outcome } }, caller);
}

/** Another person approves; what is granted has its term to be carried out. What stands in the way is looked at again. */
export async function approveAnswer(
  deps: ArcoDeps,
  move: Omit<ArcoMove, 'reason'>,
  caller: Caller,
): Promise<ArcoRequest> {
  const request = await readRequest(deps, move.requestId, caller);
  const isRefusal = request.outcome?.finding === 'refused';
  if (request.state === 'proposed') await refuseOpenMatters(deps, request, caller);
  const receivedOn = calendarDate(request.receivedOn);
  const executeBy = endOfTerm('execution', deps.clock.today(), { receivedOn, calendar: await deps.calendar() });
  const change = (one: ArcoRequest) => (isRefusal || isKnown(one, move.idempotencyKey) ? {} : { executeBy });
  return take(
    deps,
    request,
    { ...move, reason: null, step: isRefusal ? 'refuse' : 'grant', change, asked: {} },
    caller,
  );
}

/** What is granted in part says in its answer what goes and what stays: the file stays open. */
const isBarred = ({ right, outcome }: ArcoRequest): boolean =>
  right === 'cancellation' && outcome?.finding === 'granted';

async function refuseOpenMatters(deps: ArcoDeps, request: ArcoRequest, caller: Caller) {
  if (!isBarred(request)) return;
  const matters = await openMatters(deps, request.fileId, caller);
  if (matters.length === 0) return;
  throw refuseArco('cancellation-refused', `No procede cancelar (LGPDPPSO art. 49): ${matters.join(' ')}`, {
    details: matters.map((message) => ({ pointer: '/finding', message })),
  });
}

const isKnown = ({ history }: ArcoRequest, key: string): boolean => history.some((taken) => taken.key === key);

function take(
  deps: ArcoDeps,
  request: ArcoRequest,
  {
    requestId,
    idempotencyKey: key,
    reason,
    notice,
    step,
    change,
    asked,
  }: Omit<ArcoMove, 'reason'> & {
    readonly reason: string | null;
    readonly step: ArcoStep;
    readonly change: (request: ArcoRequest) => Partial<ArcoRequest>;
    readonly asked: object;
  },
  caller: Caller,
  alongside: (next: ArcoRequest) => Promise<TransactItem> | undefined = () => undefined,
): Promise<ArcoRequest> {
  const on = deps.clock.today();
  return performStep(arcoMachine, request, {
    step,
    stamp: { by: caller.subject, on, key, reason, ...(notice !== undefined && { evidence: { notice } }) },
    // A step that the state does not admit is told as that, and not as a term that is over.
    change: (one) => (arcoMachine.steps[step].from.some((state) => state === one.state) ? change(one) : {}),
    claim: () =>
      deps.claims.claim({
        ...{ scope: 'DOCUMENT', key, input: { operation: `arco-${step}`, requestId, reason, notice, ...asked } },
        ...{ source: { type: 'system', id: requestId }, recordedOn: on },
      }),
    async write(next) {
      const item = await alongside(next);
      return deps.requests.write(next, item === undefined ? [] : [item]);
    },
    read: () => readRequest(deps, requestId, caller),
    refuse: (why, { state }) =>
      why === 'same-person'
        ? refuse('same-person', 'Quien propuso la respuesta no la aprueba ni la devuelve. Pídalo a otra persona.')
        : refuseArco(
            'arco-step-refused',
            `No se puede ${arcoMachine.steps[step].nameEs}: la solicitud está ${arcoMachine.states[state]}.`,
          ),
  });
}

/** The block that a cancellation leaves: the ledger and the register are never deleted, and their papers not before their time. */
async function blockItem(
  { blocks, clock }: ArcoDeps,
  request: ArcoRequest,
  caller: Caller,
  key: string,
): Promise<TransactItem> {
  const { fileId, office, requestId } = request;
  const known = await blocks.find(fileId);
  const on = clock.today();
  const why = `Cancelación de datos personales, solicitud ${folioOfRequest(request)}`;
  const block: Block = {
    ...{ fileId, office, state: 'blocked', blockedFrom: on, why, requestId, version: (known?.version ?? 0) + 1 },
    history: [...(known?.history ?? []), { step: 'block', by: caller.subject, on, key, reason: why }],
  };
  return blocks.put(block);
}
