/**
 * What synthesis costs, from configuration files to Terraform on disk, compared with the same resources written by hand
 * in bare CDKTF with its own `app.synth()`, and with `JSON.stringify` of the same documents. Each tenant is in one
 * region; the bare version checks nothing and bundles no functions.
 * Run it with `node --require ./bin/typescript.js bench/synth.ts`.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import dev from '../environments/dev';
import { writeFleet } from './support/fleet';
import { inFolder, leastOf, root, usageOf } from './support/measure';
import { check } from './support/ratios';

type Documents = Record<string, object>;

const documentsIn = (outdir: string): Documents =>
  Object.fromEntries(
    readdirSync(join(outdir, 'stacks')).map((id) => [
      id,
      JSON.parse(readFileSync(join(outdir, 'stacks', id, 'cdk.tf.json'), 'utf8')),
    ]),
  );

/** Without CDKTF's metadata on constructs. */
const withoutNotes = (documents: Documents): Documents =>
  JSON.parse(JSON.stringify(documents, (key, value) => (key === '//' ? undefined : value)));

/** A project whose configuration is the generated fleet; everything else is ours. */
function writeProject(folder: string, tenants: number): void {
  writeFleet(folder, tenants, dev.regions.slice(0, 1));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const main = JSON.stringify(join(root, 'main'));
  writeFileSync(
    join(folder, 'main.ts'),
    `require(${main}).buildApp({ root: __dirname, outdir: process.env.CDKTF_OUTDIR });\n`,
  );
}

/** The minimum of several rounds, as for the others. */
function secondsToStringify(documents: Documents): number {
  const times = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    for (const document of Object.values(documents)) JSON.stringify(document, null, 2);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  });
  return Math.min(...times);
}

const measure = (tenants: number, rounds: number) =>
  inFolder((folder) => {
    const [out, bareOut, source] = ['out', 'bare', 'documents.json'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeProject(folder, tenants);
    const main = join(folder, 'main.ts');
    const ours = () => usageOf(['--require', join(root, 'bin/typescript.js'), main], { CDKTF_OUTDIR: out });
    ours();
    const documents = documentsIn(out);
    writeFileSync(source, JSON.stringify(documents));
    mkdirSync(bareOut);
    const bare = () => usageOf([join(__dirname, 'support/bare.cjs'), source, bareOut]);
    const least = leastOf(rounds, { ours, bare });
    assert.deepEqual(withoutNotes(documentsIn(bareOut)), withoutNotes(documents));
    return { ...least, floor: secondsToStringify(documents) };
  });

for (const [tenants, name, rounds] of [
  [100, '100', 3],
  [1000, '1,000', 3],
  [3000, '3,000', 2],
] as const) {
  const { ours, bare, floor } = measure(tenants, rounds);
  console.log(
    `${name} tenants: ${ours.seconds.toFixed(1)} s of CPU and ${ours.megabytes.toFixed(0)} MB; bare CDKTF ${bare.seconds.toFixed(1)} s and ${bare.megabytes.toFixed(0)} MB; JSON.stringify ${(floor * 1000).toFixed(0)} ms`,
  );
  check(`synth of ${name} tenants to bare CDKTF`, ours.seconds / bare.seconds);
  check(`synth of ${name} tenants to JSON.stringify`, ours.seconds / floor);
  check(`memory of ${name} tenants to bare CDKTF`, ours.megabytes / bare.megabytes);
}
