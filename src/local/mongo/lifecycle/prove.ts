import { MongoClient } from 'mongodb';
import type { Lock } from './lock-file.ts';

/** The address of a server on this machine. */
export const uriOf = (port: number): string => `mongodb://127.0.0.1:${port}`;

const TIMEOUT_MILLISECONDS = 2_000;

/** Asks the server at the lock's port who it is: true when it is the process that the lock names. */
export async function isServing({ pid, port }: Lock): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const client = new MongoClient(uriOf(port), {
    serverSelectionTimeoutMS: TIMEOUT_MILLISECONDS,
    connectTimeoutMS: TIMEOUT_MILLISECONDS,
    socketTimeoutMS: TIMEOUT_MILLISECONDS,
  });
  try {
    const status = await client.db('admin').command({ serverStatus: 1 });
    return Number(status.pid) === pid;
  } catch {
    return false;
  } finally {
    await client.close();
  }
}

/** Whether there is such a process; it may be another program that got the number of one that has ended. */
function isAlive(pid: number): boolean {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
