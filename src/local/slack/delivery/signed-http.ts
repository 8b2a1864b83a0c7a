import { createHmac } from 'node:crypto';
import type { Manifest } from '../app/manifest.ts';
import type { World } from '../state/world.ts';
import type { Parcel, Receipt, Transport } from './receipt.ts';

/** Slack's request signature, version 0: HMAC-SHA256 over version, timestamp and raw body. */
function sign(secret: string, timestamp: number | string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

/** Sends to the app's request URLs, signed, and takes the HTTP answer as its ack. */
export class SignedHttp implements Transport {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  async send(parcel: Parcel): Promise<Receipt> {
    const url = this.#world.requestUrl ?? addressFor(this.#world.manifest, parcel);
    if (!url)
      return {
        acked: false,
        kind: 'no_connection',
        detail: `the manifest names no URL for ${parcel.name}`,
        reason: 'connection_failed',
      };
    const { body, contentType } = encode(parcel);
    const timestamp = this.#timestamp();
    const secret = this.#world.faults.strike('wrong_signature')
      ? 'not-the-secret'
      : this.#world.app.signingSecret;
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        signal: AbortSignal.timeout(this.#world.tuning.ackMs),
        headers: {
          'content-type': contentType,
          'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
          'x-slack-request-timestamp': String(timestamp),
          'x-slack-signature': sign(secret, timestamp, body),
          ...(parcel.attempt > 0 && {
            'x-slack-retry-num': String(parcel.attempt),
            'x-slack-retry-reason': parcel.retryReason ?? 'http_error',
          }),
        },
        body,
      });
      return await receiptOf(response, parcel);
    } catch (error) {
      const isTimeout = error instanceof Error && error.name === 'TimeoutError';
      return isTimeout
        ? { acked: false, kind: 'not_acked', detail: 'no answer in time', reason: 'http_timeout' }
        : { acked: false, kind: 'no_connection', detail: describe(error), reason: 'connection_failed' };
    }
  }

  /** Seconds since 1970, unless a wrong time was asked for. */
  #timestamp(): number {
    const now = Math.floor(this.#world.tuning.protocolNow() / 1000);
    if (this.#world.faults.strike('old_timestamp')) return now - wrongBySeconds;
    if (this.#world.faults.strike('future_timestamp')) return now + wrongBySeconds;
    return now;
  }
}

/** How far off a wrong timestamp is: Slack's limit for apps to accept is five minutes. */
const wrongBySeconds = 600;

async function receiptOf(response: Response, parcel: Parcel): Promise<Receipt> {
  const text = await response.text();
  const isFine = parcel.type === 'events_api' ? response.ok : response.status === 200;
  if (!isFine)
    return {
      acked: false,
      kind: 'http_status',
      detail: `the app answered ${response.status} ${text.slice(0, 200)}`,
      reason: 'http_error',
      noRetry: response.headers.get('x-slack-no-retry') === '1',
    };
  if (text.trim() === '') return { acked: true, answer: undefined };
  try {
    return { acked: true, answer: JSON.parse(text) };
  } catch {
    return { acked: true, answer: { text } };
  }
}

function addressFor(manifest: Manifest, parcel: Parcel): string | undefined {
  const { interactivity, event_subscriptions: events } = manifest.settings;
  switch (parcel.type) {
    case 'events_api':
      return events.request_url;
    case 'slash_commands':
      return manifest.features.slash_commands.find((each) => each.command === parcel.payload.command)?.url;
    case 'options':
      return interactivity.message_menu_options_url;
    case 'interactive':
      return interactivity.request_url;
  }
}

function encode(parcel: Parcel): { body: string; contentType: string } {
  if (parcel.type === 'events_api')
    return { body: JSON.stringify(parcel.payload), contentType: 'application/json' };
  const fields =
    parcel.type === 'slash_commands'
      ? Object.entries(parcel.payload).map(([name, value]): [string, string] => [name, String(value)])
      : [['payload', JSON.stringify(parcel.payload)] as [string, string]];
  return {
    body: new URLSearchParams(fields).toString(),
    contentType: 'application/x-www-form-urlencoded',
  };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
