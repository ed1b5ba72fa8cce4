import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountId } from '../../environments/names';
import type { LoadedEnvironment, Ring } from '../../environments/schema';
import { failure } from '../cli/errors';

/** One synthesized stack, and what the environment says of it. */
export interface StackInfo {
  /** `<env>-<account>-<region>-<stack>`. */
  id: string;
  environment: string;
  account: string;
  accountId: string;
  region: string;
  /** Name inside its target, such as `data` or `cell-01`. */
  stack: string;
  /** Undefined for what every ring stands on: `foundation`, `data` and `email`. */
  ring: Ring | undefined;
  /** Ids of the tenants that stand in it. */
  tenants: readonly string[];
  /** Ids of stacks that are applied before, where they are applied at all. */
  dependencies: readonly string[];
  /** Configuration no longer has it, and it was named to be destroyed. */
  removed?: true;
}

/** What we read of `cdktf.out/manifest.json`. */
export interface Manifest {
  stacks: Record<string, { dependencies: string[] }>;
}

/** Reads the manifest of a synthesized tree. Throws when there is none. */
export function readManifest(out: string): Manifest {
  try {
    return JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
  } catch (error) {
    throw failure(`cannot read ${join(out, 'manifest.json')}`, 'run: npx fleet synth', error);
  }
}

/** The name of a stack inside its target. */
export const stackName = /^(foundation|data|email|customer|internal|machine|okta|edge|cell-\d{2})$/;

/** What every ring stands on. */
const common = ['foundation', 'data', 'email'];

/** What the edge of a target asks. Terraform needs no such order, people do: first what answers, then who asks it. */
const asked = /^(customer|internal|machine|cell-\d{2})$/;

/** Ids of those stacks in a target, whose ids begin with `prefix`. */
const askedIn = (manifest: Manifest, prefix: string): string[] =>
  Object.keys(manifest.stacks).filter((id) => id.startsWith(prefix) && asked.test(id.slice(prefix.length)));

/**
 * The environment's stacks in a manifest.
 * An id is taken apart with the environment's own accounts and regions, since all its parts may hold hyphens.
 * Throws, naming them all, when stacks of the environment are of no kind known here: they would never be applied.
 */
export function stacksOf(manifest: Manifest, { environment, tenants }: LoadedEnvironment): StackInfo[] {
  const targets = Object.keys(environment.accounts).flatMap((account) =>
    environment.regions.map((region) => {
      const prefix = `${environment.name}-${account}-${region}-`;
      return { account, region, prefix };
    }),
  );
  const read = Object.entries(manifest.stacks).map(([id, { dependencies }]) => {
    const own = targets.filter(({ prefix }) => id.startsWith(prefix));
    const found = own.find(({ prefix }) => stackName.test(id.slice(prefix.length)));
    return { id, dependencies, own, found };
  });
  const strange = read.filter(({ own, found }) => own.length > 0 && !found).map(({ id }) => id);
  if (strange.length > 0)
    throw failure(
      `no place in the rollout for the kind of ${strange.join(', ')}`,
      'give the kind its place in scripts/lib/stacks.ts; if cdktf.out is of another version: npx fleet synth',
    );

  return read.flatMap(({ id, dependencies, found }) => {
    if (!found) return [];
    const { account, region, prefix } = found;
    const stack = id.slice(prefix.length);
    return {
      id,
      environment: environment.name,
      account,
      accountId: accountId(environment, account),
      region,
      stack,
      // What serves everybody goes last, when the canary and early cells have gone well.
      ring: common.includes(stack) ? undefined : (environment.cells[stack]?.ring ?? 'general'),
      tenants: tenants
        .filter(({ cells }) => cells[region as keyof typeof cells] === stack)
        .map(({ id }) => id),
      dependencies: [...dependencies, ...(stack === 'edge' ? askedIn(manifest, prefix) : [])],
    };
  });
}
