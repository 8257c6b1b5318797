import { defineRefusals } from './refusal.ts';

/** Codes that every area uses. */
export const refuse = defineRefusals({
  'same-person': { title: 'Se necesita otra persona', status: 403 },
  'malformed-request': { title: 'Solicitud mal formada', status: 400 },
  'not-authenticated': { title: 'Sesión no válida', status: 401 },
  'role-not-allowed': { title: 'Su puesto no permite esta operación', status: 403 },
  'not-found': { title: 'No encontrado', status: 404 },
  'idempotency-key-required': { title: 'Falta la clave de operación', status: 400 },
  'idempotency-key-reused': { title: 'Clave de operación usada con otros datos', status: 409 },
  'version-required': { title: 'Falta la versión del registro', status: 428 },
  'version-changed': { title: 'El registro cambió', status: 412 },
  'already-exists': { title: 'Ya existe', status: 409 },
  'busy-try-later': { title: 'Servicio ocupado', status: 503 },
});
