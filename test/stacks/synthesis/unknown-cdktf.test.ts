import { App } from 'cdktf';

import tokens = require('cdktf/lib/_tokens');

import { synthesize } from '../../../stacks/synthesis/synthesize';
import { inTemporaryFolder } from '../../invariants/fleet';

jest.mock('../../../stacks/synthesis/known-cdktf', () => ({ isKnownCdktf: () => false }));

test('another version of CDKTF synthesizes by itself, untouched', () => {
  inTemporaryFolder((outdir) => {
    const app = new App({ outdir, stackTraces: false });
    const original = tokens.resolve;
    let seen: unknown;
    app.synth = () => {
      seen = tokens.resolve;
    };
    synthesize(app);
    expect(seen).toBe(original);
  });
});
