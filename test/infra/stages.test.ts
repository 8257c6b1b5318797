import { beforeAll, describe, expect, it } from 'vitest';
import { STAGE_NAMES, type StageName, stageNamed } from '../../infra/stages.ts';
import { type Synthesized, synthesize } from '../support/synthesized.ts';

const synthesized = new Map<StageName, Synthesized>();
beforeAll(async () => {
  // Throws when cdk-nag has a finding that infra/policies does not acknowledge with a reason.
  for (const name of STAGE_NAMES) synthesized.set(name, await synthesize(name));
});

const typesOf = (name: StageName) => (synthesized.get(name)?.resources ?? []).map(({ type }) => type).toSorted();

describe('stages', () => {
  it.each(['staging', 'production'] as const)(
    '%s has the resources that run on one machine, no more and no less',
    (name) => {
      expect(typesOf(name)).toEqual(typesOf('local'));
      expect(typesOf(name).length).toBeGreaterThan(100);
    },
  );

  it('refuses a stage that is not written down', () => {
    expect(() => stageNamed('prod')).toThrow('choose one of local, staging, production');
  });
});
