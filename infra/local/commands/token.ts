import { OFFICES } from '../../../shared/institute/offices.ts';
import { ROLES } from '../../../shared/institute/posts.ts';
import { readCommandLine } from '../command-line.ts';
import { readIdentity } from '../identity/signing-key.ts';
import { machineToken, staffToken } from '../identity/token-issuer.ts';
import { DEFAULT_DATA_DIR } from '../reaching.ts';

const HELP = `Uso: npm run token -- PUESTO [--office OFICINA] [--subject PERSONA] [--data-dir CARPETA]
  PUESTO   ${ROLES.join(', ')}
  OFICINA  ${OFFICES.join(', ')}`;

/** `npm run token -- <role>`: prints an access token signed with the data folder's key, and nothing else. */
async function printToken(): Promise<void> {
  const { values, positionals } = readCommandLine(
    process.argv.slice(2),
    {
      office: { type: 'string' },
      subject: { type: 'string' },
      'data-dir': { type: 'string', default: DEFAULT_DATA_DIR },
    },
    { help: HELP, most: 1 },
  );
  if (values.help) return console.log(HELP);
  const role = ROLES.find((known) => known === positionals[0]);
  if (role === undefined) throw new Error(`${positionals[0] ?? '(ninguno)'} no es un puesto.\n${HELP}`);
  const office = OFFICES.find((known) => known === values.office);
  if (values.office !== undefined && office === undefined)
    throw new Error(`${values.office} no es una oficina.\n${HELP}`);
  const identity = await readIdentity(values['data-dir']);
  if (identity === undefined)
    throw new Error(
      `La carpeta ${values['data-dir']} todavía no tiene llave para firmar. Arranque una vez con "npm start", ` +
        'o indique la carpeta que usa con --data-dir.',
    );
  const request = { role, office, subject: values.subject };
  console.log(role === 'portal' ? await machineToken(identity) : await staffToken(identity, request));
}

printToken().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
