// A server of the wire protocol holdfast.v1 on npm's ws, written from its description alone.
// Arguments: port, compression (see below). It keeps its history in memory and forgets it when it ends.
'use strict';
const { WebSocketServer } = require('ws');

// Named after who remembers earlier messages when it compresses the next.
const compressions = {
  none: false,
  both: { threshold: 0 },
  server: { threshold: 0, clientNoContextTakeover: true },
  client: { threshold: 0, serverNoContextTakeover: true },
  neither: { threshold: 0, serverNoContextTakeover: true, clientNoContextTakeover: true },
  window: { threshold: 0, clientMaxWindowBits: 10 },
};

const epoch = process.pid.toString(36) + Date.now().toString(36);
const history = new Map();
const sockets = new Set();

const messages = (topic) => history.get(topic) ?? history.set(topic, []).get(topic);
const id = (position) => `${epoch}:${position}`;

class Client {
  constructor(socket) {
    this.socket = socket;
    this.topics = new Map();
  }

  send(frame) {
    this.socket.send(JSON.stringify(frame));
  }

  message(sub, position, data) {
    this.send({ type: 'message', sub, id: id(position), data });
  }

  subscribe(sub, topic, cursor) {
    if (topic.startsWith('secret')) {
      this.send({ type: 'ended', sub, reason: 'not yours', retry: false });
      return;
    }
    const kept = messages(topic);
    const [its, position] = (cursor ?? '').split(':');
    const known = its === epoch && Number(position) <= kept.length;
    this.send({ type: 'subscribed', sub, continuity: cursor === undefined ? 'fresh' : known ? 'resumed' : 'gap' });
    if (known) kept.slice(Number(position)).forEach((data, i) => this.message(sub, Number(position) + i + 1, data));
    else if (kept.length > 0 || cursor !== undefined) this.send({ type: 'position', sub, id: id(kept.length) });
    this.topics.set(sub, topic);
  }

  publish(ref, topic, data) {
    if (topic.startsWith('secret')) {
      this.send({ type: 'error', ref, reason: 'not yours' });
      return;
    }
    const position = messages(topic).push(data);
    this.send({ type: 'receipt', ref, id: id(position) });
    for (const client of sockets) {
      for (const [sub, wanted] of client.topics) if (wanted === topic) client.message(sub, position, data);
    }
  }

  request(ref, topic, data) {
    if (topic === 'echo') this.send({ type: 'reply', ref, data });
    else if (topic === 'extensions') this.send({ type: 'reply', ref, data: this.socket.extensions });
    else if (topic === 'cut') for (const client of sockets) client.socket.terminate();
    else if (topic === 'restart') this.send({ type: 'close', reason: 'about to restart', retry: true });
    else this.send({ type: 'error', ref, reason: 'no such request' });
  }

  received(frame) {
    switch (frame.type) {
      case 'hello':
        this.send({ type: 'welcome', version: 1, heartbeat: 30000 });
        this.send({ type: 'ping' });
        break;
      case 'subscribe':
        for (const { sub, topic, cursor } of frame.subs) this.subscribe(sub, topic, cursor);
        break;
      case 'unsubscribe':
        for (const sub of frame.subs) this.topics.delete(sub);
        console.log(`unsubscribed ${frame.subs}`);
        break;
      case 'publish':
        this.publish(frame.ref, frame.topic, frame.data);
        break;
      case 'request':
        this.request(frame.ref, frame.topic, frame.data);
        break;
      case 'pong':
        console.log('ponged');
        break;
    }
  }
}

new WebSocketServer({
  port: Number(process.argv[2]),
  host: '127.0.0.1',
  perMessageDeflate: compressions[process.argv[3]],
  handleProtocols: (offered) => offered.has('holdfast.v1') && 'holdfast.v1',
}).on('connection', (socket) => {
  const client = new Client(socket);
  sockets.add(client);
  socket.on('close', (code) => {
    sockets.delete(client);
    console.log(`closed ${code}`);
  });
  socket.on('error', (error) => console.log(`error ${error.message}`));
  socket.on('message', (text) => client.received(JSON.parse(text)));
});
