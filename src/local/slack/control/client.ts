import type {
  ActName,
  ActResult,
  Acts,
  CallRecord,
  ClockChange,
  ClockView,
  DeliveryRecord,
  FailureRecord,
  Fault,
  Json,
  MessageObject,
  MessagesPage,
  StateView,
  UserObject,
  ViewObject,
} from './types.ts';

const usualWaitMs = 5000;
const lookEveryMs = 20;

/** The control API for tests, typed: act as anyone, see what each one sees. */
export class ControlClient {
  readonly #url: string;

  /** `url` is the sandbox's address, without a slash at the end. */
  constructor(url: string) {
    this.#url = url;
  }

  /** Does something as a person, and waits for the app's ack. @throws Error when Slack's client would not let them. */
  act<N extends ActName>(as: string, name: N, request: Acts[N]): Promise<ActResult> {
    return this.#send('POST', `/control/act/${name}`, { as, ...request });
  }

  state(as: string): Promise<StateView> {
    return this.#send('GET', `/control/state?as=${as}`);
  }

  /** Messages as a person sees them, oldest first; `thread` for a thread. */
  async messages(as: string, channel: string, thread?: string): Promise<MessageObject[]> {
    const query = new URLSearchParams({ as, limit: '1000', ...(thread && { thread }) });
    const page = await this.#send<MessagesPage>('GET', `/control/channels/${channel}/messages?${query}`);
    return page.messages;
  }

  /** Open modals from the bottom to the top. */
  async views(as: string): Promise<ViewObject[]> {
    return (await this.#send<{ views: ViewObject[] }>('GET', `/control/views?as=${as}`)).views;
  }

  async home(as: string): Promise<ViewObject | null> {
    return (await this.#send<{ view: ViewObject | null }>('GET', `/control/home?as=${as}`)).view;
  }

  /** The bytes of a file that the person may open. */
  async file(as: string, id: string): Promise<Uint8Array> {
    const response = await fetch(`${this.#url}/control/files/${id}?as=${as}`);
    if (!response.ok) throw new Error(await response.text());
    return new Uint8Array(await response.arrayBuffer());
  }

  step(executionId: string): Promise<ActResult> {
    return this.#send('GET', `/control/steps/${executionId}`);
  }

  async calls(method?: string): Promise<CallRecord[]> {
    const query = method ? `?method=${method}` : '';
    return (await this.#send<{ calls: CallRecord[] }>('GET', `/control/calls${query}`)).calls;
  }

  async deliveries(): Promise<DeliveryRecord[]> {
    return (await this.#send<{ deliveries: DeliveryRecord[] }>('GET', '/control/deliveries')).deliveries;
  }

  /** Everything the app did that Slack would not have stood for. */
  async failures(): Promise<FailureRecord[]> {
    return (await this.#send<{ failures: FailureRecord[] }>('GET', '/control/failures')).failures;
  }

  async forgetFailures(): Promise<void> {
    await this.#send('DELETE', '/control/failures');
  }

  async fault(fault: Fault): Promise<void> {
    await this.#send('POST', '/control/faults', fault);
  }

  async endFaults(): Promise<void> {
    await this.#send('DELETE', '/control/faults');
  }

  /** Revokes one token, or all of the app's but the app-level one. */
  async revoke(token?: string): Promise<void> {
    await this.#send('POST', '/control/revoke', token ? { token } : {});
  }

  /** Adds a person (no `id`) or changes one; `deleted` deactivates. */
  async person(change: Partial<Json> & { id?: string }): Promise<UserObject> {
    return (await this.#send<{ user: UserObject }>('POST', '/control/people', change)).user;
  }

  /** Takes the app out of the first team, as an admin does. */
  async uninstall(): Promise<void> {
    await this.#send('POST', '/control/uninstall', {});
  }

  clock(change: ClockChange): Promise<ClockView> {
    return this.#send('POST', '/control/clock', change);
  }

  /** Looks until `look` gives something truthy, at most `waitMs`. @throws Error with `what` when it never does. */
  async until<T>(
    what: string,
    look: () => Promise<T | undefined | null | false>,
    waitMs = usualWaitMs,
  ): Promise<T> {
    const end = performance.now() + waitMs;
    for (;;) {
      const seen = await look();
      if (seen) return seen;
      if (performance.now() > end) throw new Error(`waited ${waitMs} ms in vain for ${what}`);
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  }

  /** The person's top modal, once it has this callback id. */
  view(as: string, callbackId: string): Promise<ViewObject> {
    return this.until(`the modal ${callbackId} of ${as}`, async () => {
      const top = (await this.views(as)).at(-1);
      return top?.callback_id === callbackId ? top : undefined;
    });
  }

  /** The newest message in the channel (or thread) that fits, once there is one. */
  message(
    as: string,
    channel: string,
    fits: (message: MessageObject) => boolean,
    thread?: string,
  ): Promise<MessageObject> {
    return this.until(`a message in ${channel}`, async () =>
      (await this.messages(as, channel, thread)).findLast(fits),
    );
  }

  async #send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.#url + path, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    });
    const answer = (await response.json()) as T & { error?: string };
    if (!response.ok) throw new Error(answer.error ?? `${method} ${path} answered ${response.status}`);
    return answer;
  }
}
