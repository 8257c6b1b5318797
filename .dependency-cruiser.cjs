// The house's directions (docs/adr/0001), checked by `npm run check`.
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'areas-never-import-areas',
      severity: 'error',
      from: { path: '^functions/([^/]+)/' },
      to: { path: '^functions/([^/]+)/', pathNot: '^functions/$1/' },
    },
    { name: 'shared-never-imports-functions', severity: 'error', from: { path: '^shared/' }, to: { path: '^(functions|infra)/' } },
    {
      name: 'pure-rooms-have-no-io',
      comment: 'The loan book, money, calendar and transitions know no AWS, no I/O, no clock, no randomness.',
      severity: 'error',
      from: { path: '^shared/(loan-book|money|calendar|transitions|institute)/' },
      to: { path: '(^shared/(ledger|register|store|http|documents|observability)/|@aws-sdk|@middy)', },
    },
    {
      name: 'pure-rooms-have-no-node-io',
      severity: 'error',
      from: { path: '^shared/(loan-book|money|calendar|transitions)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'loan-book-imports-money-and-calendar-only',
      severity: 'error',
      from: { path: '^shared/loan-book/' },
      to: { path: '^shared/', pathNot: '^shared/(loan-book|money|calendar)/' },
    },
    {
      name: 'nothing-below-the-ledger-imports-it',
      comment: 'Rooms that the ledger stands on, or that stand beside it. What they share with it is in canonical and institute.',
      severity: 'error',
      from: { path: '^shared/(canonical|institute|store|register|transitions|refusals|identity|observability|documents)/' },
      to: { path: '^shared/ledger/' },
    },
    {
      name: 'handlers-never-import-infra',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^infra/' },
    },
    {
      name: 'nothing-imports-test',
      comment: 'What is deployed, and what runs it on one machine, stands without tests and demonstration.',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'demonstration-areas-know-lending-only',
      comment: 'test/demonstration: every area stands on the borrowers that lending loads; only seeders.ts knows the areas.',
      severity: 'error',
      from: { path: '^test/demonstration/(?!working-day/)([^/]+)/' },
      to: { path: '^test/demonstration/([^/]+)/', pathNot: '^test/demonstration/($1|lending)/' },
    },
    {
      name: 'infra-takes-no-handler-logic',
      comment: 'infra imports names, route tables and environment schemas only; commands mend sums as an area itself would.',
      severity: 'error',
      from: { path: '^infra/(?!local/commands/)' },
      to: { path: '^functions/', pathNot: '(routes|environment)\\.ts$' },
    },
    {
      name: 'figures-know-no-paper-and-no-close',
      comment: 'reports/: figures are computed; drawing and closing read them, and not each other.',
      severity: 'error',
      from: { path: '^functions/recovery/reports/figures/' },
      to: { path: '^functions/recovery/reports/(drawing|closing)/' },
    },
    {
      name: 'what-closes-a-day-draws-nothing',
      severity: 'error',
      from: { path: '^functions/recovery/reports/closing/' },
      to: { path: '^functions/recovery/reports/drawing/' },
    },
    {
      name: 'what-draws-a-report-closes-nothing',
      severity: 'error',
      from: { path: '^functions/recovery/reports/drawing/' },
      to: { path: '^functions/recovery/reports/closing/' },
    },
    {
      name: 'renderers-stay-out-of-money-paths',
      severity: 'error',
      from: { path: '^shared/(ledger|store|http|register|loan-book)/' },
      to: { path: '^shared/documents/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
