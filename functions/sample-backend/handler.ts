import { sampleBackend } from '../catalogue';
import { readRegistryTables } from '../shared/access/tables';
import { edgeBudget } from '../shared/budget';
import { backend } from './backend';
import { serving } from './serve';

/** Lambda's entry: answers with what the edge told of the request, once it has checked that itself. */
export const handler = backend(sampleBackend, () =>
  serving(readRegistryTables(sampleBackend, process.env), edgeBudget, Date.now),
);
