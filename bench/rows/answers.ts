import type { CallRecord, DeliveryRecord } from '../../src/local/slack/control/types.ts';

/** How long people waited for what they asked for, in milliseconds. */
export type Waits = { p50: number; p95: number; slowestAck: number; asked: number; answered: number };

type Payload = {
  trigger_id?: string;
  container?: { message_ts?: string };
  actions?: { action_id: string }[];
};

/** Finds for each interaction after `since` the call that shows its result: the view it opens, or the card that says who has it. */
export function answersOf(
  deliveries: readonly DeliveryRecord[],
  calls: readonly CallRecord[],
  since: number,
): Waits {
  const asked = deliveries.filter(
    ({ type, at }) => at >= since && (type === 'slash_commands' || type === 'interactive'),
  );
  const views = new Map(calls.map((call) => [String(call.arguments.trigger_id), call]));
  const cards = Map.groupBy(
    calls.filter(({ method }) => method === 'chat.update'),
    (call) => String(call.arguments.ts),
  );
  const waits = asked.flatMap((delivery) => {
    const { trigger_id, container, actions } = delivery.payload as Payload;
    const claimed = actions?.[0]?.action_id === 'tickets.claim';
    const shows = claimed
      ? cards.get(String(container?.message_ts))?.find((call) => call.at > delivery.at && isTaken(call))
      : views.get(String(trigger_id));
    return shows?.ok ? [shows.at - delivery.at] : [];
  });
  const sorted = waits.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return {
    p50: at(0.5),
    p95: at(0.95),
    slowestAck: Math.max(...asked.map(({ ackMs }) => ackMs ?? Number.POSITIVE_INFINITY)),
    asked: asked.length,
    answered: waits.length,
  };
}

const isTaken = ({ arguments: { blocks } }: CallRecord): boolean =>
  JSON.stringify(blocks).includes('In progress');
