// An event stream of Node's own server. /beats sends a comment every second and nothing else, /silent a greeting and then
// nothing, /busy an event of a hundred bytes every 20 ms. With ?resume it goes on behind Last-Event-ID.
'use strict';
const http = require('http');

const begun = Date.now();

http
  .createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    if (!['/beats', '/silent', '/busy'].includes(pathname)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    if (pathname === '/silent') {
      response.write('id: 1\ndata: hello\n\n');
      return;
    }
    if (pathname === '/beats') {
      response.write('id: 1\ndata: hello\n\n');
      const beat = setInterval(() => response.write(':\n\n'), 1000);
      response.on('close', () => clearInterval(beat));
      return;
    }
    // Numbered by the time, so that all streams agree.
    const now = () => Math.floor((Date.now() - begun) / 20);
    const last = searchParams.has('resume') ? request.headers['last-event-id'] : undefined;
    let next = last === undefined ? now() : Number(last) + 1;
    const tick = setInterval(() => {
      for (; next <= now(); next++) response.write(`id: ${next}\ndata: ${'kelp '.repeat(20)}\n\n`);
    }, 20);
    response.on('close', () => clearInterval(tick));
  })
  .listen(Number(process.argv[2]), '127.0.0.1');
