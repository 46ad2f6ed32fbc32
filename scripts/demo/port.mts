import getPort from 'get-port';

const USUAL = 5678;

/**
 * The port that was asked for, or n8n's usual one, or any free one if that is taken.
 * @throws Error if the port that was asked for is taken.
 */
export async function freePort(wanted?: number): Promise<number> {
	const port = await getPort({ port: wanted ?? USUAL });
	if (wanted !== undefined && port !== wanted) {
		throw new Error(
			`Port ${wanted} is taken. Choose another one with --port, or leave it out to get a free one.`,
		);
	}
	return port;
}
