import { problemText } from '../../infra/local/commands/follow-file.ts';
import { patientFetch } from '../../infra/local/commands/patient-fetch.ts';
import type { Runner } from '../../infra/local/runner.ts';

export interface StaffRequest {
  readonly role: string;
  readonly office?: string;
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks the running API as one of the institute's posts would. Throws the problem's Spanish text when refused. */
export async function askApi(runner: Pick<Runner, 'apiUrl' | 'token'>, request: StaffRequest): Promise<unknown> {
  const { role, office, method = 'GET', path, body, headers = {} } = request;
  const token = await runner.token({ role, office });
  const response = await patientFetch(`${runner.apiUrl}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${await problemText(response)}`);
  return response.json();
}
