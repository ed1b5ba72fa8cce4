import { type App, TerraformStack } from 'cdktf';

import tokens = require('cdktf/lib/_tokens');

import { isKnownCdktf } from './known-cdktf';
import { letGo } from './let-go';
import { resolve } from './resolve';

/** Writes the stacks of an app. */
export interface StackWriter {
  /** Writes a stack and frees its constructs and tokens. Its dependencies must be in the app, written or not. */
  write(stack: TerraformStack): void;
  /** Writes the manifest once every stack is written. Throws what the app's validations find. */
  finish(): void;
}

const nothing = () => {};

/** Resolves each element once, as it is written; CDKTF resolves it an extra time to find references to other stacks. */
function writeOnce(app: App, stack: TerraformStack): void {
  const session = { outdir: app.outdir, skipValidation: app.skipValidation, manifest: app.manifest };
  const original = tokens.resolve;
  tokens.resolve = resolve;
  try {
    stack.ensureBackendExists();
    stack.synthesizer.synthesize(session);
  } finally {
    tokens.resolve = original;
  }
  letGo(stack);
  stack.prepareStack = nothing;
  stack.synthesizer = { synthesize: nothing };
}

/**
 * Writes byte for byte what `app.synth()` does, but faster, and lets each stack be built after the previous one is
 * written. With any CDKTF other than the one this was written for, `finish` is `app.synth()` and `write` does
 * nothing: docs/decisions/0025-one-resolve.md.
 */
export const stackWriter = (app: App): StackWriter => ({
  write: isKnownCdktf() ? (stack) => writeOnce(app, stack) : nothing,
  finish: () => app.synth(),
});

/** Writes an app whose stacks are all built. */
export function synthesize(app: App): void {
  const writer = stackWriter(app);
  for (const stack of app.node.findAll().filter(TerraformStack.isStack)) writer.write(stack);
  writer.finish();
}
