import type { FileInput } from '@slack/types';
import { Paperclip, X } from 'lucide';
import { useRef, useState } from 'preact/hooks';
import type { FileObject } from '../../control/types.ts';
import { perform } from '../store/perform.ts';
import { uploadsOf } from '../store/uploads.ts';
import { Icon } from '../ui/icon.tsx';
import { chosenIn } from './entries.ts';
import { type ElementProps, naming, type Surface, useSurface } from './surface.ts';
import { useElement } from './use-element.tsx';

/** The name of a file that was chosen before this field was drawn again. */
function savedName(surface: Surface, { element, blockId }: ElementProps<FileInput>, id: string) {
  const files = surface.saved[blockId ?? '']?.[element.action_id ?? '']?.files as FileObject[] | undefined;
  return files?.find((file) => file.id === id)?.name;
}

/** Files from this device: each is uploaded as soon as it is chosen, as Slack does it. */
export function FileInputElement(props: ElementProps<FileInput>) {
  const { element, field } = props;
  const surface = useSurface();
  const { value, choose } = useElement(props, []);
  const [known, setKnown] = useState(new Map<string, FileObject>());
  const [uploading, setUploading] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const ids = chosenIn(value);
  const nameOf = (id: string) => known.get(id)?.name ?? savedName(surface, props, id) ?? id;
  const most = element.max_files ?? 10;

  const add = async (chosen: File[]) => {
    setUploading(true);
    const answer = await perform('upload', { files: await uploadsOf(chosen) });
    setUploading(false);
    const files = answer.files ?? [];
    setKnown(new Map([...known, ...files.map((file): [string, FileObject] => [file.id, file])]));
    if (files.length > 0) choose([...ids, ...files.map((file) => file.id)].slice(-most));
    if (input.current) input.current.value = '';
  };

  return (
    <div class="file-input">
      {ids.map((id) => (
        <span key={id} class="token">
          <Icon of={Paperclip} size={14} />
          {nameOf(id)}
          <button
            type="button"
            aria-label={`Remove ${nameOf(id)}`}
            onClick={() => choose(ids.filter((one) => one !== id))}
          >
            <Icon of={X} size={12} />
          </button>
        </span>
      ))}
      <input
        {...naming(field, 'Choose files')}
        ref={input}
        type="file"
        class="input"
        multiple={most > 1}
        accept={element.filetypes?.map((type) => `.${type}`).join(',')}
        onChange={(event) => void add([...(event.currentTarget.files ?? [])])}
      />
      {uploading && <small role="status">Uploading…</small>}
    </div>
  );
}
