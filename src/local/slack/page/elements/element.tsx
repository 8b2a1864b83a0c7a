import type {
  ActionsBlockElement,
  ContextActionsBlockElement,
  InputBlockElement,
  MultiSelect,
  SectionBlockAccessory,
  Select,
} from '@slack/types';
import { ImagePart } from '../blocks/image.tsx';
import { ButtonElement, FeedbackPart, IconButtonPart } from './button.tsx';
import { CheckboxesElement, RadioElement } from './choices.tsx';
import { DateElement, DateTimeElement, TimeElement } from './date-time.tsx';
import { FileInputElement } from './file-input.tsx';
import { OverflowElement } from './overflow.tsx';
import { RichTextInputElement } from './rich-text-input.tsx';
import { MultiSelectElement, SelectElement } from './select.tsx';
import type { ElementProps } from './surface.ts';
import { TextInputElement } from './text-input.tsx';

/** Everything that can stand in an actions, input or context actions block, or beside a section. */
export type AnyElement =
  | ActionsBlockElement
  | ContextActionsBlockElement
  | InputBlockElement
  | SectionBlockAccessory;

/** Draws an element of Block Kit. */
export function Element(props: ElementProps<AnyElement>) {
  const { element, ...rest } = props;
  switch (element.type) {
    case 'button':
    case 'workflow_button':
      return <ButtonElement {...rest} element={element} />;
    case 'icon_button':
      return <IconButtonPart {...rest} element={element} />;
    case 'feedback_buttons':
      return <FeedbackPart {...rest} element={element} />;
    case 'overflow':
      return <OverflowElement {...rest} element={element} />;
    case 'checkboxes':
      return <CheckboxesElement {...rest} element={element} />;
    case 'radio_buttons':
      return <RadioElement {...rest} element={element} />;
    case 'datepicker':
      return <DateElement {...rest} element={element} />;
    case 'timepicker':
      return <TimeElement {...rest} element={element} />;
    case 'datetimepicker':
      return <DateTimeElement {...rest} element={element} />;
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return <TextInputElement {...rest} element={element} />;
    case 'rich_text_input':
      return <RichTextInputElement {...rest} element={element} />;
    case 'file_input':
      return <FileInputElement {...rest} element={element} />;
    case 'image':
      return <ImagePart image={element} class="accessory-image" />;
    default:
      if (element.type.startsWith('multi_')) {
        return <MultiSelectElement {...rest} element={element as MultiSelect} />;
      }
      return <SelectElement {...rest} element={element as Select} />;
  }
}
