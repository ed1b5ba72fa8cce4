import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Accounts } from '../../../local/accounts';
import { FaultInjector } from '../../../local/faults/injector';
import { faultRoutes } from '../../../local/faults/routes';
import { type Front, startFront } from '../../../local/front';
import { json } from '../../../local/service';
import { exitCodes } from '../../../scripts/cli/errors';
import { describeFaults, readFaults, setFaults } from '../../../scripts/local/faults';

let front: Front;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'faults-'));
  const services = [faultRoutes(new FaultInjector())];
  front = await startFront(0, { services, forward: async () => json(404, {}), accounts: new Accounts() });
});
afterAll(async () => {
  await front.close();
  rmSync(folder, { recursive: true });
});

const written = (text: string) => {
  const file = join(folder, 'faults.json');
  writeFileSync(file, text);
  return file;
};

test('faults from a file last until they are stopped', async () => {
  const file = written(
    JSON.stringify({ seed: 7, faults: [{ kind: 'silent', share: 0.015, region: 'eu-west-1', seconds: 2 }] }),
  );
  expect(describeFaults(await setFaults(front.endpoint, file))).toBe(
    'seed 7\n1.5 % silent (region eu-west-1, seconds 2)',
  );
  expect(await readFaults(front.endpoint)).toMatchObject({ seed: 7, faults: [{ share: 0.015 }] });
  expect(describeFaults(await setFaults(front.endpoint, undefined))).toBe('no faults are injected');
  expect(await readFaults(front.endpoint)).toMatchObject({ faults: [] });
});

test.each(['{"faults":[{"kind":"slow","share":1}]}', 'no JSON'])(
  'refused, as bad input: %s',
  async (text) => {
    await expect(setFaults(front.endpoint, written(text))).rejects.toMatchObject({
      exitCode: exitCodes.usage,
      message: expect.stringContaining('the local AWS does not accept the faults in'),
    });
  },
);

test('a missing file is bad input', async () => {
  await expect(setFaults(front.endpoint, join(folder, 'none.json'))).rejects.toMatchObject({
    exitCode: exitCodes.usage,
    message: expect.stringContaining('none.json'),
  });
});
