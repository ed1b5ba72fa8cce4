import { motoMissing } from '../../local/moto-process';
import { FleetError, usageError } from '../cli/errors';
import type { Workspace } from '../cli/workspace';
import { motoFor } from '../local/moto';
import { terraformEnvironment } from '../terraform/environment';

/** Checks what the demo needs on this machine. Throws one usage error that lists everything missing. */
export function preflight(workspace: Workspace, env: NodeJS.ProcessEnv): string {
  const missing: string[] = [];
  let found = '';
  try {
    const { tool, source } = terraformEnvironment(workspace, env);
    const from =
      source.kind === 'registry'
        ? 'the public registry'
        : source.kind === 'mirror'
          ? source.folder
          : source.file;
    found = `${tool.kind} ${tool.version} (${tool.path}), providers from ${from}`;
  } catch (error) {
    if (!(error instanceof FleetError)) throw error;
    missing.push([error.message, error.remedy].filter(Boolean).join('\n    '));
  }
  if (!motoFor(workspace.root, env))
    missing.push(`${motoMissing(env).message}\n    or: npx fleet local install`);
  if (missing.length > 0)
    throw usageError(`the demo cannot run on this machine yet:\n  - ${missing.join('\n  - ')}`);
  return found;
}
