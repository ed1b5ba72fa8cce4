import { createHash } from 'node:crypto';
import { App, DefaultTokenResolver, TerraformStack } from 'cdktf';

import tokens = require('cdktf/lib/_tokens');
import encoding = require('cdktf/lib/tokens/private/encoding');
import resolving = require('cdktf/lib/tokens/private/resolve');
import tokenMap = require('cdktf/lib/tokens/private/token-map');

import { version } from 'cdktf/package.json';

/** The parts of CDKTF that our synthesis replaces or relies on. */
const parts = [
  App.prototype.synth,
  TerraformStack.prototype.prepareStack,
  TerraformStack.prototype.toTerraform,
  tokens.resolve,
  resolving.resolve,
  encoding.TokenString,
  encoding.unresolved,
  encoding.extractTokenDouble,
  DefaultTokenResolver,
  tokenMap.TokenMap,
];

/** Hash of the version and source text of those parts, so that a patched copy differs too. */
export const fingerprint = (sources = parts.map(String)): string =>
  createHash('sha256')
    .update(JSON.stringify([version, ...sources]))
    .digest('hex');

/** CDKTF 0.21.0 as published. */
const known = 'be5ffa688f364153fc34dee3717454bc1b4f28759b8a286ff8e7163605f60eaf';

/** Whether the installed CDKTF is the one that our synthesis was written for. */
export const isKnownCdktf = (): boolean => fingerprint() === known;
