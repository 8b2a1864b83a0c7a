import type { InputBlock } from '@slack/types';
import { useId } from 'preact/hooks';
import { Element } from '../elements/element.tsx';
import { useSurface } from '../elements/surface.ts';
import { plain } from '../text/text.tsx';

/** A labelled field of a form, with its hint and, after a submission, what is wrong with it. */
export function InputView({ block }: { block: InputBlock }) {
  const surface = useSurface();
  const id = useId();
  const error = surface.errors.value[block.block_id ?? ''];
  const described = [block.hint && `${id}hint`, error && `${id}error`].filter(Boolean).join(' ');
  return (
    <div class={error ? 'input-block invalid' : 'input-block'}>
      <div class="input-label">
        <span id={`${id}label`}>{plain(block.label)}</span>
        {block.optional && <span class="optional">(optional)</span>}
      </div>
      <Element
        element={block.element}
        blockId={block.block_id}
        field={{
          labelId: `${id}label`,
          describedBy: described || undefined,
          required: !block.optional,
          invalid: error !== undefined,
          dispatch: block.dispatch_action ?? false,
        }}
      />
      {error && (
        <p id={`${id}error`} class="input-error" role="alert">
          {error}
        </p>
      )}
      {block.hint && (
        <p id={`${id}hint`} class="input-hint">
          {plain(block.hint)}
        </p>
      )}
    </div>
  );
}
