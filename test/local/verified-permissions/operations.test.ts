import * as sdk from '@aws-sdk/client-verifiedpermissions';
import { operations } from '../../../local/verified-permissions/operations';

it('has every operation of the SDK’s client, and no other', () => {
  const commands = Object.keys(sdk).flatMap((name) => /^(\w+)Command$/.exec(name)?.[1] ?? []);
  expect(commands.length).toBeGreaterThan(30);
  expect(Object.keys(operations).sort()).toEqual(commands.sort());
});
