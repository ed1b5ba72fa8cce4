/**
 * Runs inside a worker: one PostgreSQL (PGlite) in memory, which takes protocol messages and returns the server's
 * responses. A worker, because its WebAssembly would otherwise block the local AWS.
 */
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');
const { parentPort } = require('node:worker_threads');

/** RDS creates this role in every database; its members sign in with IAM tokens. */
const PREPARE = 'CREATE ROLE rds_iam NOLOGIN';

/**
 * Initialisation leaves some 300 MB of garbage, which an idle worker would keep; shortly afterwards it can be freed.
 */
function collectGarbage() {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

async function start() {
  const { PGlite } = await import('@electric-sql/pglite');
  // The default of 128 MB is far more than a few rows need.
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
