/**
 * Runs in a separate process: PGlite behind PostgreSQL's protocol on a loopback port. All clients share its one
 * session, which takes the name of the current client.
 */
const { createServer } = require('node:net');
const { PGlite } = require('@electric-sql/pglite');

const message = (type, body) => {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
/** AuthenticationOk, the version, and ReadyForQuery. */
const welcome = Buffer.concat([
  message('R', Buffer.alloc(4)),
  message('S', Buffer.from('server_version\x0017.0\0')),
  message('Z', Buffer.from('I')),
]);

const noDatabase = message('E', Buffer.from('SFATAL\0VFATAL\0C3D000\0Mno such database\0\0'));

/** All messages of a client; the first one, the startup message, has no type. */
async function* messagesOf(socket) {
  let buffer = Buffer.alloc(0);
  let typed = 0;
  for await (const chunk of socket) {
    buffer = Buffer.concat([buffer, chunk]);
    while (buffer.length >= 4 + typed && buffer.length >= buffer.readInt32BE(typed) + typed) {
      const end = buffer.readInt32BE(typed) + typed;
      yield buffer.subarray(0, end);
      buffer = buffer.subarray(end);
      typed = 1;
    }
  }
}

async function serve() {
  const database = await PGlite.create();
  let speaker;
  let turns = Promise.resolve();
  const inTurn = (run) => {
    turns = turns.then(run, run);
    return turns;
  };

  async function converse(socket) {
    let user;
    // The messages of one query are sent to the server together, up to the one that requests a response.
    let pending = [];
    for await (const received of messagesOf(socket)) {
      if (user === undefined) {
        const words = received.toString('utf8', 8).split('\0');
        user = words[words.indexOf('user') + 1];
        // There is one database.
        if (words[words.indexOf('database') + 1] !== 'postgres') return socket.write(noDatabase);
        socket.write(welcome);
        continue;
      }
      const type = String.fromCharCode(received[0]);
      // Terminate would end the only session.
      if (type === 'X') return;
      pending.push(received);
      if (type !== 'Q' && type !== 'S') continue;
      const together = Buffer.concat(pending);
      pending = [];
      await inTurn(async () => {
        if (speaker !== socket) {
          speaker = socket;
          await database.exec(`reset session authorization; set session authorization "${user}"`);
        }
        socket.write(await database.execProtocolRaw(together));
      });
    }
  }

  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    converse(socket)
      .catch(() => undefined)
      .finally(() => socket.end());
  });
  server.listen(0, '127.0.0.1', () => console.log(`listening on ${server.address().port}`));
}

serve();
