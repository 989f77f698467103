// SPDX-License-Identifier: AGPL-3.0-or-later
// A proxy as one writes it in Node: streams both ways, keeps connections, passes upgrades on.
import fs from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';

const [port, routesFile, securePort, certificate, key] = process.argv.slice(2);
const lines = fs.readFileSync(routesFile, 'utf8').trim().split('\n');
const routes = new Map(lines.map((line) => line.split(' ')));
const agent = new http.Agent({ keepAlive: true, maxFreeSockets: 1024 });
const hopByHop = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'upgrade', 'host']);

const hostOf = (request) => (request.headers[':authority'] ?? request.headers.host ?? '').split(':')[0];

function kept(headers) {
  const result = {};
  for (const name in headers) {
    if (!name.startsWith(':') && !hopByHop.has(name)) result[name] = headers[name];
  }
  return result;
}

function forward(request, response) {
  const host = hostOf(request);
  const headers = kept(request.headers);
  headers.host = host;
  headers['x-forwarded-for'] = request.socket.remoteAddress;
  headers['x-forwarded-proto'] = request.socket.encrypted ? 'https' : 'http';
  const to = { host: '127.0.0.1', port: routes.get(host), method: request.method, path: request.url, headers, agent };
  const out = http.request(to, (answer) => {
    response.writeHead(answer.statusCode, kept(answer.headers));
    answer.pipe(response);
  });
  out.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
  request.pipe(out);
}

function upgrade(request, socket, head) {
  const out = net.connect(Number(routes.get(hostOf(request))), '127.0.0.1', () => {
    const lines = [`${request.method} ${request.url} HTTP/1.1`];
    for (let i = 0; i < request.rawHeaders.length; i += 2) {
      lines.push(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}`);
    }
    out.write(lines.join('\r\n') + '\r\n\r\n');
    out.write(head);
    out.pipe(socket).pipe(out);
  });
  out.on('error', () => socket.destroy());
  socket.on('error', () => out.destroy());
}

http.createServer(forward).on('upgrade', upgrade).listen(Number(port), '127.0.0.1', 4096);
if (securePort) {
  const files = { cert: fs.readFileSync(certificate), key: fs.readFileSync(key), allowHTTP1: true };
  http2.createSecureServer(files, forward).listen(Number(securePort), '127.0.0.1', 4096);
}
