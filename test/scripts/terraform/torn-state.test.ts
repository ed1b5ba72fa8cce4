import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settleStates } from '../../../scripts/terraform/torn-state';
import { tempFolder } from '../temp';

const state = (serial: number, lineage = 'l') =>
  JSON.stringify({ version: 4, lineage, serial, resources: [] });

/** Settles these files. @returns what was said, and what each holds then */
function settle(files: Partial<Record<'errored' | 'local' | 'backup', string>>) {
  const folder = tempFolder();
  const paths = {
    errored: join(folder, 'errored.tfstate'),
    local: join(folder, 'bootstrap.tfstate'),
    backup: join(folder, 'bootstrap.tfstate.backup'),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(paths[name as keyof typeof paths], text);
  const unsaved = settleStates(paths.errored, paths.local);
  const text = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);
  return { unsaved, errored: text(paths.errored), local: text(paths.local) };
}

test('a state that could not be saved waits to be pushed; half of one, which cannot be pushed, does not', () => {
  expect(settle({ errored: state(2) })).toEqual({ unsaved: true, errored: state(2) });
  for (const errored of ['', state(2).slice(0, 20)]) expect(settle({ errored })).toEqual({ unsaved: false });
});

test("a foundation's unsaved state replaces the older one, or half of one", () => {
  for (const local of [state(1), '', '{"ver'])
    expect(settle({ errored: state(2), local })).toEqual({ unsaved: false, local: state(2) });
  for (const local of [state(3), state(1, 'other')])
    expect(settle({ errored: state(2), local })).toEqual({ unsaved: true, errored: state(2), local });
});

test("if half of a foundation's state is left, the one before counts; what was created since is found in AWS", () => {
  expect(settle({ local: '{"ver', backup: state(1) })).toMatchObject({ local: state(1) });
  expect(settle({ errored: '', local: '', backup: state(1) })).toEqual({ unsaved: false, local: state(1) });
  expect(settle({ local: '{"ver' })).toEqual({ unsaved: false });
  expect(settle({ local: state(2), backup: state(1) })).toMatchObject({ local: state(2) });
});
