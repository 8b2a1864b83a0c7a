import type { ActName, ActResult, Acts, ClockChange, ClockView } from '../control/types.ts';

/** A request of the page that the sandbox refused, with the reason in words. */
class RequestRefused extends Error {}

async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as T & { error?: string };
  if (!response.ok) throw new RequestRefused(answer.error ?? `The sandbox answered ${response.status}.`);
  return answer;
}

/** Reads a part of the control API. */
export const get = <T>(path: string, query: Record<string, string | number | undefined> = {}): Promise<T> => {
  const known = Object.entries(query).filter(([, value]) => value !== undefined);
  return request('GET', `${path}?${new URLSearchParams(known.map(([key, value]) => [key, String(value)]))}`);
};

/** Does something as a person and waits for the app's answer. */
export const act = <Name extends ActName>(as: string, name: Name, body: Acts[Name]): Promise<ActResult> =>
  request('POST', `/control/act/${name}`, { as, ...body });

/** Moves the workspace's clock. */
export const changeClock = (change: ClockChange): Promise<ClockView> =>
  request('POST', '/control/clock', change);
