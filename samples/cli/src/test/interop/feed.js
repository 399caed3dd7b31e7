// Numbered messages from npm's ws. /numbers says which subprotocol was chosen and counts, /quiet says hello and no more,
// /asked counts for whoever asks with {"op":"subscribe","topics":[…]}. Whoever comes without an upgrade is told so.
'use strict';
const { WebSocketServer } = require('ws');

const behaviours = {
  '/numbers': (socket) => {
    socket.send(`subprotocol ${socket.protocol || 'none'}`);
    for (let i = 1; i <= 100; i++) socket.send(`message ${i}`);
  },
  '/quiet': (socket) => socket.send('hello'),
  '/asked': (socket) =>
    socket.on('message', (text) => {
      const { op, topics } = JSON.parse(text);
      if (op === 'subscribe') for (const topic of topics) socket.send(JSON.stringify({ topic, value: topic.length }));
    }),
};

new WebSocketServer({
  port: Number(process.argv[2]),
  host: '127.0.0.1',
  handleProtocols: (offered) => (offered.has('feed.v1') ? 'feed.v1' : false),
}).on('connection', (socket, request) => {
  socket.on('error', (error) => console.log(`error ${error.message}`));
  behaviours[request.url](socket);
});
