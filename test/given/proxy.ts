import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be cut and joined again, as an outage does. */
export type GivenProxy = {
  address: string;
  cut(): void;
  join(): void;
  /** Cuts, and listens no more until it listens again: as a server that has ended. */
  refuse(): Promise<void>;
  listen(): Promise<void>;
  close(): Promise<void>;
};

/** Stands before `host:port` on a free port of its own. */
export async function givenProxy(target: string, { open = true } = {}): Promise<GivenProxy> {
  const { hostname, port } = new URL(`tcp://${target}`);
  const sockets = new Set<Socket>();
  let joined = open;
  const server = createServer((near) => {
    if (!joined) return void near.destroy();
    const far = connect(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A listening TCP server has an address with a port.
  const ownPort = (server.address() as AddressInfo).port;
  const cut = () => {
    joined = false;
    for (const socket of sockets) socket.destroy();
  };
  const close = async () => {
    cut();
    server.close();
    await once(server, 'close');
  };
  return {
    address: `127.0.0.1:${ownPort}`,
    cut,
    join: () => {
      joined = true;
    },
    refuse: close,
    listen: async () => {
      server.listen(ownPort, '127.0.0.1');
      await once(server, 'listening');
      joined = true;
    },
    close,
  };
}
