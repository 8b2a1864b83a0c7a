/** The desk's clock: tickets, SLAs, shifts and digests ask it and nothing else. Protocol time (acks, leases, tokens) stays real. */
export interface Clock {
  now(): Date;
}

/** The system's own time. */
export const systemClock: Clock = { now: () => new Date() };

/** A clock that follows an offset published at a URL; `stop` ends the polling. */
export interface FollowingClock extends Clock {
  stop(): void;
}

/** How often the offset is asked for; every process has to follow within one second. */
const pollMilliseconds = 400;

/**
 * Follows `GET url` → `{ offsetMs }`, so that every process of a desk moves together.
 * The last known offset stays in force while the source is away.
 */
export async function followClock(url: string, onError: (error: unknown) => void): Promise<FollowingClock> {
  let offsetMilliseconds = 0;
  let stopped = false;
  const refresh = async (): Promise<void> => {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
      const body = (await response.json()) as { offsetMs?: unknown };
      if (typeof body.offsetMs === 'number' && Number.isFinite(body.offsetMs))
        offsetMilliseconds = body.offsetMs;
    } catch (error) {
      if (!stopped) onError(error);
    }
  };
  await refresh();
  const timer = setInterval(() => void refresh(), pollMilliseconds);
  timer.unref();
  return {
    now: () => new Date(Date.now() + offsetMilliseconds),
    stop: () => {
      stopped = true;
      clearInterval(timer);
    },
  };
}
