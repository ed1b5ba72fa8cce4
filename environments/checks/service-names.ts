import type { EnvironmentCheck } from './check';
import { oneOwner } from './one-owner';

/** Operators tell services apart by name when they suspend one in a hurry. */
export const serviceNames: EnvironmentCheck = ({ services }) =>
  oneOwner(
    services.flatMap(({ file, service: { name } }) =>
      name === undefined ? [] : [{ thing: name.toLowerCase(), owner: file, file, path: ['name'] }],
    ),
    (first) => ({ message: `${first} already has this name`, remedy: 'name each differently' }),
  );
