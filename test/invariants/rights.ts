import { everyOption } from '../stacks/every-option';
import { documentsOf } from './documents';
import { realEnvironments, synthesize } from './fleet';

/** Every stack of the real environments, and of one with every option on. */
export const stacks = [...realEnvironments, everyOption].flatMap((loaded) => [
  ...synthesize(loaded).values(),
]);
/** Their policy documents. */
export const documents = documentsOf(stacks);
/** Every statement that allows something. */
export const allowed = documents.flatMap((document) =>
  document.statements
    .filter(({ Effect }) => Effect === 'Allow')
    .map((statement) => ({ document, statement })),
);

type Role = 'deploy' | 'export' | 'invite' | 'operate' | 'plan' | 'probe' | 'rotate';

/** Statements of all policies attached to a role of the foundation. */
export const rightsOf = (role: Role) =>
  documents.filter(
    ({ type, address }) => type === 'aws_iam_policy' && address.startsWith(`aws_iam_policy.${role}_`),
  );

/** Actions that a role of the foundation may do at all. */
export const granted = (role: Role) =>
  new Set(
    rightsOf(role).flatMap(({ statements }) =>
      statements.flatMap((s) => (s.Effect === 'Allow' ? (s.Action ?? []) : [])),
    ),
  );
