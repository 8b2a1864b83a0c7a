import { ControlClient } from '../../src/local/slack/control/client.ts';
import type { ActName, ActResult, Acts } from '../../src/local/slack/control/types.ts';
import { type Sandbox, startSandbox } from '../../src/local/slack/index.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { type DeskProcess, startDeskProcess } from '../support/process.ts';
import { until } from '../support/until.ts';

/** A database, a workspace and processes of the desk that may die at any moment. */
export class World {
  readonly database: TestDatabase;
  readonly sandbox: Sandbox;
  readonly slack: ControlClient;
  #processes: DeskProcess[] = [];

  private constructor(database: TestDatabase, sandbox: Sandbox) {
    this.database = database;
    this.sandbox = sandbox;
    this.slack = new ControlClient(sandbox.url);
  }

  /** Opens a world whose desk clock starts at `start`, with one process of the desk. */
  static async open(start: string, processes = 1): Promise<World> {
    const world = new World(await freshDatabase(), await startSandbox({ manifest: 'manifest.yml' }));
    await world.slack.clock({ set: start });
    for (let n = 0; n < processes; n += 1) await world.start();
    return world;
  }

  async start(): Promise<void> {
    this.#processes.push(
      await startDeskProcess({
        MONGODB_URI: this.database.uri,
        MONGODB_DATABASE: this.database.name,
        SLACK_API_URL: this.sandbox.apiUrl,
        SLACK_BOT_TOKEN: this.sandbox.botToken,
        SLACK_APP_TOKEN: this.sandbox.appToken,
        SLACK_PACE: '50',
        CLOCK_URL: `${this.sandbox.url}/clock`,
        SEED_FILE: 'manifests/sandbox.yml',
        PORT: '0',
        LOG_LEVEL: process.env.LOG_LEVEL ?? 'fatal',
      }),
    );
  }

  /** Kills the oldest process as `kill -9` does. */
  async kill(): Promise<void> {
    await this.#processes.shift()?.kill();
  }

  /**
   * Does something as a person who does not give up: when the app did not answer, once more, as anyone would who reads
   * "the app did not respond", unless there is nothing to press any more.
   */
  async act<Name extends ActName>(
    as: string,
    name: Name,
    request: Acts[Name],
    isGone: () => Promise<boolean> = async () => false,
  ): Promise<ActResult> {
    let failed = false;
    return until(
      `${as} can ${name}`,
      async () => {
        await until('the app is there', async () => (await this.slack.state(as)).app.connections > 0, 40);
        if (failed && (await isGone())) return { ok: true };
        const result = await this.slack.act(as, name, request);
        failed = result.failure !== undefined;
        return failed ? undefined : result;
      },
      60,
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.kill()));
    await this.sandbox.close();
    await this.database.close();
  }
}
