/** The simulator as a child process: a Sage 200 on this machine, for the demo and the end-to-end tests. */
import { join } from 'node:path';
import { root } from './root.mts';
import { Service } from './service.mts';

const START_MS = 60_000;

/** The line that the simulator prints when it is up. */
export interface SageAddress {
	apiUrl: string;
	identityUrl: string;
	clientId: string;
	clientSecret: string;
	siteId: string;
	companyId: number | string;
	adminUrl: string;
	/** Who can log in on the identity server's page. */
	login: { user: string; password: string };
}

export interface LocalSageOptions {
	/** Keeps the data from one start to the next. */
	dataFile?: string;
	/** Where logins lead back to. */
	redirectUri?: string;
}

/** Starts the simulator. */
export async function startLocalSage({ dataFile, redirectUri }: LocalSageOptions = {}): Promise<
	Service<SageAddress>
> {
	const options = [
		...(dataFile ? ['--data-file', dataFile] : []),
		...(redirectUri ? ['--redirect-uri', redirectUri] : []),
	];
	const program = join(root, 'simulator', 'main.mts');
	return await Service.start(
		process.execPath,
		[
			'--import',
			import.meta.resolve('tsx'),
			program,
			'--port',
			'0',
			'--exit-with-parent',
			...options,
		],
		{ name: 'The simulator', cwd: root, readyWithinMs: START_MS },
		(output) => addressIn(output),
	);
}

function addressIn(output: string): SageAddress | undefined {
	const line = output.split('\n').find((each) => each.startsWith('{"apiUrl"'));
	return line?.endsWith('}') ? (JSON.parse(line) as SageAddress) : undefined;
}

/** Reads a list from the first company, as another program would. */
export async function readSage<Row>(sage: SageAddress, path: string): Promise<Row[]> {
	return (await callSage(sage, 'GET', path)) as Row[];
}

/** Changes a record of the first company, as a person at Sage's desktop would. */
export async function writeSage(sage: SageAddress, path: string, fields: object): Promise<void> {
	await callSage(sage, 'PUT', path, fields);
}

async function callSage(
	sage: SageAddress,
	method: string,
	path: string,
	body?: object,
): Promise<unknown> {
	const { access_token } = await mintTokens(sage);
	const response = await fetch(`${sage.apiUrl}${path}`, {
		method,
		headers: {
			Authorization: `Bearer ${access_token}`,
			'Content-Type': 'application/json',
			'X-Site': sage.siteId,
			'X-Company': String(sage.companyId),
		},
		body: body && JSON.stringify(body),
	});
	const text = await response.text();
	if (!response.ok)
		throw new Error(`The simulator answered ${method} ${path} with ${response.status}: ${text}`);
	return JSON.parse(text);
}

export interface Tokens {
	access_token: string;
	refresh_token: string;
	expires_in: number;
	[field: string]: unknown;
}

/** Tokens as a finished login would give them. */
export async function mintTokens(sage: SageAddress): Promise<Tokens> {
	return (await administer(sage, 'POST', '/tokens', {})) as Tokens;
}

/** One call to the simulator's admin URL. */
export async function administer(
	sage: SageAddress,
	method: string,
	path: string,
	body?: unknown,
): Promise<unknown> {
	const response = await fetch(`${sage.adminUrl}${path}`, {
		method,
		headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	const text = await response.text();
	if (!response.ok)
		throw new Error(`The simulator answered ${method} ${path} with ${response.status}: ${text}`);
	return text === '' ? undefined : JSON.parse(text);
}
