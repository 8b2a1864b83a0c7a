import type { RespondFn } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { nanoid } from 'nanoid';
import { type Logger, withInteraction } from '../logging.ts';
import { messageFor } from './boundary.ts';
import type { InteractionContext, Notice } from './context.ts';
import type { SubmittedView } from './modal.ts';
import { noticeView } from './notice-view.ts';
import { escapeText } from './text.ts';

/** After this long without an answer the desk acknowledges by itself; Slack waits three seconds. */
export const ackAfterMilliseconds = 2_000;

/** The parts of Bolt's arguments that all interactive listeners share. */
export interface Interaction {
  kind: string;
  id: string;
  key: string;
  userId: string;
  triggerId?: string;
  /** The modal in which the person stands, if any. */
  view?: OpenView;
  context: { teamId?: string; enterpriseId?: string; isEnterpriseInstall: boolean };
  client: WebClient;
  respond?: RespondFn;
  ack(): Promise<void>;
  log: Logger;
  acted: Acted;
}

/** Where a modal stands in its stack. */
type OpenView = Pick<SubmittedView, 'id' | 'root_view_id' | 'previous_view_id'>;

/** Slack stacks three modals and no more. */
export function isThird({ root_view_id: root, previous_view_id: below }: OpenView): boolean {
  return Boolean(below) && below !== root;
}

/** Told of an act of a person when its listener is done; `id` is what they used. */
export type Acted = (act: { workspace: string; userId: string; id: string }) => void;

/** Tells that a person's act is done, however it ended. */
export function noteAct({ context, userId, id, acted }: Interaction): void {
  acted({ workspace: workspaceOf(context), userId, id });
}

/** Makes a listener's context; `ack` reaches Slack once however often it is called. */
export function contextOf(interaction: Interaction): InteractionContext {
  let acked = false;
  return {
    workspace: workspaceOf(interaction.context),
    userId: interaction.userId,
    client: interaction.client,
    log: interaction.log,
    key: interaction.key,
    ack: async () => {
      if (acked) return;
      acked = true;
      await interaction.ack();
    },
    respond: (notice) =>
      respond(interaction, typeof notice === 'string' ? { text: escapeText(notice) } : notice),
    openModal: (view) => openModal(interaction, view),
  };
}

/** The installation that received a payload. */
export function workspaceOf(context: Interaction['context']): string {
  const workspace = context.isEnterpriseInstall ? context.enterpriseId : context.teamId;
  if (!workspace) throw new Error('the payload names no workspace');
  return workspace;
}

/** Runs a listener inside the boundary: acknowledged in time, every failure answered. */
export async function run(
  interaction: Interaction,
  work: (context: InteractionContext) => Promise<void>,
): Promise<void> {
  const started = performance.now();
  await withInteraction(nanoid(10), async () => {
    const context = contextOf(interaction);
    const timer = setTimeout(() => void context.ack().catch(() => {}), ackAfterMilliseconds);
    try {
      await work(context);
      await context.ack();
    } catch (error) {
      const text = messageFor(error, interaction.log, `${interaction.kind} ${interaction.id}`);
      await context.ack().catch(() => {});
      await context.respond(text).catch((failed: unknown) => {
        interaction.log.warn({ error: failed }, 'a notice could not be shown');
      });
    } finally {
      clearTimeout(timer);
      noteAct(interaction);
      interaction.log.debug(
        {
          kind: interaction.kind,
          id: interaction.id,
          user: interaction.userId,
          milliseconds: Math.round(performance.now() - started),
        },
        'interaction',
      );
    }
  });
}

async function respond(interaction: Interaction, notice: Notice): Promise<void> {
  if (interaction.respond) {
    await interaction.respond({
      response_type: 'ephemeral',
      replace_original: notice.replaceOriginal ?? false,
      text: notice.text,
      ...(notice.blocks ? { blocks: notice.blocks } : {}),
    });
    return;
  }
  if (interaction.triggerId) {
    await openModal(interaction, noticeView(notice.text, notice.blocks));
    return;
  }
  await interaction.client.chat.postMessage({
    channel: interaction.userId,
    text: notice.text,
    ...(notice.blocks ? { blocks: notice.blocks } : {}),
  });
}

/** Opens a modal; on top of the one in which the person stands, or in its place where that is the third. */
async function openModal(
  { client, triggerId, view: current }: Interaction,
  view: ModalView,
): Promise<string> {
  const trigger_id = triggerId ?? '';
  const opened = !current
    ? await client.views.open({ trigger_id, view })
    : isThird(current)
      ? await client.views.update({ view_id: current.id, view })
      : await client.views.push({ trigger_id, view });
  return String(opened.view?.id);
}
