import { parseStateFile } from '../terraform/state-file';
import { type Owner, ownerOf } from './owner';

/** A managed resource of a state, with the fields that matter for its removal. */
export interface DeployedResource {
  /** `aws_cognito_user_pool.initech_pool` */
  address: string;
  type: string;
  /** Its id in AWS. */
  id: string;
  owner: Owner | undefined;
  /** Whether AWS refuses to delete it. */
  deletionProtection: boolean;
}

/** The environment as an account's foundation recorded it when it was last applied. */
export interface AppliedEnvironment {
  production: boolean;
  /** Account name → 12-digit id. */
  accounts: Readonly<Record<string, string>>;
}

/** A parsed state. */
export interface DeployedState {
  resources: DeployedResource[];
  /** Only in states of foundations. */
  environment: AppliedEnvironment | undefined;
}

const isProtected = (attributes: Record<string, unknown> = {}) =>
  attributes.deletion_protection === 'ACTIVE' || attributes.deletion_protection_enabled === true;

/**
 * Parses a state (JSON, format version 4). An empty text is a state without resources.
 * Throws on anything else, since it is unknown then what would be destroyed.
 * @param stack the stack's name inside its target
 */
export function parseState(stack: string, text: string): DeployedState {
  if (text.trim() === '') return { resources: [], environment: undefined };
  const { outputs, resources } = parseStateFile(text);
  const managed = resources.filter(({ instances }) => instances.length > 0);
  return {
    resources: managed.map(({ type, name, instances }) => ({
      address: `${type}.${name}`,
      type,
      id: String(instances[0]?.attributes?.id ?? ''),
      owner: ownerOf(stack, name),
      deletionProtection: instances.some(({ attributes }) => isProtected(attributes)),
    })),
    environment: outputs.environment?.value as AppliedEnvironment | undefined,
  };
}
