import { parseArgs } from 'node:util';
import { type Sandbox, type SandboxOptions, startSandbox } from './index.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '3700' },
    host: { type: 'string', default: '127.0.0.1' },
    data: { type: 'string', default: 'data/slack' },
    manifest: { type: 'string', default: 'manifest.yml' },
    seed: { type: 'string' },
    'request-url': { type: 'string' },
    'rate-limits': { type: 'boolean', default: false },
  },
});

const sandbox = await started({
  port: Number(values.port),
  host: values.host,
  data: values.data,
  manifest: values.manifest,
  ...(values.seed && { seed: values.seed }),
  ...(values['request-url'] && { requestUrl: values['request-url'] }),
  tuning: { rateLimits: values['rate-limits'] },
});
process.stdout.write(`The sandbox workspace is at ${sandbox.url}; its Web API at ${sandbox.apiUrl}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());

/** Starts it, or ends with one line that says what to do. */
async function started(options: SandboxOptions): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    const reason = error instanceof Error ? error.message : String(error);
    const advice = isTaken ? `Port ${options.port} is in use. Choose another with --port.` : reason;
    process.stderr.write(`The sandbox does not start. ${advice}\n`);
    process.exit(1);
  }
}
