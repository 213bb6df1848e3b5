// The built page behind a path of a host of this machine, as any static host would have it.

import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import sirv from "sirv";

/** The folder of the built page. */
export const PAGE = process.env.RINGFENCE_PAGE ?? fileURLToPath(new URL("../../../target/page/dist", import.meta.url));

/** Where the page stands on its host. */
const PATH = "/some/path/";

/** Serves the page. `instead` gives paths of the page another body, or new ones theirs: a string, or a buffer. */
export async function serve({ instead = {} } = {}) {
  const files = sirv(PAGE, { dev: true });
  const server = createServer((request, response) => {
    if (!request.url.startsWith(PATH)) return response.writeHead(404).end();
    request.url = request.url.slice(PATH.length - 1);
    const path = request.url.slice(1).split("?")[0] || "index.html";
    if (path in instead) return response.writeHead(200, { "content-type": typeOf(path) }).end(instead[path]);
    return files(request, response, () => response.writeHead(404).end());
  });
  await listen(server);
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    address: `${origin}${PATH}`,
    close: () => closed(server),
  };
}

/** Another origin of this machine, which lets everybody in and writes down who comes. */
export async function serveElsewhere() {
  const hits = [];
  let heard = () => {};
  const hear = (request) => {
    hits.push(request.url);
    heard();
  };
  const server = createServer((request, response) => {
    hear(request);
    response.writeHead(200, { "access-control-allow-origin": "*", "content-type": typeOf(request.url) }).end("");
  });
  server.on("upgrade", (request, socket) => {
    hear(request);
    socket.destroy();
  });
  await listen(server);
  return {
    hits,
    origin: `http://127.0.0.1:${server.address().port}`,
    /** Once so many different things were asked for. */
    async called(count) {
      while (new Set(hits).size < count) await new Promise((resolve) => (heard = resolve));
    },
    close: () => closed(server),
  };
}

function typeOf(path) {
  return path.endsWith(".html") ? "text/html" : "text/javascript";
}

function listen(server) {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
}

function closed(server) {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
}
