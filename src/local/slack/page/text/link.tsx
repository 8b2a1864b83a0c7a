import type { ComponentChildren } from 'preact';

/** Only addresses that a browser may follow; anything else stays text. */
export function Link({ url, children }: { url: string; children: ComponentChildren }) {
  if (!/^(https?:|mailto:|tel:|slack:|\/)/i.test(url)) return <span>{children}</span>;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}

const bareAddress = /(https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)\]}'"])/;

/** Text whose bare web addresses are links. */
export const Linked = ({ text }: { text: string }) => (
  <>
    {text.split(bareAddress).map((part, at) =>
      at % 2 ? (
        <Link key={at} url={part}>
          {part}
        </Link>
      ) : (
        part
      ),
    )}
  </>
);
