import { useEffect } from 'preact/hooks';
import type { ViewObject } from '../../control/types.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { pruneEntries } from '../elements/entries.ts';
import { SurfaceContext } from '../elements/surface.ts';
import { useNewSurface } from '../elements/use-surface.ts';
import { home, workspace } from '../store/workspace.ts';

/** The app's Home tab. */
export function Home() {
  const { app } = workspace.value;
  return (
    <section id="home-panel" class="home" role="tabpanel" aria-label="Home">
      {home.value ? (
        <HomeBlocks key={home.value.id} view={home.value} />
      ) : (
        <p class="empty">{app.name} has not put anything here yet.</p>
      )}
    </section>
  );
}

function HomeBlocks({ view }: { view: ViewObject }) {
  const surface = useNewSurface('home', { view_id: view.id }, view.state.values);
  useEffect(() => {
    surface.entries.value = pruneEntries(surface.entries.peek(), view.blocks);
  }, [view.hash]);
  return (
    <SurfaceContext.Provider value={surface}>
      <Blocks blocks={view.blocks} />
    </SurfaceContext.Provider>
  );
}
