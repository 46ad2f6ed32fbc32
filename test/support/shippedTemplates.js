/** The workflow templates as they are shipped. n8n's lint keeps node:fs out of .ts files. */
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const FOLDER = join(__dirname, '../../workflows');

/**
 * `answers`: the nodes that answer a webhook right after a node of Sage 200 went well.
 * @returns {Array<{ file: string, text: string, nodes: Node[], answers: Node[], pinData: Record<string, Pinned[]> }>}
 * @typedef {{ json: Record<string, unknown>, binary?: { data: { data: string } } }} Pinned
 * @typedef {{ name: string, type: string, retryOnFail?: boolean, position: [number, number], parameters: { method?: string, resource?: string, columns?: unknown, options?: Record<string, unknown>, assignments?: unknown, height?: number, width?: number } }} Node
 */
function shippedTemplates() {
	return readdirSync(FOLDER)
		.filter((file) => file.endsWith('.json'))
		.map((file) => {
			const text = readFileSync(join(FOLDER, file), 'utf8');
			const { nodes, connections, pinData = {} } = JSON.parse(text);
			const after = nodes
				.filter(({ type }) => type === 'n8n-nodes-sage200.sage200')
				.flatMap(({ name }) => connections[name]?.main?.[0] ?? [])
				.map(({ node }) => node);
			const answers = nodes.filter(
				({ name, type }) => type === 'n8n-nodes-base.respondToWebhook' && after.includes(name),
			);
			return { file, text, nodes, answers, pinData };
		});
}

module.exports = { shippedTemplates };
