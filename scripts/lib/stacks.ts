import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountId } from '../../environments/names';
import type { LoadedEnvironment, Ring } from '../../environments/schema';
import { failure } from './errors';

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

const stackName = /^(foundation|data|email|customer|internal|machine|okta|edge|cell-\d{2})$/;

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
 */
export function stacksOf(manifest: Manifest, { environment, tenants }: LoadedEnvironment): StackInfo[] {
  const targets = Object.keys(environment.accounts).flatMap((account) =>
    environment.regions.map((region) => ({ account, region })),
  );
  return Object.entries(manifest.stacks).flatMap(([id, { dependencies }]) =>
    targets.flatMap(({ account, region }) => {
      const prefix = `${environment.name}-${account}-${region}-`;
      const stack = id.slice(prefix.length);
      if (!id.startsWith(prefix) || !stackName.test(stack)) return [];
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
    }),
  );
}
