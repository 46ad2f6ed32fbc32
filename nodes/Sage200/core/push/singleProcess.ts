/**
 * Whether one n8n process serves a workflow, as far as the node can tell (n8n.md §9).
 *
 * Each process draws an ID at its start and leaves it in the workflow's static data. A process that loads its own ID from
 * there was served by nobody else in between. Workers of n8n's queue mode load no static data in webhook and trigger
 * executions, so they never see an ID; in sub-workflows and after a Wait they do, so these never count.
 */
import type { IDataObject, NodeTypeAndVersion } from 'n8n-workflow';

import { AS_TOOL } from '../continueOnFail';
import type { ExecutionFacts } from '../item';

/** Executions that one process begins by itself. */
const OF_ITS_OWN: ReadonlySet<string> = new Set(['webhook', 'trigger']);
/**
 * Nodes at which an execution may be put aside, to be gone on with by another process: Wait, forms, sub-workflows that
 * wait, and all of n8n's AI nodes, whose tools may wait for a person.
 */
const MAY_WAIT = /^n8n-nodes-base\.(wait|form|executeWorkflow)$|^@n8n\/n8n-nodes-langchain\./;
/** Operations that wait for an answer: `sendAndWait`, `dispatchAndWait`. */
const WAITING_OPERATION = /AndWait$/;

/**
 * Whatever a worker leaves is stored over the data that triggers of the same workflow keep, and is never seen by it. So
 * a process tries so often and no more.
 */
const MOST_LEFT = 3;

const PROCESS = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
const timesLeft = new Map<string, number>();

/**
 * True where this process alone serves the workflow. Leaves the process's ID for the next execution where it may.
 * @param memory the node's static data
 */
export function servedByOneProcess(execution: ExecutionFacts, memory: IDataObject): boolean {
	if (!mayTell(execution)) return false;
	if (memory.process === PROCESS) return memory.leftBy !== execution.id;
	leaveProcess(execution, memory);
	return false;
}

/** As an AI tool the node may be called after a person was waited for. */
function mayTell({ mode, nodeType, before }: ExecutionFacts): boolean {
	const mayWait = ({ type, disabled, parameters }: NodeTypeAndVersion) =>
		!disabled &&
		(MAY_WAIT.test(type) || WAITING_OPERATION.test(String(parameters?.operation ?? '')));
	return OF_ITS_OWN.has(mode) && !AS_TOOL.test(nodeType) && !before.some(mayWait);
}

function leaveProcess({ id, workflow, node }: ExecutionFacts, memory: IDataObject): void {
	const place = `${workflow}|${node}`;
	const times = timesLeft.get(place) ?? 0;
	if (times >= MOST_LEFT) return;
	timesLeft.set(place, times + 1);
	memory.process = PROCESS;
	memory.leftBy = id;
}
