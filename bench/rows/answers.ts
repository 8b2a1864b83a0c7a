import type { CallRecord, DeliveryRecord } from '../../src/local/slack/control/types.ts';

/** How long people waited for what they asked for, in milliseconds. */
export type Waits = { p50: number; p95: number; slowestAck: number; asked: number; answered: number };

type Payload = {
  trigger_id?: string;
  actions?: { action_id: string; value?: string }[];
};

/** Finds for each interaction after `since` the call that shows its result: the view it opens, or the line that tells who claimed. */
export function answersOf(
  deliveries: readonly DeliveryRecord[],
  calls: readonly CallRecord[],
  since: number,
): Waits {
  const asked = deliveries.filter(
    ({ type, at }) => at >= since && (type === 'slash_commands' || type === 'interactive'),
  );
  const views = new Map(calls.map((call) => [String(call.arguments.trigger_id), call]));
  const lines = calls
    .filter(({ method }) => method === 'response_url')
    .map((call) => ({ call, text: JSON.stringify(call.arguments) }));
  const waits = asked.flatMap((delivery) => {
    const { trigger_id, actions: [action] = [] } = delivery.payload as Payload;
    const claimed = action?.action_id === 'tickets.claim' ? action.value : undefined;
    const shows = claimed
      ? lines.find(({ text }) => text.includes(claimed))?.call
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
