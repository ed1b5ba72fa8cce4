#!/usr/bin/env node
// Plain JavaScript that every Node.js can read, so that an old one gets a message and no syntax error.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

function stop(message) {
  console.error(`fleet: ${message}`);
  process.exit(2);
}

// Packages of ES modules can be required from 20.19 and 22.12 on.
if (!process.features.require_module)
  stop(
    `Node.js ${process.versions.node} is too old\n  install Node.js 22, or at least 20.19: https://nodejs.org/en/download`,
  );

const root = join(__dirname, '..');
if (!existsSync(join(root, 'node_modules', 'esbuild')))
  stop(`the project's packages are not installed\n  run: cd ${root} && npm ci`);

require('./typescript');
require('../scripts/fleet').main(root);
