import { failure } from '../../cli/errors';
import type { ReviewAction, Section } from '../model';
import type { ShownResource } from './shown-plan';

/** Terraform's lists of actions → ours. OpenTofu replaces with `create, forget` what must not be destroyed. */
const managed: ReadonlyMap<string, ReviewAction> = new Map([
  ['no-op', 'none'],
  ['create', 'create'],
  ['update', 'update'],
  ['delete', 'delete'],
  ['delete,create', 'replace'],
  ['create,delete', 'replace'],
  ['create,forget', 'replace'],
  ['forget', 'forget'],
]);

/** What happens to a resource, and the section that shows it. Throws for anything not understood. */
export function actionOf(
  stack: string,
  { mode, type, name, previous_address, change }: ShownResource,
): { action: ReviewAction; section: Section } {
  const said = change.actions.join(',');
  // A data source changes nothing. One that can only be read during the apply leaves its dependents unknown.
  if (mode === 'data' && (said === 'read' || said === 'no-op'))
    return { action: 'none', section: said === 'read' ? 'deferred' : 'change' };
  const action = mode === 'managed' ? managed.get(said) : undefined;
  if (!action)
    throw failure(
      `it is unknown what the plan of ${stack} would do: Terraform wants to [${said}] ${mode} ${type}.${name}`,
      'this version of Terraform is not supported yet',
    );
  if (action === 'forget') return { action, section: 'state' };
  if (action !== 'none') return { action, section: 'change' };
  if (previous_address) return { action: 'move', section: 'state' };
  if (change.importing) return { action: 'import', section: 'state' };
  return { action, section: 'change' };
}
