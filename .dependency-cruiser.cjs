// Which folder may import which: docs in the architecture, proof in test/invariants/imports.test.ts.
const ours =
  '^(main\\.ts|validate\\.ts|content-cache\\.ts|environments|stacks|functions|scripts|local|bench)(/|$)';
const catalogue = '^functions/catalogue\\.ts$';
const cdktf = '(^|/)node_modules/(cdktf|constructs|@cdktf/)';

/** A folder may import itself and what is listed, and nothing else of ours. */
const only = (folder, allowed, comment) => ({
  name: `${folder}-imports`,
  comment,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: { path: ours, pathNot: [`^${folder}/`, ...allowed] },
});

module.exports = {
  forbidden: [
    only('environments', [], 'environments are pure data and their validation'),
    only('functions', [], 'a Lambda knows nothing of how it is deployed'),
    only('local', [], 'the local AWS stands for AWS, which knows nothing of us'),
    only(
      'stacks',
      ['^environments/', catalogue],
      'stacks are made from values, and from facts about functions',
    ),
    only(
      'scripts',
      // Policies and routes are checked offline, moto is looked for, and calls are counted, by those who know how.
      [
        '^environments/',
        catalogue,
        '^(main|validate)\\.ts$',
        '^stacks/(policies|routes)/',
        '^local/(moto-process|quotas/rate-quota)\\.ts$',
      ],
      'commands see stacks only as cdktf.out',
    ),
    {
      name: 'stacks-take-values',
      comment:
        'only main.ts joins environment values to stacks; stacks know types, computed names, what an account has, and how files are read and problems told',
      severity: 'error',
      from: { path: '^stacks/' },
      to: {
        path: '^environments/',
        pathNot:
          '^environments/(mailing|names|problems|placement/(edge|tables)|loading/(finding|json-file|schema-findings|text-file))\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'cdktf-stays-in-stacks',
      comment: 'cdktf is archived: a move to its successor must stay small',
      severity: 'error',
      // The bench for bare CDKTF is what it is measured against.
      from: { path: ours, pathNot: '^(stacks/|main\\.ts$|bench/support/bare\\.cjs$)' },
      // Its package.json says which provider version it is for.
      to: { path: cdktf, pathNot: '/package\\.json$' },
    },
    {
      name: 'no-provider-barrel',
      comment:
        'the barrel of the AWS provider costs 7 s and 0.8 GB: import resources of any provider by subpath',
      severity: 'error',
      from: {},
      to: { path: '(^|/)node_modules/@cdktf/provider-(aws|okta)/lib/(lazy-)?index\\.' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: ours },
      to: { circular: true },
    },
    {
      name: 'no-development-packages',
      comment: 'a pipeline installs with `npm ci --omit=dev`; only the local AWS and the demo need more',
      severity: 'error',
      from: {
        path: '^(main|validate|content-cache)\\.ts$|^(environments|stacks|functions|scripts/(?!demo|local|successors))',
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'resolvable', severity: 'error', from: { path: ours }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.cjs', '.json', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
