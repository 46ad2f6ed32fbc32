/**
 * `npm run demo`: a shop's order reaches Sage 200 through a real n8n, all on this machine.
 * `-- --once` does it without leaving anything running.
 */
import { InvalidArgumentError, program } from 'commander';
import { showNext } from './demo/next.mts';
import { pushSampleOrder } from './demo/order.mts';
import { onDemoStage } from './demo/stage.mts';
import { say } from './progress.mts';

const { once, port } = program
	.option('--once', 'push the sample order, print it and end')
	.option('--port <number>', "the editor's port", portNumber)
	.parse()
	.opts<{ once?: boolean; port?: number }>();

try {
	await onDemoStage(port, async (stage) => {
		const order = await pushSampleOrder(stage.n8n.url);
		if (!once) showNext(stage);
		console.log(JSON.stringify({ order }));
		if (!once) await untilCtrlC();
	});
} catch (error) {
	say((error as Error).message);
	process.exitCode = 1;
}

function portNumber(text: string): number {
	const port = Number(text);
	if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
	throw new InvalidArgumentError('It must be a port number.');
}

/** The stage is cleared by whoever hears the signal; the play itself has no end. */
async function untilCtrlC(): Promise<never> {
	return await new Promise(() => {});
}
