import type { LoadedEnvironment } from '../../../environments/schema';
import { tellStory } from '../../../scripts/demo/story';
import { pickTenants } from '../../../scripts/demo/tenants';

const loaded = (tenants: { id: string; status?: string; groups?: string[] }[]) =>
  ({
    environment: {
      name: 'dev',
      regions: ['eu-central-1'],
      cells: { 'cell-01': { account: 'cells', regions: ['eu-central-1'], ring: 'canary', capacity: 9 } },
    },
    tenants: tenants.map(({ id, status = 'active', groups = ['operators'] }) => ({
      id,
      status,
      groups,
      cells: { 'eu-central-1': 'cell-01' },
    })),
  }) as unknown as LoadedEnvironment;

test('the demo picks two active tenants of the same cell', () => {
  expect(pickTenants(loaded([{ id: 'a', status: 'suspended' }, { id: 'b' }, { id: 'c' }]))).toEqual({
    own: 'b',
    other: 'c',
    account: 'cells',
    region: 'eu-central-1',
  });
  expect(() => pickTenants(loaded([{ id: 'a' }]))).toThrow('no cell in eu-central-1 with two active tenants');
});

test('a story numbers its steps, and stops between steps when interrupted', async () => {
  const lines: string[] = [];
  const stop = new AbortController();
  const story = tellStory((line) => lines.push(line), 2, stop.signal);
  expect(await story.step('First', async () => 1)).toBe(1);
  expect(lines[0]).toBe('\n[1/2] First');
  const second = story.step('Second', async () => stop.abort());
  await expect(second).rejects.toMatchObject({ exitCode: 130 });
  await expect(story.step('Third', async () => 3)).rejects.toMatchObject({ exitCode: 130 });
  expect(lines.join('\n')).not.toContain('Third');
});
