import { defineMachine, type StateOf, type StepOf } from '../../../shared/transitions/state-machine.ts';

const SUSPENDABLE = ['active', 'change-requested', 'applying'] as const;

/**
 * A person's access. Sistemas asks; what moves money or rights waits for another person (rights.ts); the record says so
 * first and the directory follows (`applying`). A suspension waits for nobody and drops what was asked for; whoever
 * suspended does not lift it.
 */
export const userMachine = defineMachine({
  name: 'user',
  initial: ['requested', 'applying'],
  halfWay: ['applying'],
  states: {
    requested: 'alta por autorizar',
    applying: 'anotado, aplicándose en el directorio',
    active: 'activo',
    'change-requested': 'activo, con un cambio por autorizar',
    suspended: 'suspendido',
    rejected: 'alta rechazada',
  },
  steps: {
    request: { nameEs: 'solicitar el alta', by: 'person', from: ['rejected'], to: 'requested' },
    create: { nameEs: 'dar de alta', by: 'person', from: ['rejected'], to: 'applying' },
    approve: { nameEs: 'autorizar el alta', by: 'person', from: ['requested'], to: 'applying', notWhoTook: 'request' },
    reject: { nameEs: 'rechazar el alta', by: 'person', from: ['requested'], to: 'rejected', notWhoTook: 'request' },
    change: { nameEs: 'cambiar accesos', by: 'person', from: ['active'], to: 'applying' },
    'request-change': { nameEs: 'solicitar un cambio', by: 'person', from: ['active'], to: 'change-requested' },
    'approve-change': {
      ...{ nameEs: 'autorizar el cambio', by: 'person', from: ['change-requested'], to: 'applying' },
      notWhoTook: 'request-change',
    },
    'reject-change': {
      ...{ nameEs: 'rechazar el cambio', by: 'person', from: ['change-requested'], to: 'active' },
      notWhoTook: 'request-change',
    },
    suspend: { nameEs: 'suspender', by: 'person', from: SUSPENDABLE, to: 'applying' },
    reinstate: { nameEs: 'reactivar', by: 'person', from: ['suspended'], to: 'applying', notWhoTook: 'suspend' },
    withdraw: {
      ...{ nameEs: 'retirar accesos en la revisión', by: 'person' },
      ...{ from: [...SUSPENDABLE, 'suspended'], to: 'applying' },
    },
    reset: { nameEs: 'restablecer contraseña y segundo factor', by: 'person', from: ['active'], to: 'applying' },
    'sign-out': { nameEs: 'cerrar todas sus sesiones', by: 'person', from: ['active'], to: 'applying' },
    applied: { nameEs: 'el directorio lo refleja', by: 'system', from: ['applying'], to: 'active' },
    closed: { nameEs: 'el directorio lo cerró', by: 'system', from: ['applying'], to: 'suspended' },
    'not-created': {
      ...{ nameEs: 'el directorio no aceptó el alta', by: 'system', from: ['applying'], to: 'requested' },
      fails: 'approve',
    },
  },
});

export type UserState = StateOf<typeof userMachine>;
export type UserStep = StepOf<typeof userMachine>;
