import { EventEmitter } from 'node:events';
import type { Manifest } from '../app/manifest.ts';
import type {
  CallRecord,
  ClockView,
  DeliveryRecord,
  Failure,
  FailureRecord,
  Json,
} from '../control/types.ts';
import type { Courier } from '../delivery/courier.ts';
import { WorkspaceClock } from './clock.ts';
import { Faults } from './faults.ts';
import { Journal } from './journal.ts';
import { Messages } from './messages.ts';
import type {
  Channel,
  Grant,
  Installation,
  Message,
  ResponseUrl,
  Retry,
  ScheduledMessage,
  StepRun,
  StoredFile,
  StoredView,
  Team,
  Token,
  User,
} from './records.ts';
import type { Seed } from './seed.ts';
import { type Collection, Store } from './store.ts';
import { Triggers } from './triggers.ts';

/** What watchers inside the sandbox hear of; the control API makes each viewer's events of it. */
export interface Changes {
  message: [kind: 'message' | 'message_changed', message: Message];
  message_deleted: [message: Message];
  view: [kind: 'view_opened' | 'view_updated' | 'view_closed' | 'home_published', view: StoredView];
  channel: [channel: Channel];
  users: [];
  app: [];
  notice: [user: string, failure: Failure, channel?: string];
  clock: [view: ClockView];
  call: [call: CallRecord];
  delivery: [delivery: DeliveryRecord];
  failure: [failure: FailureRecord];
  step: [run: StepRun];
}

/** The app's fixed identity, from the seed. */
export type AppIdentity = Seed['app'];

/** How strict and how quick the sandbox is; tests shorten what they must wait for. */
export interface Tuning {
  /** How long the app has to acknowledge, in ms; Slack's 3,000. */
  ackMs: number;
  /** How long a trigger id can be exchanged, in ms; Slack's 3,000. */
  triggerMs: number;
  /** How long Slack takes to process an uploaded file, in ms. */
  fileReadyMs: number;
  /** Whether the rate tiers hold. */
  rateLimits: boolean;
  /** Protocol time in ms since 1970. */
  protocolNow: () => number;
}

/** Everything the sandbox knows. One world is one data folder with its teams and one app. */
export interface World {
  baseUrl: string;
  tuning: Tuning;
  manifest: Manifest;
  app: AppIdentity;
  /** Where HTTP deliveries go instead of the manifest's addresses. */
  requestUrl?: string;
  store: Store;
  clock: WorkspaceClock;
  changes: EventEmitter<Changes>;
  journal: Journal;
  faults: Faults;
  triggers: Triggers;
  /** Brings payloads to the app. */
  courier: Courier;
  teams: Collection<Team>;
  users: Collection<User>;
  channels: Collection<Channel>;
  messages: Messages;
  files: Collection<StoredFile>;
  views: Collection<StoredView>;
  /** Open modals by person, ids from the bottom to the top. */
  stacks: Collection<string[]>;
  tokens: Collection<Token>;
  installations: Collection<Installation>;
  responseUrls: Collection<ResponseUrl>;
  steps: Collection<StepRun>;
  scheduled: Collection<ScheduledMessage>;
  retries: Collection<Retry>;
  grants: Collection<Grant>;
  refreshTokens: Collection<{ team: string; user: string }>;
  meta: Collection<Json>;
}

/** Opens the world in `folder` (or `:memory:`), as it was left. */
export function openWorld(
  folder: string,
  setup: { manifest: Manifest; app: AppIdentity; tuning: Tuning; requestUrl?: string },
): Omit<World, 'courier'> {
  const store = new Store(folder);
  const changes = new EventEmitter<Changes>();
  changes.setMaxListeners(0);
  const meta = store.collection<Json>('meta');
  const saved = meta.get('clock') as { offsetMs: number; frozenAt?: number } | undefined;
  const clock = new WorkspaceClock(saved ?? { offsetMs: 0 }, (view) => {
    meta.set('clock', { offsetMs: view.offsetMs, ...(view.frozen && { frozenAt: view.now }) });
    changes.emit('clock', view);
  });
  return {
    baseUrl: '',
    ...setup,
    store,
    clock,
    changes,
    journal: new Journal(changes),
    faults: new Faults(),
    triggers: new Triggers(setup.tuning),
    meta,
    teams: store.collection('team'),
    users: store.collection('user'),
    channels: store.collection('channel'),
    messages: new Messages(store),
    files: store.collection('file'),
    views: store.collection('view'),
    stacks: store.collection('stack'),
    tokens: store.collection('token'),
    installations: store.collection('installation'),
    responseUrls: store.collection('response_url'),
    steps: store.collection('step'),
    scheduled: store.collection('scheduled'),
    retries: store.collection('retry'),
    grants: store.collection('grant'),
    refreshTokens: store.collection('refresh_token'),
  };
}
