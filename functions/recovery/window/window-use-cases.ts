import type * as z from 'zod';
import { balanceAnswer } from '../../../shared/http/balance-answer.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import { routesServedBy } from '../../../shared/http/route-table.ts';
import type { PostedPart } from '../../../shared/ledger/ledger.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { cancelPayment } from './cancel-payment.ts';
import type { CancellationDeps } from './finish-cancellation.ts';
import { previewPayment } from './preview-payment.ts';
import { listPayments, readPayment } from './read-payments.ts';
import { takePayment, type WindowDeps } from './take-payment.ts';
import type { WindowPayment } from './window-payment.ts';
import { type windowPaymentAnswer, windowRoutes } from './window-routes.ts';

/** Window routes that recovery-api serves; the receipt is drawn by recovery-render (window/receipt.ts). */
export const windowApiRoutes = routesServedBy(windowRoutes, 'api');

/** The use case of each of them: domain in, wire out. */
export const windowUseCases: UseCases<
  WindowDeps & CancellationDeps & { readonly claims: RequestClaims },
  typeof windowApiRoutes
> = {
  async takeWindowPayment(deps, { body, idempotencyKey }, caller) {
    const payment = await takePayment(deps, { ...body, idempotencyKey }, caller);
    return { body: toAnswer(payment), location: `/v1/window-payments/${payment.folio}` };
  },
  async previewWindowPayment(deps, { body }) {
    const { fileId, borrowerName, notes, payment } = await previewPayment(deps, body);
    return {
      body: {
        fileId,
        borrowerName,
        notes: notes.map((note) => ({ ...note, balance: balanceAnswer(note) })),
        payment: payment && {
          ...payment,
          notes: notesPaid(payment.parts),
        },
      },
    };
  },
  async listWindowPayments(deps, { query }, caller) {
    const { payments, cursor } = await listPayments(deps, query, caller);
    return { body: { items: payments.map(toAnswer), nextCursor: cursor } };
  },
  async getWindowPayment(deps, { params }, caller) {
    return { body: toAnswer(await readPayment(deps, params.folio, caller)) };
  },
  async cancelWindowPayment(deps, { params, body, idempotencyKey }, caller) {
    return { body: toAnswer(await cancelPayment(deps, { ...params, ...body, idempotencyKey }, caller)) };
  },
};

function toAnswer(payment: WindowPayment): z.input<typeof windowPaymentAnswer> {
  return {
    ...payment,
    paymentId: payment.eventId,
    notes: notesPaid(payment.parts),
  };
}

function notesPaid(
  parts: readonly Pick<PostedPart, 'noteId' | 'application' | 'balancesAfter'>[],
): z.input<typeof windowPaymentAnswer>['notes'] {
  return parts.flatMap(({ noteId, application, balancesAfter }) => {
    if (application === undefined) return [];
    const principal = application.principalOverdue + application.principalNotDue;
    return { noteId, applied: { ...application, principal }, balanceAfter: balancesAfter };
  });
}
