import type { FileInput } from '@slack/types';
import { Paperclip, X } from 'lucide';
import { useRef, useState } from 'preact/hooks';
import type { FileObject } from '../../control/types.ts';
import { perform } from '../store/perform.ts';
import { uploadsOf } from '../store/uploads.ts';
import { Icon } from '../ui/icon.tsx';
import { type ElementProps, naming } from './surface.ts';
import { useElement } from './use-element.tsx';

/** Files from this device: each is uploaded as soon as it is chosen, as Slack does it. */
export function FileInputElement(props: ElementProps<FileInput>) {
  const { element, field } = props;
  const { value, choose } = useElement(props, []);
  const [known, setKnown] = useState(new Map<string, FileObject>());
  const [uploading, setUploading] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const ids = Array.isArray(value) ? value : [];
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
          {known.get(id)?.name ?? id}
          <button
            type="button"
            aria-label={`Remove ${known.get(id)?.name ?? id}`}
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
