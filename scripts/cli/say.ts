const toStandardError = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
let write = toStandardError;

/** Tells the user something while a command runs: on standard error, and above a screen that is being drawn there. */
export const say = (line: string): void => write(line);

/** A screen takes all lines, which would be drawn over otherwise. @returns ends that */
export function takeLines(take: (line: string) => void): () => void {
  write = take;
  return () => {
    write = toStandardError;
  };
}
