import { basename } from 'node:path';
import { type Finding, toProblem, valueAt } from '../../../environments/loading/finding';
import { schemaFindings } from '../../../environments/loading/schema-findings';
import { type Problem, sortProblems } from '../../../environments/problems';
import {
  type Environment,
  type LoadedEnvironment,
  type Tenant,
  type TextFile,
  tenantFileSchema,
} from '../../../environments/schema';
import { policiesFolder, tenantFile } from '../tenant-file';
import { administratorFindings } from './administrator-findings';
import { chooseCells } from './choose-cells';
import { type Draft, type Drafts, type DraftValues, draftSchema } from './draft';
import { differences, known } from './existing';
import { takenIds } from './ids';
import { prettyJson } from './pretty-json';
import { regionFindings } from './region-findings';
import { type Room, roomOf } from './room';

/** A tenant to be created: its file and its first administrator. */
export interface Wanted {
  tenant: Tenant;
  /** Undefined if an identical file already exists. */
  file?: TextFile;
  /** Its own policies that have yet to be written beside its file. */
  policies?: readonly TextFile[];
  /** Undefined for a tenant whose users sign in only at their own provider. */
  administrator?: { email: string; group: string };
}

type Own = Omit<Finding, 'file'>;

/** The fields of a tenant's file, in their order. */
const fields = Object.keys(tenantFileSchema.shape);

function tenantOf(values: DraftValues, cells: Tenant['cells']): Tenant {
  const all: Record<string, unknown> = {
    ...values,
    $schema: '../../tenant.schema.json',
    status: 'active',
    cells,
  };
  const written = fields.filter((field) => all[field] !== undefined);
  return Object.fromEntries(written.map((field) => [field, all[field]])) as Tenant;
}

/** A new tenant with its cells, or why there is no room for it. */
function placed(environment: Environment, room: Room, values: DraftValues): Tenant | Own {
  const accountId = values.customDomain?.certificateArn.split(':')[4];
  if (accountId !== undefined && !Object.values(environment.accounts).some(({ id }) => id === accountId))
    return {
      path: ['customDomain'],
      message: `its certificate is in account ${accountId}, which is not one of the environment's`,
      remedy: 'use a certificate in an account that has cells',
    };
  const choice = chooseCells(environment, room, {
    // In the environment's order.
    regions: environment.regions.filter((region) => values.regions.includes(region)),
    cell: values.cell,
    accountId,
  });
  if ('cells' in choice) return tenantOf(values, choice.cells);
  return {
    path: ['regions'],
    message: choice.why,
    remedy: 'add a cell, or raise a capacity: docs/environments.md',
  };
}

/**
 * Turns drafts into tenants, one after another, each with a cell in each of its regions.
 * @param check returns the problems that these files would cause if written
 * @returns the problems of all drafts, each with its location; no tenants if there is any problem
 */
export function wantedTenants(
  { environment, tenants, overlays }: Pick<LoadedEnvironment, 'environment' | 'tenants' | 'overlays'>,
  { drafts, findings, source }: Drafts,
  check: (files: readonly TextFile[]) => readonly Problem[],
): { wanted: Wanted[]; problems: Problem[] } {
  const fileOf = (id: string) => tenantFile(environment.name, id);
  const room = roomOf(environment, tenants);
  const existing = new Map(tenants.map((tenant) => [tenant.id, tenant]));
  const ids = takenIds(new Map(tenants.map(({ id }) => [id, fileOf(id)])));
  const draftOf = new Map<string, Draft>();
  const places = new Map<string, string>();

  const made = (draft: Draft): Wanted | Own[] => {
    const id = typeof draft.values.id === 'string' ? draft.values.id : '';
    const there = existing.get(id);
    const given = { ...(there && known(there)), ...draft.values };
    const ofForm = [...schemaFindings(draftSchema, '', given), ...ids.take(id, placeOf(draft))];
    if (ofForm.length > 0) return ofForm;
    const values = draftSchema.parse(given);
    const wrong = [
      ...regionFindings(environment, values),
      ...administratorFindings(values),
      ...(there ? differences(draft, there, { file: fileOf(id), overlays }) : []),
    ];
    if (wrong.length > 0) return wrong;
    const { administrator: email, administratorGroup: group = 'admins' } = values;
    const administrator = email === undefined ? {} : { administrator: { email, group } };
    if (there) return { tenant: there, ...administrator };
    const tenant = placed(environment, room, values);
    if (!('id' in tenant)) return [tenant];
    room.add(tenant);
    const path = fileOf(id);
    draftOf.set(path, draft);
    places.set(path, placeOf(draft));
    const policies = (draft.policies ?? []).map(({ path: given, text }) => {
      const target = `${policiesFolder(environment.name, id)}/${basename(given)}`;
      places.set(target, given);
      return { path: target, text };
    });
    const own = policies.length > 0 ? { policies } : {};
    return { tenant, file: { path, text: prettyJson(tenant) }, ...own, ...administrator };
  };

  const found = [...findings];
  const wanted = drafts.flatMap((draft) => {
    const one = made(draft);
    if (!Array.isArray(one)) return [one];
    for (const own of one) {
      const { path, message, remedy } = own;
      const missing = message === 'is missing' ? draft.fillIn?.(String(path[0])) : undefined;
      found.push({
        value: valueAt(draft.values, path),
        ...own,
        remedy: missing ?? remedy,
        ...draft.at(path),
      });
    }
    return [];
  });
  const files = wanted.flatMap(({ file, policies = [] }) => (file ? [file, ...policies] : []));
  const ofFiles = (files.length > 0 ? check(files) : []).map((problem) => {
    const told = inPlaces(problem, places);
    const draft = draftOf.get(problem.file);
    return draft ? toProblem(whereWritten(told, draft), source) : told;
  });
  const problems = sortProblems([...found.map((finding) => toProblem(finding, source)), ...ofFiles]);
  return { wanted: problems.length > 0 ? [] : wanted, problems };
}

/** File and line of a draft. */
function placeOf(draft: Draft): string {
  const { file, line } = draft.at([]);
  return line === undefined ? file : `${file}:${line}`;
}

/** A problem, with the user's own file names. @param places original locations, by the files generated from them */
const inPlaces = (problem: Problem, places: ReadonlyMap<string, string>): Problem => ({
  ...problem,
  file: places.get(problem.file) ?? problem.file,
  message: problem.message.replace(/environments\/\S+\.(json|cedar)/g, (file) => places.get(file) ?? file),
});

/** A problem of a tenant's file, located in its source. */
function whereWritten({ path, value, message, remedy }: Problem, draft: Draft): Finding {
  const [field] = /^\w+/.exec(path) ?? [];
  // Cells are not in the draft: they were chosen from the regions.
  const at = field === undefined ? [] : [field === 'cells' ? 'regions' : field];
  return { value, message, remedy, ...draft.at(at) };
}
