/** `npm run simulator`: starts the local Sage 200, prints where it is as one line of JSON, and stays up. */
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Behaviour } from './behaviour/index.mts';
import { wholeNumberFrom } from '../scripts/whole-number.mts';
import { DEFAULT_OPTIONS, N8N_CALLBACK, startSimulator } from './simulator.mts';

const wholeNumber = wholeNumberFrom(0);

interface Options {
	port: number;
	identityPort: number;
	redirectUri: string[];
	seed: number;
	customers: number;
	products: number;
	dataFile?: string;
	behaviour: Partial<Behaviour>;
	quiet?: boolean;
	exitWithParent?: boolean;
}

const command = new Command('simulator')
	.description(
		'A local Sage 200 with sample data: API, login server, faults. For development only.',
	)
	.option(
		'--port <number>',
		'port of the API and the admin URL, 0 for any free one',
		wholeNumber,
		DEFAULT_OPTIONS.port,
	)
	.option(
		'--identity-port <number>',
		'port of the login server, 0 for any free one',
		wholeNumber,
		DEFAULT_OPTIONS.identityPort,
	)
	.option(
		'--redirect-uri <url>',
		`where logins lead back to, may be given again (default: ${N8N_CALLBACK})`,
		collect,
		[],
	)
	.option(
		'--seed <number>',
		'the same seed gives the same sample data',
		wholeNumber,
		DEFAULT_OPTIONS.seed,
	)
	.option('--customers <number>', 'how many customers', wholeNumber, DEFAULT_OPTIONS.customers)
	.option('--products <number>', 'how many products', wholeNumber, DEFAULT_OPTIONS.products)
	.option('--data-file <file>', 'keep the data from one run to the next in this file')
	.addOption(
		new Option(
			'--behaviour <json>',
			'switches that differ from the usual ones, such as {"envelope":"value"}',
		)
			.env('SIMULATOR_BEHAVIOUR')
			.argParser(switches)
			.default({}),
	)
	.option('--quiet', 'no line for each call on standard error')
	.option('--exit-with-parent', 'stop when standard input closes');

const { redirectUri, quiet, exitWithParent, ...rest } = command.parse().opts<Options>();

try {
	const { close, ...facts } = await startSimulator({
		...rest,
		redirectUris: redirectUri.length > 0 ? redirectUri : DEFAULT_OPTIONS.redirectUris,
		log: quiet ? () => {} : (line) => console.error(line),
	});
	console.log(JSON.stringify(facts));
	const stop = () => void close().finally(() => process.exit());
	process.once('SIGTERM', stop).once('SIGINT', stop);
	if (exitWithParent) process.stdin.once('end', stop).once('close', stop).resume();
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}

function switches(text: string): Partial<Behaviour> {
	try {
		return JSON.parse(text) as Partial<Behaviour>;
	} catch {
		throw new InvalidArgumentError('It must be JSON.');
	}
}

function collect(value: string, previous: string[]): string[] {
	return [...previous, value];
}
