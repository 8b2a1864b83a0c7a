import { Download, File as FileIcon } from 'lucide';
import { useState } from 'preact/hooks';
import type { FileObject } from '../../control/types.ts';
import { fileAddress, sizeLabel } from '../store/files.ts';
import { Icon } from '../ui/icon.tsx';
import { Lightbox } from '../ui/lightbox.tsx';

/** The files of a message: pictures and sound inline, the rest as cards to download. */
export const Files = ({ files }: { files: FileObject[] }) => (
  <div class="files">
    {files.map((file) => (
      <FileView key={file.id} file={file} />
    ))}
  </div>
);

function FileView({ file }: { file: FileObject }) {
  if (file.mode === 'tombstone') return <p class="empty">This file was deleted.</p>;
  if (/^image\/(png|jpe?g|gif|webp|svg)/.test(file.mimetype)) return <Picture file={file} />;
  return <FileCard file={file} />;
}

function Picture({ file }: { file: FileObject }) {
  const [open, setOpen] = useState(false);
  const name = file.title || file.name;
  const alt = file.alt_txt || name;
  return (
    <figure class="picture">
      <figcaption>{name}</figcaption>
      <button type="button" aria-label={`Open picture: ${alt}`} onClick={() => setOpen(true)}>
        <img
          src={fileAddress(file.id)}
          alt={alt}
          width={file.original_w}
          height={file.original_h}
          loading="lazy"
        />
      </button>
      {open && (
        <Lightbox address={fileAddress(file.id)} name={name} alt={alt} onClose={() => setOpen(false)} />
      )}
    </figure>
  );
}

function FileCard({ file }: { file: FileObject }) {
  const name = file.title || file.name;
  return (
    <div class="file-card">
      <Icon of={FileIcon} size={24} />
      <span class="file-words">
        <a href={fileAddress(file.id)} download={file.name}>
          {name}
        </a>
        <small>
          {file.filetype.toUpperCase()} · {sizeLabel(file.size)}
        </small>
        {file.mimetype.startsWith('audio/') && (
          // biome-ignore lint/a11y/useMediaCaption: a recording that people sent has no captions
          <audio controls src={fileAddress(file.id)} />
        )}
      </span>
      <a class="icon-button" href={fileAddress(file.id)} download={file.name} aria-label={`Download ${name}`}>
        <Icon of={Download} />
      </a>
    </div>
  );
}
