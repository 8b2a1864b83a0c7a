import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const Command = z.looseObject({
  command: z.string().regex(/^\//).max(32),
  description: z.string().max(2000),
  usage_hint: z.string().max(1000).default(''),
  should_escape: z.boolean().default(false),
  url: z.string().optional(),
});
const Shortcut = z.looseObject({
  name: z.string().max(24),
  type: z.enum(['global', 'message']),
  callback_id: z.string().max(255),
  description: z.string().max(150),
});
const StepParameter = z.looseObject({
  type: z.string(),
  title: z.string().optional(),
  description: z.string().default(''),
  is_required: z.boolean().optional(),
});
/** Version 1 is a flat map, version 2 has `properties` and `required`. */
const StepParameters = z
  .union([
    z.strictObject({
      properties: z.record(z.string(), StepParameter),
      required: z.array(z.string()).default([]),
    }),
    z.record(z.string(), StepParameter).transform((properties) => ({
      properties,
      required: Object.keys(properties).filter((name) => properties[name]?.is_required),
    })),
  ])
  .default({ properties: {}, required: [] });
const Step = z.looseObject({
  title: z.string(),
  description: z.string().default(''),
  input_parameters: StepParameters,
  output_parameters: StepParameters,
});
const list = (most: number) => z.array(z.string()).max(most).default([]);

/** The parts of a Slack app manifest that the sandbox obeys; unknown keys are left alone. */
const Manifest = z.looseObject({
  display_information: z.looseObject({
    name: z.string().min(1).max(35),
    description: z.string().max(140).default(''),
    long_description: z.string().min(175).max(4000).optional(),
  }),
  features: z
    .looseObject({
      app_home: z
        .looseObject({
          home_tab_enabled: z.boolean().default(false),
          messages_tab_enabled: z.boolean().default(false),
          messages_tab_read_only_enabled: z.boolean().default(true),
        })
        .prefault({}),
      bot_user: z.looseObject({ display_name: z.string().max(80) }).optional(),
      shortcuts: z.array(Shortcut).max(10).default([]),
      slash_commands: z.array(Command).max(50).default([]),
      unfurl_domains: list(5),
    })
    .prefault({}),
  oauth_config: z
    .looseObject({
      redirect_urls: list(1000),
      scopes: z.looseObject({ bot: list(255), user: list(255) }).prefault({}),
    })
    .prefault({}),
  settings: z
    .looseObject({
      event_subscriptions: z
        .looseObject({ request_url: z.string().optional(), bot_events: list(100), user_events: list(100) })
        .prefault({}),
      interactivity: z
        .looseObject({
          is_enabled: z.boolean(),
          request_url: z.string().optional(),
          message_menu_options_url: z.string().optional(),
        })
        .default({ is_enabled: false }),
      socket_mode_enabled: z.boolean().default(false),
      token_rotation_enabled: z.boolean().default(false),
    })
    .prefault({}),
  functions: z
    .record(z.string(), Step)
    .refine((steps) => Object.keys(steps).length <= 50, 'at most 50 functions')
    .default({}),
});
export type Manifest = z.output<typeof Manifest>;
export type ManifestInput = z.input<typeof Manifest>;

/**
 * Reads an app manifest from a YAML or JSON file, or takes it as an object.
 * @throws Error that names each field which is missing or of the wrong type.
 */
export function readManifest(source: string | ManifestInput): Manifest {
  const raw: unknown = typeof source === 'string' ? parse(readFileSync(source, 'utf8')) : source;
  const result = Manifest.safeParse(raw);
  if (result.success) return result.data;
  const name = typeof source === 'string' ? source : 'the manifest';
  throw new Error(`${name} is no Slack app manifest:\n${z.prettifyError(result.error)}`);
}
