import type { UserObject } from '../../control/types.ts';
import { displayName, initials } from '../store/names.ts';

/** Quiet colours that carry white letters readably. */
const hues = [210, 265, 330, 12, 40, 160, 190, 290];

function hueOf(id: string): number {
  const sum = [...id].reduce((total, letter) => total * 31 + letter.charCodeAt(0), 7);
  return hues[Math.abs(sum) % hues.length] ?? 210;
}

/** A person's picture: initials on their colour. The app has a square of its own. */
export function Avatar({ user, size = 36 }: { user: UserObject | undefined; size?: number }) {
  const name = user ? displayName(user) : '?';
  const style = {
    width: `${size}px`,
    height: `${size}px`,
    fontSize: `${Math.round(size * 0.38)}px`,
    background: `hsl(${hueOf(user?.id ?? '')} 45% 38%)`,
  };
  return (
    <span class={user?.is_bot ? 'avatar avatar-app' : 'avatar'} style={style} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
