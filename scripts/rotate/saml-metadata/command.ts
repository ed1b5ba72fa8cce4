import { rotateRole } from '../../../environments/names';
import { poolAccess } from '../../aws/pool-access';
import { confirm } from '../../cli/confirm';
import type { CommandResult, Context } from '../../cli/context';
import { rollOut } from '../../rollout/rollout-command';
import { validConfiguration } from '../../selection/configuration';
import { pickEnvironment } from '../../selection/selection';
import { rollOutTenant } from '../../tenant/roll-out-tenant';
import { runSteps } from '../../tenant/run-steps';
import { documentFile } from './document-file';
import type { MetadataFlags } from './flags';
import { documentsOf, inUseOf, newDocument, pinned, proofIn, refuseChanges } from './inputs';
import { lookAt } from './look';
import { certificatesOf, readMetadata } from './metadata';
import { pickProvider, samlProviders } from './provider';
import { describeDocument, publishedReport, rotationReport } from './report';
import { rotateMetadata } from './rotate-metadata';
import { parseXml } from './xml';

/** Distinguishes runs for staff from those for tenants, whose ids never contain a dot. */
const staffSubject = 'internal.saml';

/** `fleet rotate saml-metadata` */
export async function rotateSamlMetadata(context: Context, flags: MetadataFlags): Promise<CommandResult> {
  const { say } = context;
  const { root } = context.workspace;
  const loaded = pickEnvironment(validConfiguration(root), flags.env);
  const { environment } = loaded;
  const provider = pickProvider(samlProviders(loaded), environment.name, flags);
  const { of, places, tenant, url } = provider;
  if (url !== undefined) refuseChanges(provider, flags);
  const signedBy = await pinned(flags.signedBy);
  const pools = poolAccess(environment, rotateRole(environment));
  const look = () => lookAt(pools, provider);
  const seen = await look();
  const now = new Date();
  const shared = { signedBy, now, noticeDays: environment.rotation.expiryNoticeDays };
  if (url !== undefined)
    return publishedReport(provider, await newDocument(url, { ...shared, inUse: inUseOf(seen, []) }));

  const file = documentFile(root, provider.file as string);
  const { there, file: current } = documentsOf(provider, seen, file.read());
  const inUse = inUseOf(seen, there);
  const next =
    flags.metadata === undefined ? undefined : await newDocument(flags.metadata, { ...shared, inUse });
  const proof =
    flags.assertion === undefined
      ? undefined
      : await proofIn(flags.assertion, {
          known: [...inUse.certificates, ...certificatesOf(current), ...(next?.certificates ?? [])],
          entityId: inUse.entityId,
          audiences: seen.map(({ poolId }) => `urn:amazon:cognito:sp:${poolId}`),
          now,
        });

  say(
    `${of} of ${environment.name}: ${places.map(({ region, account }) => `${region} (${account})`).join(', ')}`,
  );
  if (next) say(describeDocument(next));
  if (!flags.yes) await confirm(environment.name);
  const { parallel, yes } = flags;
  const subject = tenant ?? staffSubject;
  return runSteps(context, { command: 'rotate saml-metadata', environment, subject }, async (run) => {
    const end = await rotateMetadata(run, {
      name: of,
      file,
      look,
      rollOut: () =>
        tenant === undefined
          ? rollOut(context, { env: environment.name, stack: ['internal'], parallel, ...(yes && { yes }) })
          : rollOutTenant(context, { env: environment.name, tenant, parallel, yes }),
      next,
      proof,
      stated: flags.switched ?? false,
      now,
    });
    return rotationReport(provider, end, {
      flags,
      run: run.run,
      document: readMetadata(parseXml(file.read())),
    });
  });
}
