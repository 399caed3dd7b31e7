// Bare frames from npm's ws. The path says what the client gets: /<compression>/<behaviour>/<argument>
'use strict';
const http = require('http');
const { WebSocketServer } = require('ws');

const server = http.createServer();
// Named after who remembers earlier messages when it compresses the next.
const compressions = {
  none: false,
  both: { threshold: 0 },
  server: { threshold: 0, clientNoContextTakeover: true },
  client: { threshold: 0, serverNoContextTakeover: true },
  neither: { threshold: 0, serverNoContextTakeover: true, clientNoContextTakeover: true },
  window: { threshold: 0, serverMaxWindowBits: 9 },
};

const behaviours = {
  messages(socket, count, request) {
    socket.send(request.extensions ?? 'uncompressed');
    for (let i = 0; i < count; i++) socket.send(`message ${i} ` + 'sea '.repeat(i * 7));
  },
  binary(socket) {
    socket.send(Buffer.from(Array.from({ length: 2560 }, (_, i) => i % 256)));
  },
  // In the middle of a character, with a ping between two fragments.
  fragments(socket) {
    const bytes = Buffer.from('kelp \u{1FAB8} reef');
    socket.send(bytes.subarray(0, 7), { fin: false, binary: false });
    socket.ping('between');
    socket.send(bytes.subarray(7, 8), { fin: false });
    socket.send(bytes.subarray(8), { fin: true });
    socket.on('pong', (data) => socket.send(`pong ${data}`));
  },
  large(socket, size) {
    socket.send('kelp'.repeat(Math.ceil(size / 4)).slice(0, size));
  },
  close(socket, code) {
    socket.send('hello');
    socket.close(code, `because of ${code}`);
  },
  terminate(socket) {
    socket.send('hello');
    socket.on('ping', () => socket.terminate());
  },
  ping(socket) {
    socket.on('pong', (data) => socket.send(`pong ${data}`));
    socket.ping('anybody there?');
  },
  stay(socket) {
    socket.send('hello');
  },
};

const hubs = {};
for (const name of Object.keys(compressions)) {
  hubs[name] = new WebSocketServer({ noServer: true, perMessageDeflate: compressions[name] });
  hubs[name].on('headers', (headers, request) => {
    request.extensions = headers.find((header) => header.startsWith('Sec-WebSocket-Extensions: '))?.slice(26);
  });
}

server.on('upgrade', (request, socket, head) => {
  const [, compression, behaviour, argument] = request.url.split('/');
  hubs[compression].handleUpgrade(request, socket, head, (client) => {
    client.on('close', (code) => console.log(`closed ${code}`));
    client.on('ping', () => console.log('pinged'));
    client.on('error', (error) => console.log(`error ${error.message}`));
    behaviours[behaviour](client, Number(argument), request);
  });
});
server.listen(Number(process.argv[2]), '127.0.0.1');
