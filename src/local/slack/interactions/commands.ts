import type { ActResult, Acts } from '../control/types.ts';
import { asCommand } from '../conversation/typed.ts';
import type { User } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { channelFor, Impossible, offersCommands, resultOf } from './acting.ts';
import { channelName, installedTeam, newResponseUrl } from './payloads.ts';
import { respond } from './respond.ts';

/** A slash command typed in a conversation; its ack may carry the answer. */
export async function command(world: World, user: User, request: Acts['command']): Promise<ActResult> {
  const channel = channelFor(world, user, request.channel);
  const [name = '', ...rest] = request.text.trim().split(' ');
  const known = world.manifest.features.slash_commands.find((each) => each.command === name);
  if (!known || !offersCommands(world, user)) throw new Impossible(`${name} is not a valid command`);
  const team = installedTeam(world, user.team);
  const responseUrl = newResponseUrl(world, 'commands', {
    team,
    channel: channel.id,
    user: user.id,
    ephemeral: true,
  });
  const outcome = await world.courier.interact(
    {
      type: 'slash_commands',
      name,
      payload: {
        token: world.app.verificationToken,
        team_id: user.team,
        team_domain: world.teams.get(user.team)?.domain ?? '',
        channel_id: channel.id,
        channel_name: channelName(channel),
        user_id: user.id,
        user_name: user.name,
        command: name,
        text: asCommand(world, user.team, rest.join(' ').trim(), known.should_escape),
        api_app_id: world.app.id,
        is_enterprise_install: 'false',
        response_url: responseUrl,
        trigger_id: world.triggers.issue({ user: user.id, team }),
      },
    },
    user.id,
    channel.id,
  );
  if (!outcome.acked) return resultOf(outcome);
  const id = responseUrl.slice(responseUrl.lastIndexOf('/') + 1);
  const answer = outcome.answer as Record<string, unknown> | undefined;
  const refusal = answer && Object.keys(answer).length > 0 && respond(world, id, answer, { counts: false });
  if (!refusal) return resultOf(outcome);
  return { ok: false, failure: world.courier.badAnswer(name, [refusal], user.id), ackMs: outcome.ackMs };
}
