import type { Deadline } from '../execute/slices.ts';
import type { Cursors } from '../server/cursors.ts';
import type { FailPoints } from '../server/fail-points.ts';
import type { Store } from '../storage/store.ts';
import type { RawDocument } from '../values/raw.ts';
import type { Arguments } from './arguments.ts';

/** What the server holds for all connections. */
export interface ServerState {
  readonly store: Store;
  readonly cursors: Cursors;
  readonly failPoints: FailPoints;
  readonly startedAt: Date;
  /** The port that is listened on. */
  readonly port: number;
  /** Connections that are open, and all there ever were. */
  readonly connections: { current: number; total: number };
  /** Calls so far, by command. */
  readonly calls: Map<string, number>;
}

/** One connection. */
export interface Client {
  readonly id: number;
  /** The name the client gave in its handshake. */
  appName: string | undefined;
}

/** One command being carried out. */
export interface CommandContext {
  readonly server: ServerState;
  readonly database: string;
  readonly args: Arguments;
  /** The command as it came. */
  readonly body: RawDocument;
  /** Documents that came beside the command, by field. */
  readonly sequences: ReadonlyMap<string, RawDocument[]>;
  readonly client: Client;
  readonly deadline: Deadline;
  readonly maxTimeMs: number | undefined;
  /** The hex of the logical session. */
  readonly session: string | undefined;
}

export type Answer = RawDocument | Promise<RawDocument>;

/** A command: the fields it takes beside those that every command takes, and what it does. */
export interface Command {
  readonly fields: readonly string[];
  /** It takes a write concern; others refuse one (72). */
  readonly writes?: true;
  /** It takes any read concern that a standalone server has; others only `local` (72). */
  readonly reads?: true;
  /** Only the `admin` database has it (13). */
  readonly adminOnly?: true;
  /** Any field may be asked for. */
  readonly anyField?: true;
  run(context: CommandContext): Answer;
}
