/** Composition root: load, validate, bundle the functions, and write every environment's stacks to `cdktf.out`. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { loadEnvironments } from './environments/load';
import { emailOf } from './environments/mailing';
import { stackId } from './environments/names';
import { formatProblems, type Problem, sortProblems } from './environments/problems';
import type { Additions, LoadedEnvironment } from './environments/schema';
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
import { FoundationStack } from './stacks/foundation';
import { InternalStack } from './stacks/internal';
import { MachineStack } from './stacks/machine';
import { OktaStack } from './stacks/okta';
import { policyProblems } from './stacks/policies/fleet-problems';
import { policyFile } from './stacks/policies/source';
import { authorizerRoutes } from './stacks/routes/authorizer-routes';
import { routeProblems } from './stacks/routes/check';
import { edgeOf } from './stacks/routes/standing';
import { synthesize } from './stacks/synthesis/synthesize';
import { tablesOf } from './stacks/tables-of';

/** Bundled functions by their names in the catalogue; the authorizer's is the environment's own. */
export type Zips = ReadonlyMap<string, BundledFunction>;

/** The configuration has problems, so nothing was written. */
export class InvalidConfiguration extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(formatProblems(problems));
    this.name = 'InvalidConfiguration';
  }
}

/** Policies that single tenants, or services, add to their stores: by id. */
const additionsOf = (additions: readonly Additions[], of: Additions['of']) =>
  new Map(
    additions
      .filter((addition) => addition.of === of)
      .map(({ id, policies }) => [id, policies.map(({ path, text }) => policyFile(path, text))]),
  );

/** Every stack of one environment, each depending on what must stand before it: foundation, data, the rest. */
export function addStacks(app: App, loaded: LoadedEnvironment, zips: Zips): void {
  const { environment, tenants, services } = loaded;
  const tenantPolicies = additionsOf(loaded.additions, 'tenant');
  const servicePolicies = additionsOf(loaded.additions, 'service');
  const zipOf = ({ name }: FunctionFacts) => zips.get(name) ?? missing(name);
  const home = environment.regions[0] as string;

  for (const [account, { flows }] of Object.entries(environment.accounts)) {
    const target = (region: string) => ({ environment, account, region });
    const foundation = new FoundationStack(app, { target: target(home) });
    const hasTables = tablesOf(environment, account).size > 0;
    const data = hasTables ? new DataStack(app, { target: target(home) }) : undefined;
    data?.addDependency(foundation);
    const after = data ?? foundation;

    const cells = Object.entries(environment.cells).filter(([, cell]) => cell.account === account);
    const { internal, machine } = environment;
    for (const region of environment.regions) {
      const shared = { target: target(region) };
      const mail = emailOf(environment, account, region);
      const email = mail.identity || mail.configurationSet ? new EmailStack(app, shared) : undefined;
      email?.addDependency(foundation);
      // Terraform needs no such order, Cognito does: it refuses an identity that does not stand.
      const mailing = email ? [after, email] : [after];
      if (flows.includes('customer')) {
        const customer = new CustomerStack(app, {
          ...shared,
          hookZip: zipOf(customerHook),
          preSignUpZip: zipOf(customerPreSignUp),
          providerZip: zipOf(identityProvider),
        });
        for (const stack of mailing) customer.addDependency(stack);
      }
      if (flows.includes('internal') && internal)
        new InternalStack(app, {
          ...shared,
          settings: internal,
          hookZip: zipOf(internalHook),
          providerZip: zipOf(identityProvider),
        }).addDependency(after);
      if (flows.includes('machine') && machine)
        new MachineStack(app, {
          ...shared,
          settings: machine,
          services,
          additions: servicePolicies,
          hookZip: zipOf(machineHook),
        }).addDependency(after);
      for (const [name] of cells.filter(([, { regions }]) => regions.includes(region))) {
        const cell = new CellStack(app, name, {
          ...shared,
          tenants: tenants.filter((tenant) => tenant.cells[region] === name),
          additions: tenantPolicies,
          hookZip: zipOf(tenantHook),
          postConfirmationZip: zipOf(tenantPostConfirmation),
          providerZip: zipOf(identityProvider),
        });
        for (const stack of mailing) cell.addDependency(stack);
      }
      const edge = edgeOf(environment, account, region);
      if (edge)
        new EdgeStack(app, {
          ...shared,
          edge,
          authorizerZip: zipOf(authorizer),
          sampleZip: zipOf(sampleBackend),
        }).addDependency(after);
    }
    if (flows.includes('internal') && internal?.okta.app)
      new OktaStack(app, { target: target(home), settings: internal }).addDependency(foundation);
  }
}

function missing(name: string): never {
  throw new Error(`functions/bundle.ts made no zip of "${name}", which functions/catalogue.ts lists`);
}

/** A stack that configuration no longer has, and that is to be destroyed. */
interface Emptied {
  /** Name of the environment. */
  environment: string;
  account: string;
  region: string;
  /** Name inside its target, such as `cell-02`. */
  stack: string;
}

/** A stack was to be emptied that configuration still has. */
export class StillConfigured extends Error {
  constructor(id: string) {
    super(
      `stack ${id} cannot be removed: configuration still has it; take its cell, flow or region out first`,
    );
    this.name = 'StillConfigured';
  }
}

/** What `fleet rollout --remove stack:…` asks for, as JSON; unset in every other run. */
const emptiedStacks = (): Emptied[] => JSON.parse(process.env.FLEET_EMPTIED_STACKS ?? '[]');

/**
 * Writes all stacks of all environments under `root` to `outdir`: the same bytes wherever it runs.
 * Folders of stacks that are no more are removed; Terraform's own files in the others are left alone.
 * Throws InvalidConfiguration, with all problems, before anything is written.
 */
export function buildApp({ root, outdir }: { root: string; outdir: string }): void {
  const { environments, additions, problems } = loadEnvironments(root);
  const values = environments.map(({ environment }) => environment);
  const all = sortProblems([...problems, ...policyProblems(additions), ...routeProblems(values)]);
  if (all.length > 0) throw new InvalidConfiguration(all);

  mkdirSync(join(outdir, 'stacks'), { recursive: true });
  const zipDir = mkdtempSync(join(tmpdir(), 'fleet-functions-'));
  try {
    const zips = bundle(zipDir);
    const app = new App({ outdir, stackTraces: false });
    for (const loaded of environments) {
      const { name, edge } = loaded.environment;
      const own = edge ? [bundleAuthorizer(zipDir, name, authorizerRoutes(edge))] : [];
      addStacks(app, loaded, new Map([...zips, ...own].map((zip) => [zip.name, zip])));
      const { environment } = loaded;
      for (const { account, region, stack } of emptiedStacks().filter((one) => one.environment === name)) {
        const id = stackId(environment, account, region, stack);
        if (app.node.tryFindChild(id)) throw new StillConfigured(id);
        new EmptiedStack(app, stack, { target: { environment, account, region } });
      }
    }
    synthesize(app);
    for (const stack of readdirSync(join(outdir, 'stacks')))
      if (!app.node.tryFindChild(stack)) rmSync(join(outdir, 'stacks', stack), { recursive: true });
  } finally {
    rmSync(zipDir, { recursive: true });
  }
}

if (require.main === module) {
  try {
    buildApp({ root: __dirname, outdir: process.env.CDKTF_OUTDIR ?? 'cdktf.out' });
  } catch (error) {
    if (!(error instanceof InvalidConfiguration || error instanceof StillConfigured)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
