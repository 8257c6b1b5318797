import { defineMachine, type StateOf } from '../../../shared/transitions/state-machine.ts';

/**
 * An agreement: proposed within somebody's authority or for somebody else to authorise, signed on its day by all who are to,
 * and then kept or broken as the ledger says, which a payment recorded late may change. While a signature is missing it can
 * be withdrawn, and expires.
 */
export const agreementMachine = defineMachine({
  name: 'agreement',
  initial: ['proposed', 'authorised'],
  halfWay: ['signing', 'cancelling'],
  states: {
    proposed: 'por autorizar',
    authorised: 'autorizado, por firmar',
    signing: 'firmado, registrándose',
    live: 'vigente',
    broken: 'incumplido',
    fulfilled: 'cumplido',
    rejected: 'rechazado',
    withdrawn: 'retirado',
    expired: 'vencido sin firma',
    cancelling: 'cancelado, registrándose',
    cancelled: 'cancelado',
  },
  steps: {
    propose: { nameEs: 'proponer', by: 'person', from: [], to: 'proposed' },
    'propose-in-authority': { nameEs: 'proponer dentro de sus facultades', by: 'person', from: [], to: 'authorised' },
    authorise: { nameEs: 'autorizar', by: 'person', from: ['proposed'], to: 'authorised', notWhoTook: 'propose' },
    reject: { nameEs: 'rechazar', by: 'person', from: ['proposed'], to: 'rejected', notWhoTook: 'propose' },
    withdraw: { nameEs: 'retirar', by: 'person', from: ['proposed', 'authorised'], to: 'withdrawn' },
    expire: { nameEs: 'vencer sin firma', by: 'system', from: ['proposed', 'authorised'], to: 'expired' },
    'note-signature': { nameEs: 'registrar una de las firmas', by: 'person', from: ['authorised'], to: 'authorised' },
    // The last that was missing.
    sign: { nameEs: 'firmar', by: 'person', from: ['authorised'], to: 'signing' },
    signed: { nameEs: 'quedó en el libro', by: 'system', from: ['signing'], to: 'live' },
    'signing-failed': {
      ...{ nameEs: 'el libro no lo aceptó', by: 'system', from: ['signing'], to: 'authorised' },
      fails: 'sign',
    },
    broke: { nameEs: 'se incumplió', by: 'system', from: ['live', 'fulfilled'], to: 'broken' },
    kept: { nameEs: 'se cumplió', by: 'system', from: ['live', 'broken'], to: 'fulfilled' },
    revived: { nameEs: 'volvió a estar vigente', by: 'system', from: ['broken', 'fulfilled'], to: 'live' },
    // What was kept has been earned, and of what was broken nothing is left: neither is cancelled.
    cancel: { nameEs: 'cancelar', by: 'person', from: ['live'], to: 'cancelling', notWhoTook: 'sign' },
    'cancel-posted': { nameEs: 'se canceló en el libro', by: 'system', from: ['cancelling'], to: 'cancelled' },
    'cancelling-failed': {
      ...{ nameEs: 'el libro no aceptó cancelarlo', by: 'system', from: ['cancelling'], to: 'live' },
      fails: 'cancel',
    },
  },
});

export type AgreementState = StateOf<typeof agreementMachine>;
