import type { CommandResult } from './context';
import { exitCodes, FleetError, messageOf } from './errors';

/** Standard output, standard error and exit status. */
export interface Presented {
  stdout: string;
  stderr: string;
  exitCode: number;
}

const line = (text: string) => (text && !text.endsWith('\n') ? `${text}\n` : text);

/** Renders a result as JSON or text; the only place that decides which. */
export function presentResult(
  { data, text, exitCode = exitCodes.done }: CommandResult,
  json: boolean,
): Presented {
  return { stdout: json ? line(JSON.stringify(data, null, 2)) : line(text), stderr: '', exitCode };
}

/** Renders an error. An unexpected one counts as a failure, with its stack trace only under `--debug`. */
export function presentError(error: unknown, { json, debug }: { json: boolean; debug: boolean }): Presented {
  const known = error instanceof FleetError ? error : undefined;
  const exitCode = known?.exitCode ?? exitCodes.failed;
  const message = messageOf(error);
  const remedy =
    known?.remedy ??
    (known || debug ? undefined : 'this is unexpected; run again with --debug to see where it happened');
  const human = line(`fleet: ${message}`) + (remedy ? line(`  ${remedy}`) : '');
  const trace = debug && error instanceof Error ? line(error.stack ?? '') : '';
  if (!json) return { stdout: '', stderr: human + trace, exitCode };
  const body = { error: { message, remedy, ...(known?.data ? (known.data as object) : {}) }, exitCode };
  return { stdout: line(JSON.stringify(body, null, 2)), stderr: trace, exitCode };
}
