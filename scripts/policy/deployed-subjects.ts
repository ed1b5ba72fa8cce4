import { planRole } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { poolAccess } from '../aws/pool-access';
import type { Context } from '../cli/context';
import { interruption } from '../cli/errors';
import { type DeployedStore, readStore } from './deployed';
import { locationName, type StoreLocation, storeName, textFor } from './locations';
import { registeredStore } from './registry';
import type { StoreText, StoreTexts } from './stores';
import type { Subject } from './subjects';

/** Adds policies that no file defines: a rollout does not touch them, so they are on both sides. */
const withStrangers = (text: StoreText, { unknownFiles }: DeployedStore): StoreText => {
  const { content, golden } = text;
  return {
    golden,
    content: {
      ...content,
      policies: [...content.policies, ...unknownFiles.filter(({ template }) => !template)],
      templates: [...content.templates, ...unknownFiles.filter(({ template }) => template)],
    },
  };
};

const notesOf = ({ unknownFiles, linked }: DeployedStore): string[] => [
  ...unknownFiles.map(({ name }) => `policy ${name} is not in any file; it is assumed to stay`),
  ...(linked > 0 ? [`${linked} linked policies, which are not read`] : []),
];

/** Reads the selected stores, and groups those with the same current and future content. */
export async function deployedSubjects(
  { interrupt, say }: Pick<Context, 'interrupt' | 'say'>,
  environment: Environment,
  places: readonly StoreLocation[],
  files: StoreTexts,
): Promise<{ subjects: Subject[]; missing: string[] }> {
  // The plan role may read all of this and cannot change anything, so a pull request's job can compare, too.
  const pools = poolAccess(environment, planRole(environment));
  const subjects = new Map<string, Subject>();
  const missing: string[] = [];
  for (const [index, place] of places.entries()) {
    if (interrupt.signal.aborted) throw interruption('interrupted while reading stores', 'run it again');
    const config = await pools.access(place);
    const registered = await registeredStore(environment, config, place);
    say(`${index + 1}/${places.length} ${locationName(place)}: ${registered ? 'read' : 'not rolled out'}`);
    if (!registered) {
      missing.push(locationName(place));
      continue;
    }
    const deployed = await readStore(config, registered);
    const text = textFor(files, place);
    const after = text && withStrangers(text, deployed);
    const notes = notesOf(deployed);
    const key = JSON.stringify([place.kind, deployed.content, after?.content, notes]);
    const known = subjects.get(key) ?? {
      name: text === files.kinds.get(place.kind) ? place.kind : storeName(place),
      before: { content: deployed.content, golden: [] },
      after,
      places: [],
      notes,
    };
    known.places.push(locationName(place));
    subjects.set(key, known);
  }
  return { subjects: [...subjects.values()], missing };
}
