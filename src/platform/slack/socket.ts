import { SocketModeReceiver, type SocketModeReceiverOptions } from '@slack/bolt';
import type { Hearing } from '../inbox/hearing.ts';
import type { Logger } from '../logging.ts';
import { refusedToken } from './refused-token.ts';

const firstPauseMilliseconds = 250;
const longestPauseMilliseconds = 10_000;

type Options = SocketModeReceiverOptions & { hearing: Hearing; log: Logger };

/**
 * Keeps Slack's socket open until it is stopped. Slack's client waits five seconds before it opens a socket again, also
 * where Slack merely renews it, and nobody can press a button meanwhile; here it is opened at once, and tried again with
 * pauses that grow to ten seconds. A socket that has fallen silent is noticed by the client's own pings within nine.
 */
export class LastingSocket extends SocketModeReceiver {
  readonly #log: Logger;
  #isWanted = false;
  #isOpening = false;

  constructor({ hearing, log, ...options }: Options) {
    super({ ...options, autoReconnectEnabled: false });
    this.#log = log;
    this.client.on('close', hearing.socketLost);
    this.client.on('connected', hearing.socketBack);
    this.client.on('disconnected', () => void this.#openAgain());
  }

  /** @throws StartRefused when Slack refuses the app token; other faults are waited out. */
  override async start(): ReturnType<SocketModeReceiver['start']> {
    this.#isWanted = true;
    await this.#open();
    return { ok: true };
  }

  override async stop(): Promise<void> {
    this.#isWanted = false;
    await super.stop();
  }

  async #openAgain(): Promise<void> {
    if (!this.#isWanted || this.#isOpening) return;
    try {
      await this.#open();
    } catch (error) {
      this.#log.error(
        { error },
        'Slack refuses a new socket; nothing is heard until the desk is started again',
      );
    }
  }

  async #open(): Promise<void> {
    this.#isOpening = true;
    try {
      for (let pause = firstPauseMilliseconds; this.#isWanted; ) {
        if (await this.#opens()) break;
        await new Promise((resolve) => setTimeout(resolve, pause).unref());
        pause = Math.min(pause * 2, longestPauseMilliseconds);
      }
    } finally {
      this.#isOpening = false;
    }
    // It was stopped while the socket was being opened.
    if (!this.#isWanted) await super.stop();
  }

  async #opens(): Promise<boolean> {
    try {
      await super.start();
      return true;
    } catch (error) {
      const refused = refusedToken('SLACK_APP_TOKEN', error);
      if (refused) throw refused;
      this.#log.info({ error }, 'the socket to Slack could not be opened and will be tried again');
      return false;
    }
  }
}
