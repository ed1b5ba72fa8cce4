import type { Finding } from '../loading/finding';
import type { EnvironmentCheck } from './check';

/** Findings for each entry of a list that stood there before. */
function repeated(file: string, path: readonly PropertyKey[], list: readonly string[] = []): Finding[] {
  return list.flatMap((entry, index) =>
    list.indexOf(entry) < index
      ? [
          {
            file,
            path: [...path, index],
            value: entry,
            message: 'stands twice in this list',
            remedy: 'remove one of the two',
          },
        ]
      : [],
  );
}

/** No list names anything twice. */
export const duplicates: EnvironmentCheck = ({ file, environment, tenants }) => {
  const { regions, accounts = {}, cells = {}, pipeline, customer, relaxations } = environment;
  return [
    ...repeated(file, ['regions'], regions),
    ...Object.entries(accounts).flatMap(([name, { flows }]) =>
      repeated(file, ['accounts', name, 'flows'], flows),
    ),
    ...Object.entries(cells).flatMap(([name, { regions }]) =>
      repeated(file, ['cells', name, 'regions'], regions),
    ),
    ...repeated(file, ['pipeline', 'deploySubjects'], pipeline?.deploySubjects),
    ...repeated(file, ['pipeline', 'planSubjects'], pipeline?.planSubjects),
    ...repeated(file, ['customer', 'callbackUrls'], customer?.callbackUrls),
    ...repeated(file, ['customer', 'logoutUrls'], customer?.logoutUrls),
    ...repeated(
      file,
      ['relaxations'],
      relaxations?.map(({ protection }) => protection),
    ),
    ...tenants.flatMap(({ file, tenant }) => [
      ...repeated(file, ['callbackUrls'], tenant.callbackUrls),
      ...repeated(file, ['logoutUrls'], tenant.logoutUrls),
      ...repeated(file, ['groups'], tenant.groups),
    ]),
  ];
};
