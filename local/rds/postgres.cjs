/**
 * Runs inside a worker: one PostgreSQL (PGlite) in memory, which takes the protocol's messages and gives what
 * the server answers. Its WebAssembly would otherwise block the local AWS while it works.
 */
const { parentPort } = require('node:worker_threads');

/** RDS makes this role in every database; whoever is in it signs in with IAM tokens. */
const PREPARE = 'CREATE ROLE rds_iam NOLOGIN';

async function start() {
  const { PGlite } = await import('@electric-sql/pglite');
  const database = await PGlite.create();
  await database.exec(PREPARE);
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
