import { displayName } from '../store/names.ts';
import { addressOf, route } from '../store/route.ts';
import { me, workspace } from '../store/workspace.ts';
import { Avatar } from '../ui/avatar.tsx';

/** Everyone whom this tab can be, one click each; a middle click opens another tab as that person. */
export function PeopleRail() {
  const people = workspace.value.users.filter((user) => !user.is_bot && !user.deleted);
  return (
    <nav class="rail" aria-label="Who you are">
      {people.map((user) => {
        const isMe = user.id === me.value.id;
        const name = displayName(user);
        return (
          <a
            key={user.id}
            href={addressOf({ as: user.id, channel: route.value.channel })}
            aria-current={isMe ? 'true' : undefined}
            title={name}
          >
            <span class="visually-hidden">{isMe ? `You are ${name}` : `Switch to ${name}`}</span>
            <Avatar user={user} size={36} />
            <span class="rail-name" aria-hidden="true">
              {name.split(' ')[0]}
            </span>
          </a>
        );
      })}
    </nav>
  );
}
