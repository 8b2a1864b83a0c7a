import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ManifestInput, readManifest } from './app/manifest.ts';
import { ControlClient } from './control/client.ts';
import { serveControl } from './control/routes.ts';
import { Courier } from './delivery/courier.ts';
import { serveFiles } from './http/files.ts';
import { serveHooks } from './http/hooks.ts';
import { serveInstall } from './http/install.ts';
import { servePage } from './http/page.ts';
import { Router, sendText } from './http/router.ts';
import { serveWebApi } from './http/web-api.ts';
import { plant } from './state/plant.ts';
import { defaultSeed, Seed, type SeedInput } from './state/seed.ts';
import { openWorld, type Tuning, type World } from './state/world.ts';

export interface SandboxOptions {
  /** The app's manifest: a YAML or JSON file, or the object itself. */
  manifest: string | ManifestInput;
  /** 0 or absent: any free port. */
  port?: number;
  /** The address to listen on; absent: this machine only. */
  host?: string;
  /** Folder of the database; absent: kept in memory only. */
  data?: string;
  /** People and channels of a workspace that starts empty: a JSON file, or the object itself. */
  seed?: string | SeedInput;
  /** Delivers everything here by signed HTTP, whatever the manifest says. */
  requestUrl?: string;
  tuning?: Partial<Tuning>;
}

export interface Sandbox {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  url: string;
  /** For `slackApiUrl`: the Web API's base address. */
  apiUrl: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  /** Acts as anyone and reads what each one sees. */
  control: ControlClient;
  /** Waits until no delivery to the app is under way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const defaultTuning: Tuning = {
  ackMs: 3000,
  triggerMs: 3000,
  fileReadyMs: 300,
  rateLimits: false,
  protocolNow: () => Date.now(),
};

/** Starts a Slack workspace on this machine. @throws Error when manifest or seed are wrong or the port is taken. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const manifest = readManifest(options.manifest);
  const seed = readSeed(options.seed ?? defaultSeed);
  const tuning = { ...defaultTuning, ...options.tuning };
  const world = openWorld(options.data ?? ':memory:', {
    manifest,
    app: seed.app,
    tuning,
    ...(options.requestUrl && { requestUrl: options.requestUrl }),
  }) as World;
  world.courier = new Courier(world);
  plant(world, seed);
  const server = serve(world);
  await listen(server, options.port ?? 0, options.host ?? '127.0.0.1');
  world.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: world.baseUrl,
    apiUrl: `${world.baseUrl}/api/`,
    botToken: seed.app.botToken,
    appToken: seed.app.appToken,
    signingSecret: seed.app.signingSecret,
    control: new ControlClient(world.baseUrl),
    idle: () => world.courier.idle(),
    async close() {
      await world.courier.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await world.courier.idle();
      world.store.close();
    },
  };
}

function readSeed(source: string | SeedInput): Seed {
  const raw: unknown = typeof source === 'string' ? JSON.parse(readFileSync(source, 'utf8')) : source;
  return Seed.parse(raw);
}

function serve(world: World): Server {
  const router = new Router();
  serveWebApi(world, router);
  serveFiles(world, router);
  serveHooks(world, router);
  serveInstall(world, router);
  serveControl(world, router);
  servePage(router);
  const server = createServer((request, response) => {
    router.handle(request, response).then(
      (isHandled) => {
        if (!isHandled) sendText(response, 404, 'not found');
      },
      (error: unknown) => {
        if (!response.headersSent)
          sendText(response, 500, error instanceof Error ? (error.stack ?? '') : String(error));
        else response.destroy();
      },
    );
  });
  server.on('upgrade', (request, socket, head) => world.courier.sockets.accept(request, socket, head));
  return server;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}
