/**
 * Parameters that a form had before its fields were gathered in fewer boxes. n8n drops what a description does not name,
 * so they are named and not shown: workflows and templates that were made with them go on running.
 */
import type { INodeProperties, NodeParameterValueType } from 'n8n-workflow';

/** A parameter that an earlier form had: named, and not shown. */
export function earlier(
	displayName: string,
	name: string,
	usual: NodeParameterValueType = {},
): INodeProperties {
	return { displayName, name, type: 'hidden', default: usual };
}
