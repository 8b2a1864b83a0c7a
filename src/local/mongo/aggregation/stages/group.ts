import { MongoError } from '../../errors.ts';
import { groupKey } from '../../values/key.ts';
import {
  BsonType,
  buildDocument,
  elementsOf,
  NULL_VALUE,
  type RawDocument,
  type RawValue,
} from '../../values/raw.ts';
import { type Accumulator, compileAccumulator } from '../accumulators/catalog.ts';
import { detached, Meter, type State } from '../accumulators/state.ts';
import { compileExpression } from '../expression/compile.ts';
import type { Evaluator, Scope } from '../expression/scope.ts';
import { eachDocument, type Stage, type StageContext, scopeIn, streamOf } from '../pipeline/stage.ts';

/** What one group costs besides its key and values. */
const OVERHEAD = 160;

interface Group {
  readonly id: RawValue;
  readonly states: readonly State[];
}

/** Groups under way: `$group`, `$bucket` and `$sortByCount` add to it. */
export class Groups {
  readonly #groups = new Map<string, Group>();
  readonly #meter: Meter;
  readonly #fields: ReadonlyArray<readonly [string, Accumulator]>;

  constructor(fields: ReadonlyArray<readonly [string, Accumulator]>, stage: string) {
    this.#fields = fields;
    this.#meter = new Meter(stage);
  }

  add(id: RawValue, scope: Scope): void {
    const key = groupKey(id);
    let group = this.#groups.get(key);
    if (!group) {
      this.#meter.add(2 * key.length + id.end - id.start + OVERHEAD * (this.#fields.length + 1));
      group = { id: detached(id), states: this.#fields.map(([, { create }]) => create(this.#meter)) };
      this.#groups.set(key, group);
    }
    for (let i = 0; i < group.states.length; i++) {
      const accumulator = (this.#fields[i] as readonly [string, Accumulator])[1];
      (group.states[i] as State).add(accumulator.input(scope));
    }
  }

  *documents(): Generator<RawDocument> {
    for (const { id, states } of this.#groups.values()) {
      yield buildDocument([
        ['_id', id],
        ...states.map((state, i): [string, RawValue] => [
          (this.#fields[i] as readonly [string, Accumulator])[0],
          state.result(),
        ]),
      ]);
    }
  }
}

/** `$group`. Errors 15947, 15955 and those of accumulators as in document_source_group.cpp. */
export function compileGroup(spec: RawValue, context: StageContext): Stage {
  if (spec.type !== BsonType.object) {
    throw new MongoError(15947, "a group's fields must be specified in an object");
  }
  let id: Evaluator | undefined;
  const fields: Array<[string, Accumulator]> = [];
  for (const { name, value } of elementsOf(spec)) {
    if (name === '_id') {
      if (id) throw new MongoError(15948, "a group's _id may only be specified once");
      id = compileExpression(value, context.variables);
    } else fields.push([name, compileAccumulator(name, value, context.variables)]);
  }
  if (!id) throw new MongoError(15955, 'a group specification must include an _id');
  return groupStage('$group', id, fields);
}

/** A stage that groups by an expression. */
export function groupStage(
  name: string,
  id: Evaluator,
  fields: ReadonlyArray<readonly [string, Accumulator]>,
): Stage {
  return {
    name,
    async *run(input, run) {
      const groups = new Groups(fields, name);
      await eachDocument(input, run, (doc) => {
        const scope = scopeIn(run, doc);
        groups.add(id(scope) ?? NULL_VALUE, scope);
      });
      yield* streamOf(groups.documents());
    },
  };
}
