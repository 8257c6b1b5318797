import { frontServer, type LocalRequest } from '../front-server.ts';
import { type Answer, jsonAnswer } from '../http-messages.ts';
import type { LambdaRuntime } from '../lambda/lambda-runtime.ts';
import { lambda } from '../lambda/plug-in.ts';
import { plugIn } from '../plug-in.ts';
import { type LocalSchedule, Scheduler } from './scheduler.ts';

/** EventBridge Scheduler, and schedules run by hand. */
export const schedules = plugIn<readonly LocalSchedule[]>(
  ['AWS::Scheduler::Schedule', 'AWS::Scheduler::ScheduleGroup'],
  (machine) => {
    const { lambdas, calls, today } = lambda.of(machine);
    const fire = (arn: string, event: Parameters<typeof calls.accept>[1]): void => calls.accept(arn, event);
    const scheduler = new Scheduler(machine.assembly, fire, machine.options.schedules);
    frontServer
      .of(machine)
      .page('/_local/schedules', (request) => runSchedule(request, scheduler.schedules, lambdas, today()));
    return { gives: scheduler.schedules, drain: () => scheduler.stop() };
  },
);

/** This moment; with a fixed business date, its noon (UTC−7): jobs take their day from the event. */
const nowOn = (today: string | undefined): string | number => (today === undefined ? Date.now() : `${today}T19:00:00Z`);

/** POST /_local/schedules/<name>/run?at=2026-11-20T14:00:00Z: fires a schedule by hand, as if at that instant. */
async function runSchedule(
  { method, path, url }: LocalRequest,
  known: readonly LocalSchedule[],
  lambdas: LambdaRuntime,
  today: string | undefined,
): Promise<Answer | undefined> {
  const encoded = /^\/_local\/schedules\/([^/]+)\/run$/.exec(path)?.[1];
  if (encoded === undefined || method !== 'POST') return undefined;
  const name = decodeURIComponent(encoded);
  const schedule = known.find((one) => one.name === name || one.name.endsWith(`-${name}`));
  if (schedule === undefined) return jsonAnswer(404, { message: `No existe el horario ${name}` });
  const at = new Date(url.searchParams.get('at') ?? nowOn(today));
  if (Number.isNaN(at.getTime())) return jsonAnswer(400, { message: 'El parámetro «at» no es una fecha' });
  try {
    return jsonAnswer(200, { result: await lambdas.invoke(schedule.functionArn, schedule.eventAt(at)) });
  } catch (error) {
    return jsonAnswer(500, { message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  }
}
