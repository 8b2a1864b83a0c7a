import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import type { ExportRow } from '../domain/cells.ts';
import { type ExportFields, exportModel } from '../model.ts';
import { showProgress } from './progress.ts';

export type Export = ExportFields & { workspace: string };

const leaseMilliseconds = 30_000;
const renewMilliseconds = 5_000;

/** The export was cancelled, or another process has taken it over. */
export class Stopped extends Error {}

/** Takes the next export to be worked on; one whose process was killed is taken over when its lease ends. */
export async function claimExport(desk: Desk, workspace: string): Promise<Export | null> {
  for (const state of ['waiting', 'running'] as const) {
    const claimed = await exportModel(desk.database)
      .findOneAndUpdate(
        { workspace, state, leaseUntil: trusted({ $lte: new Date() }) },
        { $set: { state: 'running', leaseUntil: leaseEnd() }, $inc: { tries: 1 } },
        { sort: { leaseUntil: 1 }, returnDocument: 'after' },
      )
      .lean<Export>();
    if (claimed) return claimed;
  }
  return null;
}

const leaseEnd = () => new Date(Date.now() + leaseMilliseconds);

/** Changes an export that is still ours to work on. @throws Stopped when it is not */
export async function changeExport(desk: Desk, asked: Export, change: Partial<ExportFields>): Promise<void> {
  const { workspace, _id, tries } = asked;
  const { matchedCount } = await exportModel(desk.database).updateOne(
    { workspace, _id, state: 'running', tries },
    { $set: change },
  );
  if (matchedCount === 0) throw new Stopped();
}

/** Stands by while a file is made and uploaded: keeps the lease, tells how far it is, and hears when to stop. */
export class Watch {
  /** True once it took so long that the person was told. */
  told: boolean;
  #rows = 0;
  readonly #desk: Desk;
  readonly #asked: Export;
  readonly #stop = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(desk: Desk, asked: Export) {
    this.#desk = desk;
    this.#asked = asked;
    this.told = asked.told;
    this.#timer = setInterval(() => void this.#renew(), renewMilliseconds);
  }

  /** Aborts with Stopped when the export is not ours to work on any more. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Passes rows on, counts them, and ends with Stopped when told to. */
  async *counted(rows: AsyncIterable<ExportRow[]>): AsyncGenerator<ExportRow[]> {
    for await (const some of rows) {
      this.signal.throwIfAborted();
      yield some;
      this.#rows += some.length;
    }
  }

  end(): void {
    clearInterval(this.#timer);
  }

  async #renew(): Promise<void> {
    try {
      await changeExport(this.#desk, this.#asked, { rows: this.#rows, leaseUntil: leaseEnd(), told: true });
      this.told = true;
      await showProgress(this.#desk, this.#asked.workspace, this.#asked._id);
    } catch (error) {
      if (error instanceof Stopped) this.#stop.abort(error);
      else this.#desk.log.warn({ error, export: this.#asked._id }, 'the lease of an export was not renewed');
    }
  }
}
