import type { Overflow } from '@slack/types';
import { Ellipsis } from 'lucide';
import { plain } from '../text/text.tsx';
import { Icon } from '../ui/icon.tsx';
import { MenuButton } from '../ui/menu.tsx';
import type { ElementProps } from './surface.ts';
import { useElement } from './use-element.tsx';

/** The "⋯" menu of a card. */
export function OverflowElement(props: ElementProps<Overflow>) {
  const { choose, busy, confirm } = useElement(props, null);
  const items = props.element.options.map((option) => ({
    label: plain(option.text),
    hint: plain(option.description) || undefined,
    onSelect: () => {
      if (option.url) window.open(option.url, '_blank', 'noreferrer');
      choose(option.value ?? '');
    },
  }));
  return (
    <>
      <MenuButton label="More options" class={`button overflow ${busy ? 'busy' : ''}`} groups={[items]}>
        <Icon of={Ellipsis} />
      </MenuButton>
      {confirm}
    </>
  );
}
