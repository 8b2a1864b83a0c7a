import type { World } from '../state/world.ts';
import type { AppView, StepView } from './types.ts';

/** The app under test, from its manifest and its live connections. */
export function appView(world: World, team: string): AppView {
  const { manifest, courier, app } = world;
  const installation = world.installations.get(team);
  const { app_home: home, slash_commands: commands, shortcuts } = manifest.features;
  return {
    id: app.id,
    name: manifest.display_information.name,
    description: manifest.display_information.description,
    bot_user_id: installation?.botUser ?? '',
    bot_id: installation?.botId ?? '',
    installed: installation?.active ?? false,
    mode: courier.mode,
    connections: courier.sockets.connections,
    homeTab: home.home_tab_enabled,
    messagesTab: home.messages_tab_enabled,
    messagesTabReadOnly: home.messages_tab_read_only_enabled,
    commands: commands.map(({ command, description, usage_hint }) => ({ command, description, usage_hint })),
    shortcuts: shortcuts.map(({ name, type, callback_id, description }) => ({
      name,
      type,
      callback_id,
      description,
    })),
    steps: Object.entries(manifest.functions).map(([callback_id, step]): StepView => {
      const { properties, required } = step.input_parameters;
      return {
        callback_id,
        title: step.title,
        description: step.description,
        inputs: Object.entries(properties).map(([name, each]) => ({
          name,
          type: each.type,
          title: each.title ?? name,
          description: each.description,
          required: required.includes(name),
        })),
        outputs: Object.entries(step.output_parameters.properties).map(([name, each]) => ({
          name,
          type: each.type,
          title: each.title ?? name,
        })),
      };
    }),
  };
}
