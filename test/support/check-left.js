const { marked, marker } = require('./marked');

/** Time for processes to end by themselves, in milliseconds. */
const grace = 15_000;

/** Jest's global teardown: fails the run if a test has left a process behind. */
module.exports = async () => {
  const deadline = Date.now() + grace;
  const run = process.env[marker];
  // Jest's workers end after this, and esbuild's service ends with the process that uses it.
  const left = () =>
    marked(run, [process.pid]).filter(
      ({ command }) => !/jest-worker|processChild|esbuild --service/.test(command),
    );
  while (left().length > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 200));
  const commands = left().map(({ pid, command }) => `  ${pid} ${command}`);
  if (commands.length > 0) throw new Error(`tests have left processes behind:\n${commands.join('\n')}`);
};
