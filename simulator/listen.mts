/** Opens ports on this machine only. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export const HOST = '127.0.0.1';

/**
 * Listens; port 0 takes a free one.
 * @throws Error that says which port is taken
 */
export async function listen(server: Server, port: number, name: string): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) => reject(explained(error, port, name)));
		server.listen(port, HOST, resolve);
	});
}

/** Address of a server that listens. */
export function urlOf(server: Server): string {
	return `http://${HOST}:${(server.address() as AddressInfo).port}`;
}

/** Says what to do about a port that cannot be opened. */
export function explained(error: NodeJS.ErrnoException, port: number, name: string): Error {
	if (error.code !== 'EADDRINUSE') return error;
	const option = name === 'identity' ? '--identity-port' : '--port';
	return new Error(
		`Port ${port} is taken. Choose another with ${option}, or ${option} 0 for any free one.`,
	);
}
