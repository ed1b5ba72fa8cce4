import type { Environment } from '../../environments/schema';
import { callerIdentity } from '../aws/credentials';
import { confirm } from '../cli/confirm';
import type { Context } from '../cli/context';
import { exitCodes } from '../cli/errors';
import { table } from '../cli/table';
import { homeOf } from '../rollout/begin-run';
import { withRotation } from './begin';
import { exitCodeOf, rotateEach, type Trouble } from './rotate-each';
import type { RotationRun } from './run';

/** What a command rotates, and how. */
export interface Rotation<H, E> {
  environment: Environment;
  /** The command, such as `rotate client-secret`. */
  command: string;
  holders: readonly H[];
  nameOf(holder: H): string;
  rotate(run: RotationRun, holder: H): Promise<E>;
  /** Outcomes that count as success. */
  good: readonly string[];
  /** Short description of what is about to be done. */
  title: string;
  /** Columns that identify a holder, and their values. */
  head: readonly string[];
  rowOf(holder: H): string[];
  /** Id of the run to resume, and the account that keeps its ledger. */
  resume: string | undefined;
  home: string | undefined;
  /** Proceeds without asking. */
  yes: boolean | undefined;
}

/** The outcome for all of them. */
export interface Rotated<H, E> {
  ends: (H & (E | Trouble))[];
  /** Id of the run, whose ledger lists the steps. */
  run: string;
  exitCode: number;
  /** Closing lines of the report. */
  closing: string[];
}

/** Shows what is about to be rotated, asks, and rotates it, in a new run or a resumed one. */
export async function rotateAll<
  H extends { account: string; region: string; secretName: string },
  E extends { outcome: string },
>(context: Context, rotation: Rotation<H, E>): Promise<Rotated<H, E>> {
  const { environment, command, holders, nameOf, good, head, rowOf, resume, home } = rotation;
  const { env, interrupt, say } = context;
  say(`environment ${environment.name}: ${rotation.title}`);
  say(
    table(
      [...head, 'secret'],
      holders.map((holder) => [...rowOf(holder), holder.secretName]),
    ),
  );
  if (!rotation.yes) await confirm(environment.name);
  const by = await callerIdentity(environment.regions[0] as string, env);

  const request = {
    command,
    environment: environment.name,
    home: home ?? homeOf(environment, holders),
    secrets: holders.map(nameOf),
  };
  const { ends, run, exitCode } = await interrupt.hold(() =>
    withRotation(context, { environment, request, resume, by }, async (rotating) => {
      const rotate = (holder: H) => rotation.rotate(rotating, holder);
      const ends = await rotateEach(rotating, holders, { nameOf, rotate }, say);
      const exitCode = exitCodeOf(ends, good);
      const outcome = exitCode === exitCodes.done ? 'done' : 'failed';
      return { result: { ends, run: rotating.ledger.run, exitCode }, outcome };
    }),
  );
  const again = `npx fleet ${command} --env ${environment.name} --resume ${run}`;
  return {
    ends,
    run,
    exitCode,
    closing: [
      ...(exitCode === exitCodes.done ? [] : [`what is done stays done; continue with the rest: ${again}`]),
      `its steps: npx fleet ledger show ${run}`,
    ],
  };
}
