import type { ComponentChildren } from 'preact';
import { useErrorBoundary } from 'preact/hooks';

/** Keeps a fault in one part from taking the page with it. */
export function ErrorBoundary({ what, children }: { what: string; children: ComponentChildren }) {
  const [error] = useErrorBoundary();
  if (!error) return <>{children}</>;
  return (
    <p role="alert" class="broken">
      This page cannot show {what}: {error instanceof Error ? error.message : String(error)}
    </p>
  );
}
