// Packages that ship only ES modules; jest loads CommonJS, so swc rewrites them.
const esmOnly = ['jose', 'oidc-provider'];
const swc = { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } };

const project = (displayName, testMatch, ignored = []) => ({
  displayName,
  testMatch,
  // A negated pattern in testMatch would not know <rootDir>, and the unit project would run everything.
  testPathIgnorePatterns: ['/node_modules/', ...ignored],
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/start-reaper.js',
  globalTeardown: '<rootDir>/test/support/check-left.js',
  setupFiles: ['<rootDir>/test/support/settings.js', '<rootDir>/test/support/keys.js'],
  // Loaded by the tests that use it, with the seed of this run.
  moduleNameMapper: { '^fast-check$': '<rootDir>/test/support/fast-check.js' },
  transform: { '^.+\\.[mc]?[jt]s$': ['@swc/jest', swc] },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  modulePathIgnorePatterns: ['<rootDir>/cdktf.out', '<rootDir>/.fleet'],
});

module.exports = {
  // The only limit: it ends what hangs, and no machine is too busy for it.
  testTimeout: 900_000,
  testSequencer: './test/support/longest-first.js',
  projects: [
    project('unit', ['<rootDir>/test/**/*.test.ts'], ['<rootDir>/test/e2e/']),
    project('e2e', ['<rootDir>/test/e2e/**/*.test.ts']),
    // Takes an hour, and has a target of its own.
    project('long', ['<rootDir>/test/e2e/**/*.long.ts']),
  ],
};
