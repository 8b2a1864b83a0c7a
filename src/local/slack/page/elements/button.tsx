import type { Button, FeedbackButtons, IconButton as IconButtonElement, WorkflowButton } from '@slack/types';
import { CircleHelp, type IconNode, ThumbsDown, ThumbsUp, Trash2 } from 'lucide';
import { me } from '../store/workspace.ts';
import { plain } from '../text/text.tsx';
import { Icon } from '../ui/icon.tsx';
import type { ElementProps } from './surface.ts';
import { useElement } from './use-element.tsx';

/** A button of the app; with an address it also opens that. */
export function ButtonElement(props: ElementProps<Button | WorkflowButton>) {
  const { element } = props;
  const { choose, busy, confirm } = useElement(props, null);
  const url = element.type === 'button' ? element.url : undefined;
  return (
    <>
      <button
        type="button"
        class={`button ${element.style ?? ''} ${busy ? 'busy' : ''}`}
        aria-label={element.accessibility_label}
        aria-busy={busy}
        onClick={() => {
          if (url) window.open(url, '_blank', 'noreferrer');
          if (!busy) choose();
        }}
      >
        {plain(element.text)}
      </button>
      {confirm}
    </>
  );
}

const icons: Record<string, IconNode> = { trash: Trash2 };

/** A button with only a drawing, as `context_actions` has them. */
export function IconButtonPart(props: ElementProps<IconButtonElement>) {
  const { element } = props;
  const { choose, busy, confirm } = useElement(props, null);
  const visible = element.visible_to_user_ids;
  if (visible && !visible.includes(me.value.id)) return null;
  const label = element.accessibility_label ?? plain(element.text);
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={label}
        title={label}
        aria-busy={busy}
        onClick={() => choose()}
      >
        <Icon of={icons[element.icon] ?? CircleHelp} />
      </button>
      {confirm}
    </>
  );
}

/** Thumbs up and down. */
export function FeedbackPart(props: ElementProps<FeedbackButtons>) {
  const { element } = props;
  const { choose, value } = useElement(props, null);
  const sides = [
    { button: element.positive_button, icon: ThumbsUp },
    { button: element.negative_button, icon: ThumbsDown },
  ];
  return (
    <>
      {sides.map(({ button, icon }) => {
        const label = button.accessibility_label ?? plain(button.text);
        return (
          <button
            key={button.value}
            type="button"
            class="icon-button"
            aria-label={label}
            title={label}
            aria-pressed={value === button.value}
            onClick={() => choose(button.value)}
          >
            <Icon of={icon} />
          </button>
        );
      })}
    </>
  );
}
