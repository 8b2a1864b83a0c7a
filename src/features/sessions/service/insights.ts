import { DateTime } from 'luxon';
import type { Desk } from '../../../platform/desk.ts';
import { type Deliverer, priority } from '../../../platform/outbox/index.ts';
import { getPerson } from '../../people/index.ts';
import type { Insights } from '../domain/insights.ts';
import { insightsAltText, insightsBlocks, insightsPicture } from '../views/insights.ts';
import { sessionInsights } from './report.ts';

/** How the insights' delivery is called in the outbox. */
export const insightsDelivery = 'sessions.insights';

interface Asked {
  by: string;
  span: string;
  locale: string;
  insights: Insights;
  file: string | null;
}

/** Reads the insights of the last `days` days and has them sent to the asker as picture and text. */
export async function askForInsights(
  desk: Desk,
  { workspace, by, days, key }: { workspace: string; by: string; days: number; key: string },
): Promise<void> {
  const { timeZone, locale } = await getPerson(desk, { workspace, userId: by });
  const to = DateTime.fromJSDate(desk.clock.now(), { zone: timeZone }).plus({ days: 1 }).startOf('day');
  const from = to.minus({ days });
  const asked = { workspace, by, from: from.toJSDate(), to: to.toJSDate() };
  const { insights, whose } = await sessionInsights(desk, asked);
  const records = whose === 'own' ? 'your records' : 'everyone’s records';
  const span = `${from.toISODate()} to ${to.minus({ days: 1 }).toISODate()} · ${records}`;
  const file = await drawn(desk, workspace, key, { insights, span, locale });
  await desk.outbox.enqueue([
    {
      workspace,
      key: `insights ${key}`,
      stream: `insights ${key}`,
      priority: priority.answer,
      kind: insightsDelivery,
      payload: { by, span, locale, insights, file } satisfies Asked,
    },
  ]);
}

async function drawn(
  desk: Desk,
  workspace: string,
  key: string,
  content: Pick<Asked, 'insights' | 'span' | 'locale'>,
): Promise<string | null> {
  try {
    const bytes = await desk.charts.render(insightsPicture(content));
    return (
      await desk.files.store({ workspace, key: `insights ${key}`, name: 'session-insights.png', bytes })
    ).id;
  } catch (error) {
    desk.log.error({ error }, 'the insights could not be drawn; they go out as text');
    return null;
  }
}

/** Sends picture and text to the asker. */
export const deliverInsights =
  (desk: Desk): Deliverer<Asked> =>
  async ({ workspace, payload, progress, saveProgress }, out) => {
    const { by, file } = payload;
    const altText = insightsAltText(payload);
    let picture: string | null = null;
    if (file) {
      picture = await out.upload(
        { filename: 'session-insights.png', bytes: await desk.files.read(workspace, file), altText },
        {
          get: () => progress.fileId as string | undefined,
          set: (fileId) => saveProgress({ ...progress, fileId }),
        },
      );
      await out.awaitPicture(picture);
    }
    const [title, ...tables] = insightsBlocks(payload);
    return out.post({
      user: by,
      text: altText,
      blocks: [
        ...(title ? [title] : []),
        ...(picture ? [{ type: 'image' as const, slack_file: { id: picture }, alt_text: altText }] : []),
        ...tables,
      ],
    });
  };
