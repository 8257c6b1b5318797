import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** What the user typed makes no sense; the message says what to write instead. */
export class ArgumentFault extends Error {
  override readonly name = 'ArgumentFault';
}

const HELP_OPTION = { help: { type: 'boolean', short: 'h', default: false } } as const;

/**
 * Reads the command line of a script: its options, `-h`/`--help`, and up to `most` words beside them. Throws
 * ArgumentFault with every fault, in Spanish (Node's own messages are English), and the help below.
 */
export function readCommandLine<const T extends ParseArgsOptionsConfig>(
  argv: readonly string[],
  options: T,
  { help, most = 0 }: { readonly help: string; readonly most?: number },
) {
  const args = [...argv];
  const known = { ...HELP_OPTION, ...options };
  const faults = faultsOf(args, known, most);
  if (faults.length > 0) throw new ArgumentFault(`${faults.join('\n')}\n\n${help}`);
  return parseArgs({ args, options: known, allowPositionals: true });
}

function faultsOf(args: string[], known: ParseArgsOptionsConfig, most: number): readonly string[] {
  const { tokens, positionals } = parseArgs({ args, options: known, strict: false, tokens: true });
  const ofOptions = tokens.flatMap((token) => {
    if (token.kind !== 'option') return [];
    const { rawName, value, inlineValue } = token;
    const type = known[token.name]?.type;
    if (type === undefined) return [`No existe la opción ${rawName}.`];
    if (type === 'boolean') return value === undefined ? [] : [`${rawName} no lleva valor.`];
    // "--port --seed none" forgot a value; "--port=-1" gave one.
    const given = value !== undefined && value !== '' && (inlineValue || !value.startsWith('-'));
    return given ? [] : [`${rawName} necesita un valor.`];
  });
  return [...ofOptions, ...positionals.slice(most).map((word) => `Sobra "${word}".`)];
}

/**
 * The command line of a script that has nothing to end first: prints the help that was asked for, or what makes no
 * sense, and leaves the process.
 */
export function commandLineOrExit<const T extends ParseArgsOptionsConfig>(
  options: T,
  wording: { readonly help: string; readonly most?: number },
) {
  try {
    const read = readCommandLine(process.argv.slice(2), options, wording);
    if (!('help' in read.values && read.values.help === true)) return read;
    console.log(wording.help);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof ArgumentFault)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
