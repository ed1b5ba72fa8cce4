/** Composition root: load and validate, place, bundle the functions, and write the stacks to `cdktf.out`. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { App } from 'cdktf';
import { contentCache } from './content-cache';
import { type PlacedStack, placementOf } from './environments/placement';
import { edgeOf } from './environments/placement/edge';
import type { StackKind } from './environments/placement/kinds';
import type { LoadedEnvironment, PolicyOverlay } from './environments/schema';
import { bundle, bundleAuthorizer } from './functions/bundle';
import {
  authorizer,
  type BundledFunction,
  customerHook,
  customerPreSignUp,
  type FunctionFacts,
  identityProvider,
  internalHook,
  machineHook,
  sampleBackend,
  tenantHook,
  tenantPostConfirmation,
} from './functions/catalogue';
import { CellStack } from './stacks/cell';
import { CustomerStack } from './stacks/customer';
import { DataStack } from './stacks/data';
import { EdgeStack } from './stacks/edge';
import { EmailStack } from './stacks/email';
import { EmptiedStack } from './stacks/emptied';
import type { FleetStack, Target } from './stacks/fleet-stack';
import { FoundationStack } from './stacks/foundation';
import { InternalStack } from './stacks/internal';
import { MachineStack } from './stacks/machine';
import { OktaStack } from './stacks/okta';
import { fleetNamespace } from './stacks/policies/cedar';
import { policyFile } from './stacks/policies/source';
import { authorizerRoutes } from './stacks/routes/authorizer-routes';
import { stackWriter } from './stacks/synthesis/synthesize';
import { InvalidConfiguration, validate } from './validate';

/** Bundled functions by their names in the catalogue; each environment has its own authorizer. */
export type Zips = ReadonlyMap<string, BundledFunction>;

/** Everything a stack is built from. */
interface Parts {
  app: App;
  target: Target;
  placed: PlacedStack;
  loaded: LoadedEnvironment;
  zipOf(facts: FunctionFacts): BundledFunction;
}

/** Policies that individual tenants or services add to their stores, by id. */
const overlaysOf = ({ overlays }: LoadedEnvironment, of: PolicyOverlay['of']) =>
  new Map(
    overlays
      .filter((overlay) => overlay.of === of)
      .map(({ id, policies }) => [id, policies.map(({ path, text }) => policyFile(path, text))]),
  );

/** Placement puts a stack only where the environment has its settings. */
function given<T>(settings: T | undefined, { id }: PlacedStack): T {
  if (settings === undefined) throw new Error(`${id} is placed, but the environment has no settings for it`);
  return settings;
}

/** How each kind of stack is built. */
const builders: Readonly<Record<StackKind, (parts: Parts) => FleetStack>> = {
  foundation: ({ app, target }) => new FoundationStack(app, { target }),
  data: ({ app, target }) => new DataStack(app, { target }),
  email: ({ app, target }) => new EmailStack(app, { target }),
  customer: ({ app, target, zipOf }) =>
    new CustomerStack(app, {
      target,
      hookZip: zipOf(customerHook),
      preSignUpZip: zipOf(customerPreSignUp),
      providerZip: zipOf(identityProvider),
    }),
  internal: ({ app, target, placed, zipOf }) =>
    new InternalStack(app, {
      target,
      settings: given(target.environment.internal, placed),
      hookZip: zipOf(internalHook),
      providerZip: zipOf(identityProvider),
    }),
  machine: ({ app, target, placed, loaded, zipOf }) =>
    new MachineStack(app, {
      target,
      settings: given(target.environment.machine, placed),
      services: loaded.services,
      overlays: overlaysOf(loaded, 'service'),
      hookZip: zipOf(machineHook),
    }),
  cell: ({ app, target, placed, loaded, zipOf }) =>
    new CellStack(app, placed.stack, {
      target,
      tenants: loaded.tenants.filter(({ id }) => placed.tenants.includes(id)),
      overlays: overlaysOf(loaded, 'tenant'),
      hookZip: zipOf(tenantHook),
      postConfirmationZip: zipOf(tenantPostConfirmation),
      providerZip: zipOf(identityProvider),
    }),
  edge: ({ app, target, placed, zipOf }) =>
    new EdgeStack(app, {
      target,
      edge: given(edgeOf(target.environment, target.account, target.region), placed),
      authorizerZip: zipOf(authorizer),
      sampleZip: zipOf(sampleBackend),
    }),
  okta: ({ app, target, placed }) =>
    new OktaStack(app, { target, settings: given(target.environment.internal, placed) }),
};

/** Builds the given stacks of one environment lazily, one at a time, dependencies first. */
export function* buildStacks(
  app: App,
  loaded: LoadedEnvironment,
  zips: Zips,
  placement: readonly PlacedStack[] = placementOf(loaded),
): Generator<FleetStack> {
  const { environment } = loaded;
  const zipOf = ({ name }: FunctionFacts) => zips.get(name) ?? missing(name);
  const built = new Map<string, FleetStack>();
  const samlDocuments = new Map(
    (loaded.samlDocuments ?? []).map(({ path, text }) => [basename(path), text] as const),
  );
  function* build(placed: PlacedStack): Generator<FleetStack> {
    const { id, account, region, kind, needs } = placed;
    if (built.has(id)) return;
    const needed = placement.filter((other) => needs.includes(other.id));
    for (const other of needed) yield* build(other);
    const target = { environment, account, region, samlDocuments };
    const stack = builders[kind]({ app, target, placed, loaded, zipOf });
    for (const other of needed) stack.addDependency(built.get(other.id) as FleetStack);
    built.set(id, stack);
    yield stack;
  }
  for (const placed of placement) yield* build(placed);
}

function missing(name: string): never {
  throw new Error(`functions/bundle.ts made no zip for "${name}", which functions/catalogue.ts lists`);
}

/** A stack that is no longer in the configuration and is to be destroyed. */
type Emptied = Pick<PlacedStack, 'id' | 'account' | 'region' | 'stack'>;

/** Limits what is written; by default, every stack of every environment is. */
interface Only {
  /** Ids of the stacks to write; all if omitted. */
  selected?: ReadonlySet<string>;
  /** Stacks of the first environment to write empty, for `fleet rollout --remove stack:…`. */
  emptied?: readonly Emptied[];
}

/**
 * Writes the stacks of these environments to `outdir`: the same bytes wherever it runs.
 * Folders of any other stacks are removed; Terraform's own files in the remaining ones are left alone.
 * @returns the ids of the stacks
 */
export function writeStacks(
  environments: readonly LoadedEnvironment[],
  outdir: string,
  { selected, emptied = [] }: Only = {},
): string[] {
  const placed = environments.map((loaded): [LoadedEnvironment, PlacedStack[]] => [
    loaded,
    placementOf(loaded).filter(({ id }) => selected?.has(id) ?? true),
  ]);
  const known = new Set([...placed.flatMap(([, stacks]) => stacks), ...emptied].map(({ id }) => id));
  const unknown = [...(selected ?? [])].filter((id) => !known.has(id));
  if (unknown.length > 0) throw new Error(`placement has no stack ${unknown.sort().join(', ')}`);
  mkdirSync(join(outdir, 'stacks'), { recursive: true });
  const zipDir = mkdtempSync(join(tmpdir(), 'fleet-functions-'));
  try {
    const cache = contentCache(__dirname, 'zips', ['functions']);
    const zips = bundle(zipDir, cache);
    const app = new App({ outdir, stackTraces: false });
    const writer = stackWriter(app);
    for (const [loaded, placement] of placed) {
      const { name, edge } = loaded.environment;
      const own = edge
        ? [bundleAuthorizer(zipDir, name, authorizerRoutes(edge), fleetNamespace(), cache)]
        : [];
      const named = new Map([...zips, ...own].map((zip) => [zip.name, zip]));
      // Each stack is written and freed before the next is built, to bound memory.
      for (const built of buildStacks(app, loaded, named, placement)) writer.write(built);
    }
    for (const { account, region, stack } of emptied) {
      const { environment } = environments[0] as LoadedEnvironment;
      writer.write(new EmptiedStack(app, stack, { target: { environment, account, region } }));
    }
    writer.finish();
    for (const stack of readdirSync(join(outdir, 'stacks')))
      if (!app.node.tryFindChild(stack)) rmSync(join(outdir, 'stacks', stack), { recursive: true });
    return app.node.children.map(({ node }) => node.id).sort();
  } finally {
    rmSync(zipDir, { recursive: true });
  }
}

/** Validates `root` and writes all stacks. If invalid, throws InvalidConfiguration and writes nothing. */
export const buildApp = ({ root, outdir }: { root: string; outdir: string }): string[] =>
  writeStacks(validate(root), outdir);

if (require.main === module) {
  try {
    buildApp({ root: __dirname, outdir: process.env.CDKTF_OUTDIR ?? 'cdktf.out' });
  } catch (error) {
    if (!(error instanceof InvalidConfiguration)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
