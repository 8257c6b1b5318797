import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import type { StateMachine } from '../../../shared/transitions/state-machine.ts';
import { MACHINES } from '../../support/machines.ts';

const HEAD = `# State machines

What waits for people, and how it may move. Drawn from the code (\`defineMachine\`, shared/transitions) by
\`npx vitest run test/unit/transitions -u\`; a step is \`name\` (Spanish name; who takes it). Steps of the system carry out
what a person asked, or what time brings. Every step is kept in the thing's history; none is erased.
`;

const id = (state: string) => state.replaceAll('-', '_');

function drawn({ name, initial, halfWay, states, steps }: StateMachine): string {
  const notes = Object.entries(steps).flatMap(([key, { notWhoTook, takesBack, fails }]) => [
    ...(notWhoTook === undefined ? [] : [`- \`${key}\`: not by whoever took \`${notWhoTook}\`.`]),
    ...(takesBack === undefined ? [] : [`- \`${key}\` takes \`${takesBack}\` back for good.`]),
    ...(fails === undefined ? [] : [`- \`${key}\`: \`${fails}\` could not be carried out, and may be asked again.`]),
  ]);
  const half = halfWay.map((state) => `\`${state}\``).join(', ');
  return [
    `## ${name}`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...Object.entries(states).map(([state, nameEs]) => `  ${id(state)}: ${state} (${nameEs})`),
    ...initial.map((state) => `  [*] --> ${id(state)}`),
    ...Object.entries(steps).flatMap(([key, { nameEs, by, from, to }]) =>
      from.map((state) => `  ${id(state)} --> ${id(to)}: ${key} (${nameEs}; ${by})`),
    ),
    '```',
    '',
    ...(half === '' ? [] : [`Finished by the five-minute job when a crash leaves it there: ${half}.`, '']),
    ...(notes.length === 0 ? [] : [...notes, '']),
  ].join('\n');
}

it('every machine stands in the drawing, and all are drawn as they are', async () => {
  const sources = execFileSync(
    'git',
    ['grep', '--untracked', '-lE', '= defineMachine\\(', '--', 'functions', 'shared'],
    {
      encoding: 'utf8',
    },
  );
  expect(MACHINES, 'machines in test/support/machines.ts, one for each defineMachine').toHaveLength(
    sources.trim().split('\n').length,
  );
  const text = [HEAD, ...MACHINES.map(drawn)].join('\n');
  await expect(text).toMatchFileSnapshot('../../../docs/state-machines.md');
});
