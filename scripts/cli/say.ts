const toStandardError = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
let write = toStandardError;

/** Prints a message while a command runs: to standard error, above any screen drawn there. */
export const say = (line: string): void => write(line);

/** Redirects all messages to a screen, which would otherwise overwrite them. @returns a function that ends this */
export function takeLines(take: (line: string) => void): () => void {
  write = take;
  return () => {
    write = toStandardError;
  };
}
