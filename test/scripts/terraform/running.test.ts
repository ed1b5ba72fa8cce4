import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from '../../../scripts/cli/process-identity';
import { recordRunning, runningTerraforms } from '../../../scripts/terraform/running';
import { workFolder } from '../../../scripts/terraform/work-folder';
import { tempFolder } from '../temp';

test('processes of a rollout and of a plan are both found, a dead one is not', () => {
  const state = tempFolder();
  const record = (id: string, purpose: 'change' | 'look', identity = processIdentity(process.pid) ?? '') =>
    recordRunning(workFolder({ state }, id, purpose), {
      pid: process.pid,
      identity,
      args: ['plan'],
      log: join(state, 'run.log'),
      offset: 0,
      startedAt: '2026-11-27T12:00:00Z',
    });
  record('applied', 'change');
  record('planned', 'look');
  record('dead', 'look', 'another process');
  mkdirSync(join(state, 'runs'));
  writeFileSync(join(state, 'runs', 'running.json'), '{}');
  expect(runningTerraforms(state).map(({ stack }) => stack)).toEqual(['applied', 'planned']);
});

test('a folder in which nothing was ever run has none', () => {
  expect(runningTerraforms(tempFolder())).toEqual([]);
});
