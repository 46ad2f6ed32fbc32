/** What makes one n8n, and the npm that it starts, take a registry of ours for the public one. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificate } from './certificate.mts';
import type { Proxy } from './proxy.mts';
import { PUBLIC_REGISTRY } from './registry.mts';

/**
 * Settings for the environment of an n8n. n8n 1 starts `npm outdated`, which finds updates, with hardly any environment:
 * npm reads the same settings from a file in the folder of the packages then.
 * @param userFolder n8n's
 */
export async function npmSettings(
	userFolder: string,
	proxy: Proxy,
	{ file }: Certificate,
): Promise<Record<string, string>> {
	const settings = {
		registry: `https://${PUBLIC_REGISTRY}/`,
		'https-proxy': proxy.url,
		cafile: file,
		cache: join(userFolder, 'npm'),
	};
	const packages = join(userFolder, '.n8n', 'nodes');
	const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
	await mkdir(packages, { recursive: true });
	await writeFile(join(packages, '.npmrc'), lines.join('\n'));
	const variables = Object.entries(settings).map(([name, value]) => [
		`npm_config_${name.replaceAll('-', '_')}`,
		value,
	]);
	return {
		...Object.fromEntries(variables),
		HTTPS_PROXY: proxy.url,
		https_proxy: proxy.url,
		// The simulated Sage is on this machine.
		NO_PROXY: 'localhost,127.0.0.1',
		no_proxy: 'localhost,127.0.0.1',
		NODE_EXTRA_CA_CERTS: file,
	};
}
