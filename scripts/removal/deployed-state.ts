import { parseStateFile } from '../terraform/state-file';
import { type Owner, ownerOf } from './owner';

/** One managed resource of a state, as far as its removal matters. */
export interface DeployedResource {
  /** `aws_cognito_user_pool.initech_pool` */
  address: string;
  type: string;
  /** What AWS calls it. */
  id: string;
  owner: Owner | undefined;
  /** AWS itself refuses to delete it. */
  deletionProtection: boolean;
}

/** What an account's foundation said of its environment when it was last applied. */
export interface AppliedEnvironment {
  production: boolean;
  /** Account name → 12-digit id. */
  accounts: Readonly<Record<string, string>>;
}

/** What a state says. */
export interface DeployedState {
  resources: DeployedResource[];
  /** In states of foundations. */
  environment: AppliedEnvironment | undefined;
}

const isProtected = (attributes: Record<string, unknown> = {}) =>
  attributes.deletion_protection === 'ACTIVE' || attributes.deletion_protection_enabled === true;

/**
 * Reads a state's JSON (format version 4). An empty text is a state that knows of nothing.
 * Throws on anything else, since nothing can be said then of what would be destroyed.
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
