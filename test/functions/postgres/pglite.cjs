/**
 * Runs in a process of its own: PGlite behind PostgreSQL's protocol on a loopback port. All clients share its one
 * session, which takes the name of whoever speaks.
 */
const { createServer } = require('node:net');
const { PGlite } = require('@electric-sql/pglite');
const { PostgresConnection } = require('pg-gateway');

async function serve() {
  const database = await PGlite.create();
  let speaker;
  let turns = Promise.resolve();
  const inTurn = (run) => {
    turns = turns.then(run, run);
    return turns;
  };
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    const connection = new PostgresConnection(socket, {
      serverVersion: '17.0',
      authMode: 'none',
      async onMessage(data, { isAuthenticated, clientInfo }) {
        if (!isAuthenticated) return false;
        // Terminate would end the only session.
        if (data[0] === 0x58) {
          socket.end();
          return true;
        }
        await inTurn(async () => {
          if (speaker !== connection) {
            speaker = connection;
            await database.exec('rollback; reset session authorization');
            await database.exec(
              `set session authorization "${clientInfo.parameters.user.replaceAll('"', '""')}"`,
            );
          }
          connection.sendData(await database.execProtocolRaw(data));
        });
        return true;
      },
    });
  });
  server.listen(0, '127.0.0.1', () => console.log(`listening on ${server.address().port}`));
}

serve();
