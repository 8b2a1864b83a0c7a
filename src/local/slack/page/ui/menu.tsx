import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Popover } from './popover.tsx';

interface MenuItem {
  label: string;
  /** A second line. */
  hint?: string;
  icon?: ComponentChildren;
  danger?: boolean;
  onSelect: () => void;
}

/** Items, in groups that a line separates. */
export type MenuGroups = MenuItem[][];

interface MenuButtonProps {
  /** The button's name. */
  label: string;
  class?: string;
  groups: MenuGroups;
  children: ComponentChildren;
  onOpen?: (open: boolean) => void;
}

/** A button that opens a menu; arrows move, Enter takes, Escape leaves and gives the focus back. */
export function MenuButton({ label, class: extra, groups, children, onOpen }: MenuButtonProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const show = (wanted: boolean) => {
    setOpen(wanted);
    onOpen?.(wanted);
  };
  const leave = () => {
    show(false);
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class={extra}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => show(!open)}
      >
        {children}
      </button>
      {open && (
        <Popover anchor={button} placement="bottom-end" onClose={() => show(false)}>
          <Menu label={label} groups={groups} onLeave={leave} />
        </Popover>
      )}
    </>
  );
}

interface MenuProps {
  label: string;
  groups: MenuGroups;
  onLeave: () => void;
}

function Menu({ label, groups, onLeave }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const items = () => [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];

  const onKeyDown = (event: KeyboardEvent) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const moves: Record<string, number> = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) all[to]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div ref={menu} role="menu" aria-label={label} class="menu" onKeyDown={onKeyDown}>
      {groups
        .filter((group) => group.length > 0)
        .map((group, index) => (
          <div key={index} role="none" class="menu-group">
            {group.map((item, place) => (
              <button
                key={item.label}
                type="button"
                role="menuitem"
                tabIndex={-1}
                // biome-ignore lint/a11y/noAutofocus: who opens a menu goes on in it
                autoFocus={index + place === 0}
                class={item.danger ? 'menu-item danger' : 'menu-item'}
                onClick={() => {
                  onLeave();
                  item.onSelect();
                }}
              >
                {item.icon}
                <span class="menu-item-words">
                  {item.label}
                  {item.hint && <small>{item.hint}</small>}
                </span>
              </button>
            ))}
          </div>
        ))}
    </div>
  );
}
