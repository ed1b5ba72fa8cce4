import { nearest } from '../loading/suggest';
import type { EnvironmentCheck } from './check';

/** An empty account means a typo elsewhere, or rights that nobody needs. */
export const accountUse: EnvironmentCheck = ({ file, environment: { accounts, cells } }) => {
  if (!accounts || !cells) return [];
  if (Object.keys(accounts).length === 0)
    return [
      {
        file,
        path: ['accounts'],
        message: 'there is no account',
        remedy: "write at least one, such as identity: { id: '012345678901', flows: ['customer'] }",
      },
    ];
  const named = Object.values(cells).map(({ account }) => account);
  // A cell that nearly has the account's name is the actual mistake; cell-targets.ts reports it.
  const meant = named.flatMap((account) =>
    Object.hasOwn(accounts, account) ? [] : [nearest(account, Object.keys(accounts))],
  );
  const used = new Set([...named, ...meant]);
  return Object.entries(accounts)
    .filter(([account, { flows }]) => flows.length === 0 && !used.has(account))
    .map(([account]) => ({
      file,
      path: ['accounts', account],
      message: 'this account is empty: it has no flow and no cell',
      remedy: 'give it a flow, name it in a cell, or remove it',
    }));
};
