import { z } from 'zod';

const User = z.strictObject({
  id: z.string(),
  team: z.string().optional(),
  name: z.string(),
  /** What others read; absent: the name. */
  displayName: z.string().optional(),
  realName: z.string(),
  email: z.string().default(''),
  title: z.string().default(''),
  tz: z.string().default('Europe/Berlin'),
  isAdmin: z.boolean().default(false),
  isOwner: z.boolean().default(false),
  isGuest: z.boolean().default(false),
});

const Channel = z.strictObject({
  id: z.string(),
  team: z.string().optional(),
  name: z.string(),
  topic: z.string().default(''),
  private: z.boolean().default(false),
  /** User ids; absent: everyone of the team who is no guest. */
  members: z.array(z.string()).optional(),
  /** Whether the app's bot is in it. */
  bot: z.boolean().default(false),
});

const App = z.strictObject({
  id: z.string().default('A0SHIFTDESK'),
  botUser: z.string().default('U0SHIFTDESK'),
  botId: z.string().default('B0SHIFTDESK'),
  botToken: z.string().default('xoxb-sandbox-shiftdesk'),
  appToken: z.string().default('xapp-sandbox-shiftdesk'),
  signingSecret: z.string().default('sandbox-signing-secret'),
  clientId: z.string().default('111.222'),
  clientSecret: z.string().default('sandbox-client-secret'),
  verificationToken: z.string().default('sandbox-verification-token'),
  /** Whether the first team starts with the app installed. */
  installed: z.boolean().default(true),
});

/** The people, channels and app of a workspace that starts empty; the first team is where the app is installed. */
export const Seed = z.strictObject({
  teams: z.array(z.strictObject({ id: z.string(), name: z.string(), domain: z.string() })).min(1),
  users: z.array(User),
  channels: z.array(Channel),
  app: App.prefault({}),
});
export type Seed = z.output<typeof Seed>;
export type SeedInput = z.input<typeof Seed>;

/** A support team with its customers, and a second company for what crosses borders. */
export const defaultSeed: SeedInput = {
  teams: [
    { id: 'T0SHIFTDESK', name: 'Acme Support', domain: 'acme-support' },
    { id: 'T0PARTNER', name: 'Partner Works', domain: 'partner-works' },
  ],
  users: [
    person('U0OWNER', 'olive', 'Olive Owner', 'Owner', { isAdmin: true, isOwner: true }),
    person('U0MANAGER', 'mia', 'Mia Manager', 'Support manager'),
    person('U0LEAD', 'lee', 'Lee Lead', 'Team lead'),
    person('U0BO', 'bo', 'Bo Agent', 'Support agent'),
    person('U0CY', 'cy', 'Cy Agent', 'Support agent', { tz: 'America/New_York' }),
    person('U0DEE', 'dee', 'Dee Agent', 'Support agent', { tz: 'Asia/Kolkata' }),
    person('U0CONTRACT', 'kim', 'Kim Contractor', 'Contractor'),
    person('U0ANA', 'ana', 'Ana Customer', 'Customer'),
    person('U0BEN', 'ben', 'Ben Customer', 'Customer'),
    { ...person('U0PAT', 'pat', 'Pat Partner', 'Partner'), team: 'T0PARTNER' },
  ],
  channels: [
    { id: 'C0GENERAL', name: 'general', topic: 'Everything and everyone' },
    {
      id: 'C0TRIAGE',
      name: 'support-triage',
      topic: 'One card per ticket',
      members: ['U0OWNER', 'U0MANAGER', 'U0LEAD', 'U0BO', 'U0CY', 'U0DEE'],
      bot: true,
    },
    {
      id: 'C0ALERTS',
      name: 'support-alerts',
      topic: 'What is late',
      members: ['U0OWNER', 'U0MANAGER', 'U0LEAD', 'U0BO', 'U0CY', 'U0DEE'],
      bot: true,
    },
    {
      id: 'C0DIGEST',
      name: 'support-digest',
      topic: 'Figures of the day',
      members: ['U0OWNER', 'U0MANAGER', 'U0LEAD'],
      bot: true,
    },
    { id: 'C0LOBBY', team: 'T0PARTNER', name: 'lobby' },
  ],
};

function person(
  id: string,
  name: string,
  realName: string,
  title: string,
  more: { tz?: string; isAdmin?: boolean; isOwner?: boolean } = {},
): SeedInput['users'][number] {
  return {
    id,
    name,
    displayName: realName.split(' ')[0],
    realName,
    title,
    email: `${name}@acme.example`,
    ...more,
  };
}
