import type { Desk } from './desk.ts';

/** One of something for each desk, made when it is first asked for: what a process keeps of one is not another's. */
export function perDesk<Value extends object>(make: (desk: Desk) => Value): (desk: Desk) => Value {
  const made = new WeakMap<Desk, Value>();
  return (desk) => {
    const value = made.get(desk) ?? make(desk);
    made.set(desk, value);
    return value;
  };
}
