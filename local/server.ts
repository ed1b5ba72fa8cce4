import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { startLocalAws } from './aws';
import { readQuotas } from './quotas/rate-quota';

// V8 in Node.js 20 can crash the process ("unreachable code" in its deoptimizer) when optimised JavaScript calls
// WebAssembly inline, as it does with Cedar after many decisions. Seen in long test runs.
setFlagsFromString('--no-turbo-inline-js-wasm-calls');

/**
 * The local AWS as a process: `node --require ./bin/typescript.js local/server.ts [--port 4566] [--no-rights] [--quotas
 * quotas.json]`. Prints one JSON line when it is ready. Exits with 0 on SIGTERM or SIGINT, with 1 when it can't start
 * or moto ends.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4566' },
      'no-rights': { type: 'boolean', default: false },
      quotas: { type: 'string' },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port ${values.port} is not a port: give a number from 0 (any free one) to 65535`);
  const quotas = values.quotas === undefined ? undefined : readQuotas(values.quotas);
  const starting = startLocalAws({ port, rights: !values['no-rights'], ...(quotas && { quotas }) });
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await (await starting).stop();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const aws = await starting;
  void aws.motoEnded.then(async (words) => {
    if (stopping) return;
    stopping = true;
    await aws.stop();
    fail(`moto_server ended by itself; everything in the local AWS is lost. Start it again.\n${words}`);
  });
  console.log(JSON.stringify({ endpoint: aws.endpoint, pid: process.pid }));
}

function fail(message: string): never {
  console.error(`local AWS: ${message}`);
  process.exit(1);
}

main().catch((error: Error) => fail(error.message));
