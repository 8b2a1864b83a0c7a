import type { Fault } from '../control/types.ts';

interface Active extends Fault {
  left: number;
  until: number;
}

/** The troubles a test or person has asked for, each until its time or count has run out. */
export class Faults {
  #active: Active[] = [];

  add(fault: Fault): void {
    const bounded = fault.seconds !== undefined || fault.times !== undefined;
    this.#active.push({
      ...fault,
      left: fault.times ?? (bounded ? Number.POSITIVE_INFINITY : 1),
      until: fault.seconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + fault.seconds * 1000,
    });
  }

  clear(): void {
    this.#active = [];
  }

  /** The fault of this kind that strikes now, for this method; it counts as one of its times. */
  strike(kind: Fault['kind'], method?: string): Fault | undefined {
    this.#active = this.#active.filter((fault) => fault.left > 0 && fault.until > Date.now());
    const fault = this.#active.find(
      (each) => each.kind === kind && (each.method === undefined || each.method === method),
    );
    if (fault) fault.left -= 1;
    return fault;
  }
}
