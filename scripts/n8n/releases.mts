/** The n8n releases that the package is tried in, and what each needs to be installed and run. */

export interface Release {
	version: string;
	/** n8n 2 needs Node 24 or newer, so it gets its own; n8n 1 runs on the Node of the checkout. */
	node: 'own' | 'checkout';
	/** Replaces dependencies that do not come from the npm registry. */
	overrides?: Record<string, string>;
	env: Record<string, string>;
	/** How a workflow goes live: n8n 2 publishes a version, n8n 1 has a switch on the workflow. */
	publishing: 'version' | 'switch';
	/** Renews a token under a lock and stores when it ends: since n8n 2.30. */
	locksRenewal: boolean;
	/** A workflow can make the data table that it needs. */
	makesDataTables: boolean;
	/** In queue mode a worker gives the executions of a webhook what the workflow's static data holds. */
	workersReadStaticData: boolean;
	/** Keeps a credential from nodes that it was not made for, if the credential says so. */
	restrictsCredentials: boolean;
	/** Has a person review a tool's call before it is made: since n8n 2.6. */
	reviewsTools: boolean;
	size: string;
}

/** Node that n8n 2 runs on; the `node` package on npm brings its binary. */
export const NODE_VERSION = '24.21.0';

export const RELEASES: Release[] = [
	{
		version: '2.40.7',
		node: 'own',
		env: {},
		publishing: 'version',
		locksRenewal: true,
		makesDataTables: true,
		workersReadStaticData: false,
		restrictsCredentials: true,
		reviewsTools: true,
		size: '2.8 GB',
	},
	{
		version: '1.123.81',
		node: 'checkout',
		// This release takes xlsx from a web address of its makers.
		overrides: { xlsx: '0.18.5' },
		// The default engine rests on isolated-vm 6, which does not build without its install script.
		env: { N8N_EXPRESSION_ENGINE: 'legacy' },
		publishing: 'switch',
		locksRenewal: false,
		makesDataTables: false,
		workersReadStaticData: false,
		restrictsCredentials: false,
		reviewsTools: false,
		size: '1.8 GB',
	},
];

/** The release used unless another is asked for. */
export const DEFAULT_RELEASE = RELEASES[0].version;

/**
 * The release of a version or of its beginning (`1.123`).
 * @throws Error naming the known releases.
 */
export function findRelease(version: string): Release {
	const found = RELEASES.find(
		(each) => each.version === version || each.version.startsWith(`${version}.`),
	);
	if (found) return found;
	const known = RELEASES.map((each) => each.version).join(', ');
	throw new Error(`n8n ${version} is not among the releases this package is tried in: ${known}.`);
}
