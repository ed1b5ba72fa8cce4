// Started before the tests. However the test run ends, the pipe on standard input closes then, and all its remaining
// processes are killed: Terraform and a local AWS outlive the command that started them, by design.
const { marked } = require('./marked');

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
process.stdin.resume();
process.stdin.on('end', () => {
  const [, , run] = process.argv;
  // A killed process may just have started another.
  for (let left = marked(run); left.length > 0; left = marked(run))
    for (const { pid } of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has just ended.
      }
    }
});
