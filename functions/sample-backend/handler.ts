import { sampleBackend } from '../catalogue';
import { readRegistryTables } from '../shared/access/tables';
import { edgeBudget } from '../shared/budget';
import { backend } from './backend';
import { serving } from './serve';

/** Lambda's entry: checks what the edge says about the request, and returns it. */
export const handler = backend(sampleBackend, () =>
  serving(readRegistryTables(sampleBackend, process.env), edgeBudget, Date.now),
);
