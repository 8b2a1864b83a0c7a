import { resolve } from 'node:path';
import { type RunningServer, startServer } from '../server/server.ts';
import { readLock, releaseLock, writeLock } from './lock-file.ts';

export interface ServeOptions {
  /** The data folder, which the server belongs to. */
  readonly data: string;
  /** The port; without one that of the last run when it is free, so that clients find a restarted server again, else any. */
  readonly port?: number | undefined;
  /** Ends the server so many seconds after its last client has gone; without it the server stays. */
  readonly idleSeconds?: number | undefined;
  /** Called when the server has ended by itself. */
  readonly onIdle?: () => void;
}

/** Serves a data folder and says so in its lock file. Throws what `startServer` throws. */
export async function serve({
  data,
  port,
  idleSeconds,
  onIdle,
}: ServeOptions): Promise<Pick<RunningServer, 'uri' | 'close'>> {
  const folder = resolve(data);
  const server = await start(folder, port);
  writeLock(folder, server.port);
  const close = async () => {
    releaseLock(folder);
    await server.close();
  };
  if (idleSeconds !== undefined) endWhenIdle(server, idleSeconds, () => void close().then(onIdle));
  return { uri: server.uri, close };
}

async function start(folder: string, port: number | undefined): Promise<RunningServer> {
  if (port !== undefined) return startServer({ data: folder, port });
  const last = readLock(folder)?.port ?? 0;
  try {
    return await startServer({ data: folder, port: last });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return startServer({ data: folder, port: 0 });
  }
}

function endWhenIdle(server: RunningServer, seconds: number, end: () => void): void {
  let timer: NodeJS.Timeout | undefined;
  const look = (clients: number) => {
    clearTimeout(timer);
    timer = clients === 0 ? setTimeout(end, seconds * 1_000) : undefined;
  };
  server.onConnections(look);
  look(server.connections);
}

/** SQLite's word for a file that another process has open. */
export function isInUse(error: unknown): boolean {
  return error instanceof Error && /database is locked/.test(error.message);
}
