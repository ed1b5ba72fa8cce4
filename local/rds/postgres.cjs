/**
 * Runs inside a worker: one PostgreSQL (PGlite) in memory, which takes the protocol's messages and gives what
 * the server answers. Its WebAssembly would otherwise block the local AWS while it works.
 */
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');
const { parentPort } = require('node:worker_threads');

/** RDS makes this role in every database; whoever is in it signs in with IAM tokens. */
const PREPARE = 'CREATE ROLE rds_iam NOLOGIN';

/** Setting up the data leaves some 300 MB of garbage, which an idle worker would keep; a little later it is free. */
function collectGarbage() {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

async function start() {
  const { PGlite } = await import('@electric-sql/pglite');
  // The default, 128 MB, is memory that a few rows never need.
  const database = await PGlite.create({ postgresqlconf: ['shared_buffers = 4MB'] });
  await database.exec(PREPARE);
  setTimeout(collectGarbage, 1000).unref();
  return database;
}
const starting = start();

parentPort.on('message', async ({ id, data }) => {
  try {
    const database = await starting;
    parentPort.postMessage({ id, answer: await database.execProtocolRaw(data) });
  } catch (error) {
    parentPort.postMessage({ id, error: String(error?.message ?? error) });
  }
});
