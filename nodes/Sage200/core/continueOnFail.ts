/** Whether what fails stops the workflow. */
import type { IExecuteFunctions } from 'n8n-workflow';

/** n8n names the type of a node so where an AI agent has it as a tool. */
export const AS_TOOL = /Tool$/;

/**
 * True where an item's error is its output. A person may choose that for the node (On Error). For an AI agent it is always
 * so: n8n answers the model with an empty text where a tool throws (measured in 2.40.7), and the model would take a refusal
 * for a success.
 */
export function goesOn(context: IExecuteFunctions): boolean {
	return context.continueOnFail() || AS_TOOL.test(context.getNode().type);
}
