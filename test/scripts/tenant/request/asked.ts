import { loadEnvironments } from '../../../../environments/load';
import type { LoadedEnvironment } from '../../../../environments/schema';
import { problemsWith } from '../../../../scripts/tenant/bootstrap/before-writing';
import type { Drafts } from '../../../../scripts/tenant/request/draft';
import { draftsFromCsv } from '../../../../scripts/tenant/request/from-csv';
import { wantedTenants } from '../../../../scripts/tenant/request/wanted';
import { render, type Tree, validTree, writeFiles } from '../../../environments/fixture';

/** The environment `test` of the fixture, with room for many, and the results of drafts there. */
export function asked(drafts: Drafts, change: (tree: Tree) => void = () => {}) {
  const tree = validTree();
  tree.environments.test.cells['cell-02'].capacity = 900;
  change(tree);
  const root = writeFiles(render(tree));
  const loaded = loadEnvironments(root);
  const environment = loaded.environments.find((one) => one.environment.name === 'test') as LoadedEnvironment;
  expect(loaded.problems).toEqual([]);
  return wantedTenants(environment, drafts, (files) => problemsWith(root, { wanted: files }));
}

export const head = ['id', 'name', 'regions', 'callbackUrls', 'logoutUrls', 'groups', 'administrator'];

/** A valid row of a tenant. */
export const row = (id: string, more: Record<string, string> = {}): string => {
  const fields: Record<string, string> = {
    id,
    name: id,
    regions: 'eu-central-1',
    callbackUrls: `https://${id}.example.com/in`,
    logoutUrls: `https://${id}.example.com/out`,
    groups: 'admins viewers',
    administrator: `ada@${id}.example`,
    ...more,
  };
  return head.map((column) => fields[column]).join(',');
};

export const csv = (...rows: string[]) =>
  draftsFromCsv('new.csv', [head.join(','), ...rows].map((line) => `${line}\n`).join(''));

/** Each problem on one line. */
export const lines = ({ problems }: ReturnType<typeof asked>) =>
  problems.map(({ file, line, path, message }) => `${file}:${line} ${path} ${message}`);
