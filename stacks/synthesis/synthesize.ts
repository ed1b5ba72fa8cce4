import { type App, TerraformStack } from 'cdktf';

import tokens = require('cdktf/lib/_tokens');

import { isKnownCdktf } from './known-cdktf';
import { letGo } from './let-go';
import { resolve } from './resolve';

/** Writes the stacks of an app. */
export interface StackWriter {
  /** Writes a stack, and frees its constructs and tokens. Stacks that it depends on stand in the app, written or not. */
  write(stack: TerraformStack): void;
  /** Writes the manifest, once every stack is written. Throws what the app's validations find. */
  finish(): void;
}

const nothing = () => {};

/** Resolves each element once, as it is written, where CDKTF does so a first time to find references to other stacks. */
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
 * What `app.synth()` writes, to the byte, but faster, and each stack may be built only when the one before it is
 * written. With any other CDKTF than the one that this was written for, `finish` is `app.synth()` and `write` does
 * nothing: docs/decisions/0025-one-resolve.md.
 */
export const stackWriter = (app: App): StackWriter => ({
  write: isKnownCdktf() ? (stack) => writeOnce(app, stack) : nothing,
  finish: () => app.synth(),
});

/** Writes an app whose stacks all stand. */
export function synthesize(app: App): void {
  const writer = stackWriter(app);
  for (const stack of app.node.findAll().filter(TerraformStack.isStack)) writer.write(stack);
  writer.finish();
}
