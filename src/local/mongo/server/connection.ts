import type { Socket } from 'node:net';
import type { Client, ServerState } from '../commands/context.ts';
import { MongoError } from '../errors.ts';
import type { RawDocument } from '../values/raw.ts';
import { answerFrames, errorAnswer } from '../wire/answer.ts';
import { BrokenFrame, Frames } from '../wire/frames.ts';
import { parseMessage, type Request } from '../wire/message.ts';
import { CloseConnection, dispatch } from './dispatch.ts';

/** One client: its requests are answered one after the other, in the order they came. */
export class Connection {
  readonly #server: ServerState;
  readonly #socket: Socket;
  readonly #client: Client;
  readonly #frames = new Frames();
  readonly #waiting: Buffer[] = [];
  #busy = false;

  constructor(server: ServerState, socket: Socket, id: number) {
    this.#server = server;
    this.#socket = socket;
    this.#client = { id, appName: undefined };
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#receive(chunk as Buffer));
    socket.on('error', () => socket.destroy());
  }

  #receive(chunk: Buffer): void {
    try {
      this.#waiting.push(...this.#frames.push(chunk));
    } catch {
      this.#socket.destroy();
      return;
    }
    if (!this.#busy) this.#serve();
    else if (this.#waiting.length > 0) this.#socket.pause();
  }

  /** Answers what waits, as long as answers come at once; goes on later when one takes time or is not taken. */
  #serve(): void {
    for (let frame = this.#waiting.shift(); frame; frame = this.#waiting.shift()) {
      const later = this.#handle(frame) ?? this.#drained();
      if (!later) continue;
      this.#busy = true;
      later
        .then(() => this.#drained())
        .then(() => {
          this.#busy = false;
          this.#socket.resume();
          if (!this.#socket.destroyed) this.#serve();
        });
      return;
    }
  }

  /** Resolves when the client has taken what was sent; undefined when nothing lies here. */
  #drained(): Promise<void> | undefined {
    const socket = this.#socket;
    if (!socket.writableNeedDrain || socket.destroyed) return undefined;
    return new Promise((resolve) => {
      const done = () => {
        socket.off('drain', done).off('close', done);
        resolve();
      };
      socket.on('drain', done).on('close', done);
    });
  }

  #handle(frame: Buffer): Promise<void> | undefined {
    let request: Request;
    try {
      request = parseMessage(frame);
    } catch (error) {
      if (error instanceof BrokenFrame || !(error instanceof MongoError)) this.#socket.destroy();
      else this.#send({ requestId: frame.readInt32LE(4), opcode: frame.readInt32LE(12) }, errorAnswer(error));
      return undefined;
    }
    try {
      const answer = dispatch(this.#server, this.#client, request);
      if (answer instanceof Promise) return this.#answerLater(request, answer);
      const committed = this.#server.store.transactions.committed();
      if (committed)
        return this.#answerLater(
          request,
          committed.then(() => answer),
        );
      this.#answer(request, answer);
      return undefined;
    } catch (error) {
      return this.#answerLater(request, Promise.reject(error));
    }
  }

  /** Nothing is told to a client, not even a failure, before what it has seen is committed. */
  async #answerLater(request: Request, answer: Promise<RawDocument>): Promise<void> {
    try {
      const document = await answer;
      await this.#server.store.transactions.committed();
      this.#answer(request, document);
    } catch (error) {
      await this.#server.store.transactions.committed()?.catch(() => undefined);
      if (error instanceof CloseConnection) this.#socket.destroy();
      else this.#answer(request, errorAnswer(error));
    }
  }

  #answer(request: Request, document: RawDocument): void {
    if (!request.moreToCome) this.#send(request, document);
  }

  #send(request: Pick<Request, 'requestId' | 'opcode'>, document: RawDocument): void {
    if (this.#socket.destroyed) return;
    const frames = answerFrames(request, document);
    if (frames.length > 1) this.#socket.cork();
    for (const frame of frames) this.#socket.write(frame);
    if (frames.length > 1) this.#socket.uncork();
  }
}
