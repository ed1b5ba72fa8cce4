// Started before the tests. When the test run ends, however it ends, the pipe on standard input does, and everything
// that it still has running is killed: Terraform and a local AWS outlive the command that started them, on purpose.
const { marked } = require('./marked');

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
process.stdin.resume();
process.stdin.on('end', () => {
  const [, , run] = process.argv;
  // What is killed may just have started another.
  for (let left = marked(run); left.length > 0; left = marked(run))
    for (const { pid } of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended at this very moment.
      }
    }
});
