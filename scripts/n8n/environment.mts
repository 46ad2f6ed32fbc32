/** The settings that every n8n process of ours gets. */
import getPort from 'get-port';
import type { Installation } from './install.mts';

/**
 * For one process on one user folder.
 * @param more settings of its own
 */
export async function processEnvironment(
	{ release }: Installation,
	folder: string,
	more: Record<string, string>,
): Promise<NodeJS.ProcessEnv> {
	// Settings of the Node that runs us must not reach n8n's own Node.
	const { NODE_OPTIONS, NODE_TEST_CONTEXT, ...inherited } = process.env;
	return {
		...inherited,
		N8N_USER_FOLDER: folder,
		// Two n8n processes on one machine need two brokers: a clash ends the second one.
		N8N_RUNNERS_BROKER_PORT: String(await getPort()),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		// The editor is opened over plain http on this machine.
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		// `n8n execute` writes its result as a log line of this level.
		N8N_LOG_LEVEL: 'info',
		...release.env,
		...more,
	};
}
