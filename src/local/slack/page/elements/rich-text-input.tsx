import type { RichTextBlock, RichTextInput } from '@slack/types';
import { fromRichText, toRichText } from '../text/rich-text-plain.ts';
import { plain } from '../text/text.tsx';
import { type ElementProps, naming } from './surface.ts';
import { useElement } from './use-element.tsx';

/** Formatted text, typed in Slack's own marks: `*bold*`, `_italic_`, `~struck~`, `- list`, `> quote`. */
export function RichTextInputElement(props: ElementProps<RichTextInput>) {
  const { element, field } = props;
  const { value, note, choose } = useElement(props, (element.initial_value ?? null) as unknown as null);
  const block = value as unknown as RichTextBlock | null;
  const enterDispatches =
    field?.dispatch && element.dispatch_action_config?.trigger_actions_on?.includes('on_character_entered');
  return (
    <textarea
      {...naming(field, plain(element.placeholder) || 'Formatted text')}
      class="input"
      rows={Math.max(4, element.min_lines ?? 4)}
      placeholder={plain(element.placeholder)}
      // biome-ignore lint/a11y/noAutofocus: `focus_on_load` is the app's own wish for its window
      autoFocus={element.focus_on_load}
      defaultValue={block ? fromRichText(block) : ''}
      onInput={(event) => {
        const typed = toRichText(event.currentTarget.value) as unknown as Record<string, unknown>;
        if (enterDispatches) choose(typed);
        else note(typed);
      }}
    />
  );
}
