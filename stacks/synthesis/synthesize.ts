import { type App, TerraformStack } from 'cdktf';

import tokens = require('cdktf/lib/_tokens');

import { isKnownCdktf } from './known-cdktf';
import { keysByStack, letGo } from './let-go';
import { resolve } from './resolve';

/** Resolves each element when it is written, not before, and frees it once its stack is on disk. */
function resolveOnce(stack: TerraformStack, keys: readonly string[] | undefined): void {
  // CDKTF resolves everything a first time to find references to other stacks, which ours never have.
  stack.prepareStack = () => {
    stack.ensureBackendExists();
  };
  const { synthesizer } = stack;
  stack.synthesizer = {
    synthesize(session) {
      synthesizer.synthesize(session);
      letGo(stack, keys);
    },
  };
}

/**
 * `app.synth()` to the byte, but faster, and the stacks are empty afterwards. With any other CDKTF than the one
 * that this was written for, it is `app.synth()` itself: docs/decisions/0025-one-resolve.md.
 */
export function synthesize(app: App): void {
  if (!isKnownCdktf()) {
    app.synth();
    return;
  }
  const stacks = app.node.findAll().filter(TerraformStack.isStack);
  const keys = keysByStack();
  for (const stack of stacks) resolveOnce(stack, keys.get(stack));
  const original = tokens.resolve;
  tokens.resolve = resolve;
  try {
    app.synth();
  } finally {
    tokens.resolve = original;
  }
  // Writing a stack gives out some more.
  const late = keysByStack();
  for (const stack of stacks) letGo(stack, late.get(stack));
}
