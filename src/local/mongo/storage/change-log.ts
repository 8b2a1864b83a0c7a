/** Changes that are remembered at least. */
const MEMORY = 4096;

/** Which documents of a collection were changed lately. */
export class ChangeLog {
  #rids: number[] = [];
  #forgotten = 0;

  /** How many changes there were. */
  get version(): number {
    return this.#forgotten + this.#rids.length;
  }

  add(rid: number): void {
    this.#rids.push(rid);
    if (this.#rids.length < 2 * MEMORY) return;
    this.#rids = this.#rids.slice(MEMORY);
    this.#forgotten += MEMORY;
  }

  /** The places of all changes since that version; undefined when some are forgotten. */
  since(version: number): readonly number[] | undefined {
    return version < this.#forgotten ? undefined : this.#rids.slice(version - this.#forgotten);
  }
}
