import { usageError } from '../cli/errors';

/** One of the packages that only the local AWS needs: where it is, the others are too. */
const example = 'oidc-provider';

/** Throws a usage error where only a pipeline's packages are installed (`npm ci --omit=dev`). */
export function requireLocalPackages(): void {
  try {
    require.resolve(example);
  } catch {
    throw usageError(
      'the local AWS needs packages that are not installed: only those for check, synth, plan and rollout are',
      'run: npm ci',
    );
  }
}
