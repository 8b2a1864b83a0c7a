import type { Desk } from '../../platform/desk.ts';
import { listenForBuilder } from './listeners/builder.ts';
import { listenForFiles } from './listeners/file.event.ts';
import { listenForForms } from './listeners/forms.ts';
import { listenForList } from './listeners/list.ts';
import { listenForWalk } from './listeners/walk.ts';
import { countIntakes } from './service/figures.ts';
import { finishSweep } from './service/finish.ts';
import { dropDryRuns } from './service/intake.ts';
import { applyManifests } from './service/manifests.ts';

/** Journeys: the walk of a requester through a questionnaire that ends in a ticket, and the builder of such forms. */
export function register(desk: Desk): void {
  desk.outbox.deliverer<{ user: string; name: string; text: string }>(
    'journeys.file',
    async (delivery, out) => {
      const { user, name, text } = delivery.payload;
      const channel = await out.dm(user);
      await out.upload(
        { filename: name, bytes: Buffer.from(text) },
        {
          get: () => delivery.progress.file as string | undefined,
          set: (file) => delivery.saveProgress({ file }),
        },
        { channel, initial_comment: `The journey as a file. Edit it and drop it here again.` },
      );
      return undefined;
    },
  );
  listenForWalk(desk);
  listenForList(desk);
  listenForBuilder(desk);
  listenForForms(desk);
  listenForFiles(desk);
  const applied = new Set<string>();
  desk.jobs.sweep('journeys.manifests', { everySeconds: 60 }, async (workspace) => {
    if (applied.has(workspace)) return;
    await applyManifests(desk, workspace);
    applied.add(workspace);
  });
  desk.jobs.sweep('journeys.finish', { everySeconds: 10 }, (workspace) => finishSweep(desk, workspace));
  desk.jobs.sweep('journeys.count', { everySeconds: 60 }, async (workspace) => {
    await countIntakes(desk, workspace);
    await dropDryRuns(desk, workspace);
  });
}
