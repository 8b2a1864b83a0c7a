import type { RawDocument } from '../values/raw.ts';

/** What `configureFailPoint` can make happen to the next commands. */
export interface FailCommand {
  readonly commands: ReadonlySet<string>;
  readonly errorCode: number | undefined;
  readonly closeConnection: boolean;
  readonly errorLabels: readonly string[] | undefined;
  /** Told beside an answer that is otherwise what the command gives. */
  readonly writeConcernError: RawDocument | undefined;
  /** Fail this many more commands; Infinity for `alwaysOn`. */
  left: number;
  /** Commands that pass before the first fails. */
  skip: number;
  readonly appName: string | undefined;
  /** Milliseconds a command waits before it is carried out. */
  readonly blockMs: number;
}

/** The one fail point there is. */
export class FailPoints {
  #failCommand: FailCommand | undefined;
  /** How often it was entered; `configureFailPoint` answers it. */
  count = 0;

  set(failCommand: FailCommand | undefined): void {
    this.#failCommand = failCommand;
    this.count = 0;
  }

  /** The failure that this command of a client with this name has to suffer, if any. */
  take(command: string, appName: string | undefined): FailCommand | undefined {
    const point = this.#failCommand;
    if (!point?.commands.has(command)) return undefined;
    if (point.appName !== undefined && point.appName !== appName) return undefined;
    if (point.skip > 0) {
      point.skip -= 1;
      return undefined;
    }
    if (point.left <= 0) return undefined;
    point.left -= 1;
    this.count += 1;
    return point;
  }
}
