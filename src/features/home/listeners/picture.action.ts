import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext } from '../../../platform/slack/index.ts';
import { digestSweep, sendPicture } from '../../digests/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { shownSpan } from '../service/span.ts';

/** “As a picture”: the KPIs of the filters as one picture, in the person's messages, where files are sure to show. */
export const onPicture = (desk: Desk) => async (c: ActionContext) => {
  const { workspace, userId: by, key: request } = c;
  assertCan(await getPerson(desk, { workspace, userId: by }), 'home.team');
  const { span, people } = await shownSpan(desk, workspace, by);
  await sendPicture(desk, { workspace, by, filters: people, span, request });
  await c.respond('The picture is being drawn. You find it in your messages with this app.');
  await desk.jobs.runNow(digestSweep, workspace);
};
