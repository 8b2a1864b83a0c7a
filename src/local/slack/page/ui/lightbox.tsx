import { Download, X } from 'lucide';
import { useId } from 'preact/hooks';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';

interface LightboxProps {
  address: string;
  name: string;
  alt: string;
  onClose: () => void;
}

/** A picture in full size. */
export function Lightbox({ address, name, alt, onClose }: LightboxProps) {
  const id = useId();
  return (
    <Dialog class="lightbox" labelledBy={id} onClose={onClose} lightDismiss>
      <header>
        <h2 id={id}>{name}</h2>
        <a class="icon-button" href={address} download={name} aria-label={`Download ${name}`}>
          <Icon of={Download} />
        </a>
        <IconButton icon={X} label="Close picture" onClick={onClose} />
      </header>
      <img src={address} alt={alt} />
    </Dialog>
  );
}
