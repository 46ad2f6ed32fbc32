/** The workflow templates, made ready to run: what a person would do after importing one. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../root.mts';
import type { StoredCredential, Workflow, WorkflowNode } from './cli.mts';

const SAGE_NODES = 'n8n-nodes-sage200.';
const SETTINGS_NODE = / settings$/;
/** What the simulated Sage 200 has for a setting that says CHANGE ME. */
const CHANGED = { webAccount: 'ZEN001' };

/** A template under its own name as id, with the credential chosen and its settings filled in. */
export async function readyTemplate(
	name: string,
	credential: StoredCredential,
	settings: Record<string, string | number> = {},
): Promise<Workflow> {
	const template = JSON.parse(
		await readFile(join(root, 'workflows', `${name}.json`), 'utf8'),
	) as Workflow;
	const nodes = template.nodes.map((node) =>
		withSettings(connected(node, credential), { ...CHANGED, ...settings }),
	);
	return { ...template, id: name, nodes };
}

/** All templates, as they are shipped. */
export async function templates(): Promise<Workflow[]> {
	const files = (await readdir(join(root, 'workflows'))).filter((name) => name.endsWith('.json'));
	const texts = await Promise.all(
		files.map(async (name) => await readFile(join(root, 'workflows', name), 'utf8')),
	);
	return texts.map((text) => JSON.parse(text) as Workflow);
}

/** The sample order, with another order number if one is given. */
export async function sampleOrder(
	name?: string,
): Promise<{ name: string; [field: string]: unknown }> {
	const order = JSON.parse(
		await readFile(join(root, 'workflows', 'samples', 'shopify-order.json'), 'utf8'),
	);
	return { ...order, name: name ?? order.name };
}

/** Chooses the credential in a node that calls Sage 200; leaves other nodes as they are. */
export function connected(node: WorkflowNode, { id, name, type }: StoredCredential): WorkflowNode {
	const callsSage = node.type.startsWith(SAGE_NODES) || node.parameters.nodeCredentialType === type;
	return callsSage ? { ...node, credentials: { [type]: { id, name } } } : node;
}

function withSettings(node: WorkflowNode, settings: Record<string, string | number>): WorkflowNode {
	if (!SETTINGS_NODE.test(node.name) || !node.parameters.assignments) return node;
	const { assignments } = node.parameters.assignments as {
		assignments: Array<{ name: string; value: unknown }>;
	};
	const filled = assignments.map((each) => ({ ...each, value: settings[each.name] ?? each.value }));
	return { ...node, parameters: { ...node.parameters, assignments: { assignments: filled } } };
}
