import type { PlainTextElement } from '@slack/types';
import { LoaderCircle, X } from 'lucide';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ActResult, ViewObject } from '../../control/types.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { pruneEntries } from '../elements/entries.ts';
import { SurfaceContext } from '../elements/surface.ts';
import { useNewSurface } from '../elements/use-surface.ts';
import { perform } from '../store/perform.ts';
import { plain } from '../text/text.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';

const words = (text: unknown) => plain((text ?? undefined) as PlainTextElement | undefined);

/** Puts the cursor where the app wants it (`focus_on_load`), else into the first field, else on the last button. */
function focusFirstField(form: HTMLFormElement | null): void {
  const order = ['[autofocus]', 'input, textarea', '.modal-body button', 'footer button:last-child'];
  const wanted = order.flatMap((which) => form?.querySelector<HTMLElement>(which) ?? []);
  wanted[0]?.focus();
}

/** One modal: blocks, errors beside their fields, Submit and Close. Only the top one of the stack is shown. */
export function ModalView({ view, top }: { view: ViewObject; top: boolean }) {
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  /** A submission that the app answers with the next step puts the cursor into its first field. */
  const stepped = useRef(false);
  const [waiting, setWaiting] = useState(false);
  const [failure, setFailure] = useState<string | undefined>();
  const surface = useNewSurface('modal', { view_id: view.id }, view.state.values, (answer) => tell(answer));

  useEffect(() => {
    surface.entries.value = pruneEntries(surface.entries.peek(), view.blocks);
    setFailure(undefined);
    if (stepped.current) focusFirstField(form.current);
    stepped.current = false;
  }, [view.hash]);

  useLayoutEffect(() => {
    if (top) focusFirstField(form.current);
  }, [top, view.callback_id]);

  const tell = (answer: ActResult) => {
    const errors = answer.errors ?? {};
    surface.errors.value = errors;
    const known = new Set(view.blocks.map((block) => block.block_id));
    const stray = Object.entries(errors).filter(([block]) => !known.has(block));
    const words = stray.map(([, message]) => message).join(' ');
    setFailure(answer.failure?.message ?? (words || undefined));
  };

  const submit = async (event: Event) => {
    event.preventDefault();
    if (waiting) return;
    setWaiting(true);
    stepped.current = true;
    const answer = await perform('submit', { view_id: view.id, entries: surface.entries.value });
    setWaiting(false);
    tell(answer);
    if (answer.ok) return;
    stepped.current = false;
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  };
  const close = (all: boolean) => void perform('close', { view_id: view.id, all });

  if (!top) return null;
  return (
    <Dialog class="modal" labelledBy={`${id}title`} onClose={() => close(true)}>
      <form ref={form} noValidate onSubmit={submit}>
        <header>
          <h2 id={`${id}title`}>{words(view.title)}</h2>
          <IconButton icon={X} label="Close window" onClick={() => close(true)} />
        </header>
        {failure && (
          <p class="modal-failure" role="alert">
            {failure}
          </p>
        )}
        <div class="modal-body">
          <SurfaceContext.Provider value={surface}>
            <Blocks blocks={view.blocks} />
          </SurfaceContext.Provider>
        </div>
        <footer>
          <button type="button" class="button" onClick={() => close(false)}>
            {words(view.close) || 'Cancel'}
          </button>
          {view.submit && (
            <button type="submit" class="button primary" disabled={view.submit_disabled} aria-busy={waiting}>
              {waiting && <Icon of={LoaderCircle} size={16} />}
              {words(view.submit)}
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}
