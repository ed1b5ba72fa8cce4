import { usageError } from '../cli/errors';

/** One of the packages that only the local AWS needs: if it is installed, so are the others. */
const example = 'oidc-provider';

/** Throws a usage error if only production packages are installed, as in a pipeline (`npm ci --omit=dev`). */
export function requireLocalPackages(): void {
  try {
    require.resolve(example);
  } catch {
    throw usageError('the local AWS needs development packages, which are not installed', 'run: npm ci');
  }
}
