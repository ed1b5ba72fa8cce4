import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackConfiguration, StateEntry } from '../adoption/types';
import { awsProviderAddress } from '../terraform/provider-source';
import { pullState, pushState, type StackSession } from '../terraform/session';

/** A resource to put into a state. */
export interface AddressedEntry extends StateEntry {
  address: string;
}

/** The part of Terraform's state that is written here. */
interface RawState {
  version: 4;
  terraform_version: string;
  serial: number;
  lineage: string;
  outputs: object;
  resources: object[];
  check_results: null;
}

/** A resource's provider in state notation. */
function providerOf(configuration: StackConfiguration, type: string, name: string, address: string): string {
  const { provider } = configuration.resource?.[type]?.[name] ?? {};
  const alias = typeof provider === 'string' ? `.${provider.split('.')[1]}` : '';
  return `provider["${address}"]${alias}`;
}

/**
 * Adds resources that the provider cannot import to a state. Everything else in it stays as it is.
 * @param text the state; empty if there is none
 */
export function withEntries(
  text: string,
  entries: readonly AddressedEntry[],
  {
    configuration,
    provider,
    version,
  }: { configuration: StackConfiguration; provider: string; version: string },
): string {
  const state: RawState =
    text.trim() === ''
      ? {
          version: 4,
          terraform_version: version,
          serial: 0,
          lineage: randomUUID(),
          outputs: {},
          resources: [],
          check_results: null,
        }
      : JSON.parse(text);
  const added = entries.map(({ address, schemaVersion, attributes }) => {
    const [type = '', name = ''] = address.split('.');
    return {
      mode: 'managed',
      type,
      name,
      provider: providerOf(configuration, type, name, provider),
      instances: [{ schema_version: schemaVersion, attributes, sensitive_attributes: [] }],
    };
  });
  return JSON.stringify({ ...state, serial: state.serial + 1, resources: [...state.resources, ...added] });
}

/** Adds such resources to the stack's state through Terraform, which refuses one that does not succeed the current one. */
export async function addToState(
  session: StackSession,
  configuration: StackConfiguration,
  entries: readonly AddressedEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const { tool } = session.terraform;
  const file = join(session.folder, 'adopted.tfstate');
  try {
    await pullState(session, file);
    const text = withEntries(readFileSync(file, 'utf8'), entries, {
      configuration,
      provider: awsProviderAddress(tool),
      version: tool.version,
    });
    writeFileSync(file, text, { mode: 0o600 });
    await pushState(session, file);
  } finally {
    rmSync(file, { force: true });
  }
}
