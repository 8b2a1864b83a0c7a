import { App, LogLevel } from '@slack/bolt';
import { type Sandbox, startSandbox } from '../../../../../src/local/slack/index.ts';
import { card, markdown, newer, wall } from './blocks.ts';
import { listen } from './listeners.ts';
import { manifest } from './manifest.ts';
import { redSquare } from './picture.ts';

/** A sandbox with the gallery app connected to it. */
export interface Gallery {
  sandbox: Sandbox;
  app: App;
  /** What the last submitted form held, as the app got it. */
  submitted: () => unknown;
  /** Posts the blocks to look at, in #support-triage. */
  postWall: () => Promise<void>;
  close: () => Promise<void>;
}

/** Starts both; the app answers everything but `/silent`. */
export async function openGallery(): Promise<Gallery> {
  const sandbox = await startSandbox({ manifest, tuning: { ackMs: 1000, fileReadyMs: 0 } });
  let submitted: unknown;
  const app = new App({
    token: sandbox.botToken,
    appToken: sandbox.appToken,
    socketMode: true,
    clientOptions: { slackApiUrl: sandbox.apiUrl },
    logLevel: LogLevel.ERROR,
  });
  listen(app, (values) => {
    submitted = values;
  });
  await app.start();
  return {
    sandbox,
    app,
    submitted: () => submitted,
    postWall: async () => {
      const picture = await redSquare(app.client);
      const post = (blocks: typeof card) =>
        app.client.chat.postMessage({ channel: 'C0TRIAGE', text: 'See blocks', blocks });
      await post(card);
      await post(wall(picture));
      await post(markdown);
      for (const blocks of newer) await post(blocks);
    },
    close: async () => {
      await app.stop();
      await sandbox.close();
    },
  };
}
