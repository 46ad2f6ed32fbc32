import type { Workflow } from '../../scripts/n8n/cli.mts';

const SCHEDULE = 'n8n-nodes-base.scheduleTrigger';

/** The workflow with its schedule sped up, so that a test need not wait a quarter of an hour. */
export function spedUp(workflow: Workflow): Workflow {
	const parameters = { rule: { interval: [{ field: 'seconds', secondsInterval: 4 }] } };
	const nodes = workflow.nodes.map((node) =>
		node.type === SCHEDULE ? { ...node, parameters } : node,
	);
	return { ...workflow, nodes };
}
