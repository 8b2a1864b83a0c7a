import { asDecimal, asDouble, asInteger, isNumeric, wholeNumber } from '../../values/arithmetic.ts';
import {
  addDecimals,
  type Decimal,
  decimalOfDouble,
  decimalOfInteger,
  decimalValue,
  divideDecimals,
} from '../../values/decimal.ts';
import { doubleValue } from '../../values/number.ts';
import { BsonType, NULL_VALUE, type RawValue } from '../../values/raw.ts';
import type { State } from './state.ts';

/**
 * A total that does not depend on the order of addition for whole numbers and keeps the error of Doubles beside it
 * (Knuth's two-sum, as MongoDB's DoubleDoubleSummation), so that ten times 0.1 is 1.
 */
class Total {
  #small = 0;
  #large = 0n;
  #sum = 0;
  #error = 0;
  #decimal: Decimal | undefined;
  #widest: number = BsonType.int;

  add(value: RawValue): void {
    if (value.type === BsonType.decimal) {
      this.#decimal = addDecimals(this.#decimal ?? decimalOfInteger(0n), asDecimal(value));
    } else if (value.type === BsonType.double) {
      this.#addDouble(asDouble(value));
      if (this.#widest !== BsonType.double) this.#widest = BsonType.double;
    } else {
      if (value.type === BsonType.int) this.#small += asDouble(value);
      else this.#large += asInteger(value);
      if (!Number.isSafeInteger(this.#small * 2)) {
        this.#large += BigInt(this.#small);
        this.#small = 0;
      }
      if (value.type === BsonType.long && this.#widest === BsonType.int) this.#widest = BsonType.long;
    }
  }

  #addDouble(n: number): void {
    const sum = this.#sum + n;
    const part = sum - this.#sum;
    const error = this.#sum - (sum - part) + (n - part);
    if (Number.isFinite(error)) this.#error += error;
    this.#sum = sum;
  }

  get #whole(): bigint {
    return this.#large + BigInt(this.#small);
  }

  /** The total as a Decimal128 where one was added, else as narrow as its terms allow. */
  value(): RawValue {
    if (this.#decimal) return decimalValue(this.decimal());
    if (this.#widest === BsonType.double) return doubleValue(this.double());
    return wholeNumber(this.#whole, this.#widest);
  }

  get isDecimal(): boolean {
    return this.#decimal !== undefined;
  }

  double(): number {
    const whole = this.#whole;
    return whole === 0n ? this.#sum + this.#error : this.#sum + Number(whole) + this.#error;
  }

  decimal(): Decimal {
    const doubles = this.#sum === 0 ? decimalOfInteger(0n) : decimalOfDouble(this.#sum + this.#error);
    return addDecimals(
      addDecimals(decimalOfInteger(this.#whole), doubles),
      this.#decimal ?? decimalOfInteger(0n),
    );
  }
}

/** $sum: what is no number adds nothing. */
export function sum(): State {
  const total = new Total();
  return {
    add: (value) => {
      if (isNumeric(value)) total.add(value);
    },
    result: () => total.value(),
  };
}

/** $avg: null when there was no number. */
export function average(): State {
  const total = new Total();
  let count = 0;
  return {
    add: (value) => {
      if (!isNumeric(value)) return;
      total.add(value);
      count += 1;
    },
    result: () => {
      if (count === 0) return NULL_VALUE;
      return total.isDecimal
        ? decimalValue(divideDecimals(total.decimal(), decimalOfInteger(BigInt(count))))
        : doubleValue(total.double() / count);
    },
  };
}

/** $stdDevPop and $stdDevSamp, by Welford's method; null when there are too few numbers. */
export const deviation = (sample: boolean) => (): State => {
  let count = 0;
  let mean = 0;
  let squares = 0;
  return {
    add: (value) => {
      if (!isNumeric(value)) return;
      const n = asDouble(value);
      count += 1;
      const delta = n - mean;
      mean += delta / count;
      squares += delta * (n - mean);
    },
    result: () => {
      const over = sample ? count - 1 : count;
      return over < 1 ? NULL_VALUE : doubleValue(Math.sqrt(squares / over));
    },
  };
};
