import type { Workflow, WorkflowNode } from '../../scripts/n8n/cli.mts';

const SCHEDULE = 'n8n-nodes-base.scheduleTrigger';
const POLLING = 'n8n-nodes-sage200.sage200Trigger';
const EVERY_SECONDS = 4;

/** n8n takes no expression of polls for more than one second of the minute, but as many expressions as one likes. */
const POLL_TIMES = Array.from({ length: 60 / EVERY_SECONDS }, (_, at) => ({
	mode: 'custom',
	cronExpression: `${at * EVERY_SECONDS} * * * * *`,
}));

/** What a node is given so that a test need not wait for it a quarter of an hour. */
const FASTER: Record<string, Record<string, unknown>> = {
	[SCHEDULE]: { rule: { interval: [{ field: 'seconds', secondsInterval: EVERY_SECONDS }] } },
	[POLLING]: { pollTimes: { item: POLL_TIMES } },
};

/** The workflow with its schedules and polls sped up. */
export function spedUp(workflow: Workflow): Workflow {
	const faster = (node: WorkflowNode) => ({
		...node,
		parameters: { ...node.parameters, ...FASTER[node.type] },
	});
	return { ...workflow, nodes: workflow.nodes.map(faster) };
}
