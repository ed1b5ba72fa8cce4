import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privateFolder, type Workspace } from '../cli/workspace';
import { isLogging, noProviderLog } from './logging';
import { awsProviderAddress, findProviderSource, type ProviderSource } from './provider-source';
import { findTerraform, type TerraformTool } from './tool';

/** Everything that is needed to run Terraform. */
export interface TerraformEnvironment {
  tool: TerraformTool;
  source: ProviderSource;
  /** Environment of every Terraform process. */
  env: NodeJS.ProcessEnv;
  /** Notes for the user. */
  notes: string[];
}

const quote = (text: string) => JSON.stringify(text).replace(/\$\{/g, '$$$${');

/** Terraform's CLI configuration for a source; undefined when the user's own is used. */
export function cliConfig(source: ProviderSource, provider: string, cache: string): string | undefined {
  if (source.kind === 'own-config') return undefined;
  if (source.kind === 'mirror')
    return `provider_installation {
  filesystem_mirror {
    path    = ${quote(source.folder)}
    include = [${quote(provider)}]
  }
  direct {
    exclude = [${quote(provider)}]
  }
}
`;
  // One download for all stacks. Without the second line Terraform uses the cache only for stacks
  // that already have a lock file, and ours are newly created.
  return `plugin_cache_dir = ${quote(cache)}
plugin_cache_may_break_dependency_lock_file = true
`;
}

/** Environment variables that would point a stack at another state, folder or provider. */
const dangerous = ['TF_WORKSPACE', 'TF_DATA_DIR', 'TF_REATTACH_PROVIDERS', 'TF_CLI_ARGS'];

/**
 * Finds Terraform and its providers, and writes the CLI configuration that connects them.
 * Throws a usage error that says what is missing and how to get it.
 */
export function terraformEnvironment(
  workspace: Pick<Workspace, 'state' | 'cache'>,
  env: NodeJS.ProcessEnv,
): TerraformEnvironment {
  const tool = findTerraform(env);
  const { source, notes } = findProviderSource(tool, env);
  const cache = join(workspace.cache, 'providers');
  const config = cliConfig(source, awsProviderAddress(tool), cache);
  let file = source.kind === 'own-config' ? source.file : '';
  if (config) {
    mkdirSync(cache, { recursive: true });
    file = join(privateFolder(workspace.state), 'terraform.rc');
    writeFileSync(file, config);
  }
  const kept = Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !dangerous.some((bad) => name === bad || name.startsWith(`${bad}_`)),
    ),
  );
  const logs = Object.entries(kept).some(([name, value]) => isLogging(name) && value);
  return {
    tool,
    source,
    notes,
    env: {
      ...kept,
      ...(logs ? {} : noProviderLog),
      TF_CLI_CONFIG_FILE: file,
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
      CHECKPOINT_DISABLE: '1',
      // The provider is one big, short-lived Go process: fewer garbage collections save a third of its CPU.
      GOGC: env.GOGC ?? '400',
    },
  };
}
