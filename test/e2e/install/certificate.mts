/** A certificate of our own for the name of a public server, trusted by nobody but the processes that are told to. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../../scripts/command.mts';

export interface Certificate {
	key: Buffer;
	cert: Buffer;
	/** What `NODE_EXTRA_CA_CERTS` of a process names, so that it trusts the server. */
	file: string;
}

/**
 * Makes one with `openssl`, which Debian and macOS bring; Node makes none.
 * @throws Error when there is no openssl
 */
export async function makeCertificate(host: string, folder: string): Promise<Certificate> {
	const [keyFile, file] = [join(folder, 'registry.key'), join(folder, 'registry.crt')];
	const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
	const files = ['-keyout', keyFile, '-out', file];
	await run('openssl', [
		...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'],
		...subject,
		...files,
	]);
	return { key: await readFile(keyFile), cert: await readFile(file), file };
}
