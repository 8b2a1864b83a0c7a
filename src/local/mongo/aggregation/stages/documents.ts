import { badValue, typeMismatch } from '../../errors.ts';
import { BsonType, type RawValue, subdocument } from '../../values/raw.ts';
import { compileExpression } from '../expression/compile.ts';
import { members } from '../expression/values.ts';
import { type Stage, type StageContext, scopeIn, streamOf } from '../pipeline/stage.ts';

const EMPTY = new Uint8Array([5, 0, 0, 0, 0]);

/** `$documents`: where a pipeline without a collection begins. */
export function compileDocuments(spec: RawValue, context: StageContext): Stage {
  const evaluate = compileExpression(spec, context.variables);
  return {
    name: '$documents',
    async *run(_input, run) {
      const list = evaluate(scopeIn(run, EMPTY));
      if (list?.type !== BsonType.array) throw badValue('$documents must evaluate to an array');
      const documents = members(list).map((member) => {
        if (member.type !== BsonType.object) throw typeMismatch('each $documents entry must be an object');
        return subdocument(member);
      });
      yield* streamOf(documents);
    },
  };
}
