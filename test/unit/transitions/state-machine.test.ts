import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { performStep, tryStep } from '../../../shared/transitions/perform-step.ts';
import { defineMachine } from '../../../shared/transitions/state-machine.ts';
import { lastTaken, type Stamp, type StepRefusal, takeStep } from '../../../shared/transitions/take-step.ts';
import type { Tracked } from '../../../shared/transitions/tracked.ts';
import { MACHINES } from '../../support/machines.ts';

/** A letter: one person writes it, another signs, a machine prints; a signature can be withdrawn. */
const letter = defineMachine({
  name: 'letter',
  initial: ['draft'],
  halfWay: ['printing'],
  states: { draft: 'borrador', signed: 'firmada', printing: 'imprimiéndose', printed: 'impresa' },
  steps: {
    write: { nameEs: 'escribir', by: 'person', from: [], to: 'draft' },
    sign: { nameEs: 'firmar', by: 'person', from: ['draft'], to: 'signed', notWhoTook: 'write' },
    withdraw: { nameEs: 'retirar', by: 'person', from: ['signed'], to: 'draft', takesBack: 'sign' },
    print: { nameEs: 'imprimir', by: 'person', from: ['signed'], to: 'printing' },
    printed: { nameEs: 'se imprimió', by: 'system', from: ['printing'], to: 'printed' },
    jammed: { nameEs: 'se atoró', by: 'system', from: ['printing'], to: 'signed', fails: 'print' },
  },
});
type Letter = Tracked<keyof typeof letter.states> & { readonly text: string };
type LetterStep = keyof typeof letter.steps;

const stamp = (by: string, key: string): Stamp => ({ by, on: '2026-11-20', key, reason: null });
const written: Letter = {
  state: 'draft',
  history: [{ step: 'write', ...stamp('ana', 'k0') }],
  version: 1,
  text: 'Hola',
};
/** The letter after steps that are taken one after the other. */
const having = (...steps: readonly (readonly [LetterStep, string, string])[]): Letter =>
  steps.reduce((one, [step, by, key]) => {
    const taking = takeStep(letter, one, step, stamp(by, key));
    if (taking.outcome !== 'taken') throw new Error(`${step}: ${JSON.stringify(taking)}`);
    return taking.next;
  }, written);

describe('a machine', () => {
  const faulty = (changes: object) => () => defineMachine({ ...letter, ...changes } as typeof letter);
  const step = (changes: object) => ({ steps: { ...letter.steps, ...changes } });
  it.each<[string, object, string]>([
    ['with a state that nothing reaches', { states: { ...letter.states, lost: 'perdida' } }, 'nothing reaches lost'],
    [
      'whose step leads nowhere known',
      step({ burn: { nameEs: 'quemar', by: 'person', from: ['draft'], to: 'ashes' } }),
      'burn names the unknown state ashes',
    ],
    [
      'that wants other eyes than those of a step that there is not',
      step({ sign: { ...letter.steps.sign, notWhoTook: 'read' } }),
      'sign names the unknown step read',
    ],
    [
      'that takes back a step that there is not',
      step({ withdraw: { ...letter.steps.withdraw, takesBack: 'read' } }),
      'withdraw names the unknown step read',
    ],
    [
      'whose failure is that of a step that there is not',
      step({ jammed: { ...letter.steps.jammed, fails: 'read' } }),
      'jammed names the unknown step read',
    ],
    [
      'that wants other eyes than those of a step that comes later',
      step({ sign: { ...letter.steps.sign, notWhoTook: 'printed' } }),
      'sign cannot come after printed',
    ],
    [
      'that can be left half way',
      step({ jammed: { ...letter.steps.jammed, fails: undefined } }),
      'printing needs a step that ends it and one that gives it back',
    ],
    [
      'that can only be given back',
      step({ printed: { ...letter.steps.printed, fails: 'print' } }),
      'printing needs a step that ends it and one that gives it back',
    ],
  ])('%s does not start', (_what, changes, fault) => {
    expect(faulty(changes)).toThrow(new RegExp(`state machine letter: .*${fault}`));
  });

  it('says every fault at once', () => {
    const two = { states: { ...letter.states, lost: 'x', gone: 'y' } };
    expect(faulty(two)).toThrow('nothing reaches lost; nothing reaches gone');
  });
});

describe('a step', () => {
  it('moves the thing one version on and stands in its history with who, when and why', () => {
    const why = { ...stamp('eva', 'k1'), reason: 'Ya está', evidence: { page: '3' } };
    expect(takeStep(letter, written, 'sign', why, { text: 'Hola.' })).toEqual({
      outcome: 'taken',
      next: {
        ...written,
        state: 'signed',
        text: 'Hola.',
        version: 2,
        history: [...written.history, { step: 'sign', ...why }],
      },
    });
  });

  it('is refused where it does not begin, and to whoever took the step that another has to check', () => {
    expect(takeStep(letter, written, 'print', stamp('eva', 'k1'))).toEqual({ outcome: 'refused', why: 'state' });
    expect(takeStep(letter, written, 'sign', stamp('ana', 'k1'))).toEqual({ outcome: 'refused', why: 'same-person' });
  });

  it('is checked by other eyes than those that took it last: who took it before may, who took it again may not', () => {
    const twice: Letter = { ...written, history: [...written.history, { step: 'write', ...stamp('eva', 'k1') }] };
    expect(takeStep(letter, twice, 'sign', stamp('eva', 'k2'))).toEqual({ outcome: 'refused', why: 'same-person' });
    expect(takeStep(letter, twice, 'sign', stamp('ana', 'k2'))).toMatchObject({ outcome: 'taken' });
  });

  it('of a key that took it is repeated, wherever the thing has gone since', () => {
    const printed = having(['sign', 'eva', 'k1'], ['print', 'eva', 'k2'], ['printed', 'eva', 'p1']);
    expect(takeStep(letter, printed, 'sign', stamp('eva', 'k1'))).toEqual({ outcome: 'repeated' });
    expect(takeStep(letter, printed, 'sign', stamp('eva', 'k9'))).toEqual({ outcome: 'refused', why: 'state' });
  });

  it('of a key whose step was taken back since is over; a new key may take it', () => {
    const withdrawn = having(['sign', 'eva', 'k1'], ['withdraw', 'eva', 'k2']);
    expect(takeStep(letter, withdrawn, 'sign', stamp('eva', 'k1'))).toEqual({ outcome: 'refused', why: 'taken-back' });
    expect(takeStep(letter, withdrawn, 'withdraw', stamp('eva', 'k2'))).toEqual({ outcome: 'repeated' });
    const again = having(['sign', 'eva', 'k1'], ['withdraw', 'eva', 'k2'], ['sign', 'eva', 'k3']);
    expect(takeStep(letter, again, 'sign', stamp('eva', 'k1'))).toEqual({ outcome: 'refused', why: 'taken-back' });
    expect(takeStep(letter, again, 'sign', stamp('eva', 'k3'))).toEqual({ outcome: 'repeated' });
  });

  it('of a key is no other step’s, and is not taken back with a later request', () => {
    expect(takeStep(letter, written, 'sign', stamp('eva', 'k0'))).toMatchObject({ outcome: 'taken' });
    const steps = [stamp('eva', 'k1'), stamp('eva', 'k3')].map((one) => ({ step: 'sign', ...one }));
    const later = { step: 'withdraw', ...stamp('eva', 'k4') };
    const again: Letter = { ...written, history: [...written.history, ...steps, later] };
    expect(takeStep(letter, again, 'sign', stamp('eva', 'k1'))).toEqual({ outcome: 'repeated' });
    expect(takeStep(letter, again, 'sign', stamp('eva', 'k3'))).toEqual({ outcome: 'refused', why: 'taken-back' });
  });

  it('that could not be carried out may be asked again with its key', () => {
    const jammed = having(['sign', 'eva', 'k1'], ['print', 'eva', 'k2'], ['jammed', 'eva', 'j1']);
    expect(takeStep(letter, jammed, 'print', stamp('eva', 'k2'))).toMatchObject({ outcome: 'taken' });
    expect(lastTaken(jammed.history, 'print')?.key).toBe('k2');
    const again = having(
      ['sign', 'eva', 'k1'],
      ['print', 'eva', 'k2'],
      ['jammed', 'eva', 'j1'],
      ['print', 'eva', 'k2'],
      ['printed', 'eva', 'p1'],
    );
    expect(takeStep(letter, again, 'print', stamp('eva', 'k2'))).toEqual({ outcome: 'repeated' });
  });
});

describe('performing a step', () => {
  const calls: string[] = [];
  const perform = (
    one: Letter,
    step: LetterStep,
    by: Stamp,
    { writes = [true], now = one, claim }: { writes?: boolean[]; now?: Letter; claim?: () => Promise<unknown> } = {},
  ) => {
    calls.length = 0;
    return performStep(letter, one, {
      step,
      stamp: by,
      change: ({ text }) => ({ text: `${text}!` }),
      claim: claim ?? (async () => calls.push('claim')),
      write: async ({ version }) => {
        calls.push(`write ${version}`);
        return writes.shift() ?? true;
      },
      read: async () => {
        calls.push('read');
        return now;
      },
      refuse: (why: StepRefusal, { state }: Letter) => new Error(`${why} of ${state}`),
    });
  };

  it('binds the key, then writes', async () => {
    expect(await perform(written, 'sign', stamp('eva', 'k1'))).toMatchObject({ state: 'signed', text: 'Hola!' });
    expect(calls).toEqual(['claim', 'write 2']);
  });

  it('writes nothing when the key meant something else, and binds none when it is refused', async () => {
    const reused = async () => Promise.reject(new Error('reused'));
    await expect(perform(written, 'sign', stamp('eva', 'k1'), { claim: reused })).rejects.toThrow('reused');
    expect(calls).toEqual([]);
    await expect(perform(written, 'print', stamp('eva', 'k1'))).rejects.toThrow('state of draft');
    expect(calls).toEqual([]);
    await expect(perform(written, 'print', stamp('eva', 'k0'), { claim: reused })).rejects.toThrow('reused');
  });

  it('looks again when somebody else was first: takes it on what stands then, or is refused by that', async () => {
    const changed: Letter = { ...written, text: 'Adiós', version: 2 };
    const taken = await perform(written, 'sign', stamp('eva', 'k1'), { writes: [false, true], now: changed });
    expect(taken).toMatchObject({ state: 'signed', text: 'Adiós!', version: 3 });
    expect(calls).toEqual(['claim', 'write 2', 'read', 'claim', 'write 3']);
    const signed = having(['sign', 'leo', 'k7']);
    const late = perform(written, 'sign', stamp('eva', 'k1'), { writes: [false], now: signed });
    await expect(late).rejects.toThrow('state of signed');
  });

  it('sent twice at once, or whose answer was lost, is answered as one', async () => {
    const mine = having(['sign', 'eva', 'k1']);
    expect(await perform(written, 'sign', stamp('eva', 'k1'), { writes: [false], now: mine })).toEqual(mine);
  });

  it('that nobody waits for is left when the thing has moved', async () => {
    const printing = having(['sign', 'eva', 'k1'], ['print', 'eva', 'k2']);
    const jam = (one: Letter, isWritten: boolean) =>
      tryStep(letter, one, { step: 'jammed', stamp: stamp('eva', 'j1'), write: async () => isWritten });
    expect(await jam(printing, true)).toBe(true);
    expect(await jam(printing, false)).toBe(false);
    expect(await jam(written, true)).toBe(false);
  });
});

it.each(MACHINES.map((machine) => [machine.name, machine] as const))(
  'whatever is asked of a %s, its history tells how it got where it is, and four eyes hold',
  (_name, machine) => {
    const names = Object.keys(machine.steps);
    const asked = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom('ana', 'eva'), fc.nat(6)), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(fc.constantFrom(...machine.initial), asked, (initial, asks) => {
        let thing: Tracked = { state: initial, history: [], version: 1 };
        for (const [step, by, key] of asks) {
          const before = thing;
          const taking = takeStep(machine, thing, step, { by, on: '2026-11-20', key: `${step} ${key}`, reason: null });
          if (taking.outcome !== 'taken') continue;
          thing = taking.next;
          const { from, to, notWhoTook } = machine.steps[step]!;
          expect(from).toContain(before.state);
          expect(thing).toMatchObject({ state: to, version: before.version + 1 });
          expect(thing.history.slice(0, -1)).toEqual(before.history);
          const checked = before.history.filter((taken) => taken.step === notWhoTook).at(-1);
          if (notWhoTook !== undefined) expect(checked?.by).not.toBe(by);
        }
        expect(thing.version).toBe(thing.history.length + 1);
      }),
    );
  },
);
