import type { Gaps } from './gaps.ts';
import { type Inbox, workspaceOfEvent } from './inbox.ts';

/** What receives Slack's events, and hears of the socket they come through. */
export interface Hearing {
  /** @param repetition how often Slack has sent the event before */
  store(body: Record<string, unknown>, repetition: number): Promise<void>;
  socketLost(): void;
  socketBack(): void;
}

const probeMilliseconds = 2_000;
/** Slack's second repetition comes after a minute: others may have had their last in the meantime. */
const lateRepetition = 2;
const daySeconds = 86_400;

/** Stores events and notices when none could be heard. Without a socket, Slack's own late repetitions tell of that. */
export function hearingOf(inbox: Inbox, gaps: Gaps, bySocket: boolean): Hearing {
  return {
    store: async (body, repetition) => {
      try {
        await inbox.store(body);
      } catch (error) {
        gaps.lost('database');
        void awaitDatabase(inbox, gaps, workspaceOfEvent(body));
        throw error;
      }
      if (!bySocket && repetition === lateRepetition) gaps.tell([gapAround(body)]);
    },
    socketLost: () => gaps.lost('socket'),
    socketBack: () => gaps.back('socket'),
  };
}

async function awaitDatabase(inbox: Inbox, gaps: Gaps, workspace: string): Promise<void> {
  const isBack = () =>
    inbox.waiting(workspace).then(
      () => true,
      () => false,
    );
  while (!gaps.isStopped && !(await isBack()))
    await new Promise((resolve) => setTimeout(resolve, probeMilliseconds).unref());
  gaps.back('database');
}

function gapAround(body: Record<string, unknown>): { workspace: string; since: string } {
  const at = Number((body.event as { event_ts?: string } | undefined)?.event_ts ?? 0);
  return { workspace: workspaceOfEvent(body), since: String(Math.max(0, at - daySeconds)) };
}
