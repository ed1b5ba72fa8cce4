import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadedEnvironment } from '../../../environments/schema';
import { type Workspace, workspaceOf } from '../../../scripts/cli/workspace';
import { realEnvironment } from '../../invariants/fleet';
import { fleetOn, writeEveryOption } from '../../stacks/every-option-root';
import { type Ended, type Running, start, stateFolder } from './fleet';

const region = 'eu-central-1';
const { environment: staging, tenants, services } = realEnvironment('staging');
const acme = tenants.find(({ id }) => id === 'acme');
if (!acme) throw new Error('staging has no tenant acme');

/** A tenant without an identity provider, which would only cost time. */
const tenant = (id: string, cell: string) => {
  const { identityProvider: _, branding: __, ...plain } = acme;
  const url = `https://${id}.staging.northpay.example`;
  return {
    ...plain,
    id,
    cells: { [region]: cell },
    callbackUrls: [`${url}/signed-in`],
    logoutUrls: [`${url}/`],
  };
};

/** One account in one region with two cells and the machine flow, which Terraform can apply in a minute. */
export function smallFleet(): LoadedEnvironment {
  const cell = (ring: 'canary' | 'early') => ({ account: 'all', regions: [region], ring, capacity: 5 });
  const { internal: _, edge: __, email: ___, ...rest } = staging;
  return {
    environment: {
      ...rest,
      regions: [region],
      customer: { ...staging.customer, databases: { [region]: staging.customer.databases?.[region] } },
      accounts: { all: { id: '202020202020', flows: ['machine'] } },
      cells: { 'cell-01': cell('canary'), 'cell-02': cell('early') },
    } as LoadedEnvironment['environment'],
    tenants: [tenant('acme', 'cell-01'), tenant('initech', 'cell-01'), tenant('hooli', 'cell-02')],
    services: services
      .filter(({ id }) => ['billing', 'legacy-export'].includes(id))
      .map((service) => ({ ...service, policyStore: 'shared' as const })),
    overlays: [],
  };
}

/** A separate project with one environment, whose files a test may change between commands. */
export class Project {
  readonly root = stateFolder();

  constructor(readonly env: NodeJS.ProcessEnv) {}

  get workspace(): Workspace {
    return workspaceOf(this.root, this.env);
  }

  /** Replaces the environment's files. */
  write(loaded: LoadedEnvironment): void {
    for (const name of ['environments', 'main.ts', 'node_modules'])
      rmSync(join(this.root, name), { recursive: true, force: true });
    writeEveryOption(this.root, loaded);
  }

  start(...args: string[]): Running {
    return start(process.execPath, ['-e', fleetOn(this.root), '--', ...args], this.env);
  }

  fleet(...args: string[]): Promise<Ended> {
    return this.start(...args).ended;
  }
}
