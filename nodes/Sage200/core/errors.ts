/** Turns failures of the domain into n8n's errors: what happened, to which item and field, what to do. */
import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type JsonObject,
} from 'n8n-workflow';

import { reconnect } from '../sage200/login/diagnosis';
import { InvalidInput, SageFailure } from '../sage200/protocol/failures';
import { CREDENTIAL } from '../transport/connection';
import { endsLogin } from '../transport/errors';
import { redact, redactText } from '../transport/redact';
import { mayBeApplied, remedyOf } from '../transport/remedies';

type NodeError = NodeApiError | NodeOperationError;

/** An error that carries facts for the item's output beside its message. */
interface Detailed {
	details?: IDataObject;
}

/**
 * n8n's error for whatever an item threw. n8n's own errors keep their words; of a login that must be reconnected n8n names
 * the credential, and not the button that does it.
 */
export function toNodeError(node: INode, error: unknown, itemIndex: number): NodeError {
	if (isNodeError(error)) {
		error.context.itemIndex ??= itemIndex;
		if (endsLogin(error))
			error.description = reconnect(node.credentials?.[CREDENTIAL]?.name ?? CREDENTIAL);
		return error;
	}
	if (error instanceof SageFailure) return fromFailure(node, error, itemIndex);
	if (error instanceof InvalidInput) {
		return new NodeOperationError(node, redactText(error.message), {
			itemIndex,
			description: redactText(error.remedy),
			level: 'warning',
		});
	}
	const message = redactText(error instanceof Error ? error.message : String(error));
	const remedy =
		error instanceof Error && 'remedy' in error ? redactText(String(error.remedy)) : undefined;
	const nodeError = new NodeOperationError(node, message, { itemIndex, description: remedy });
	const details = (error as Detailed | undefined)?.details;
	if (details) nodeError.context.details = redact(details) as IDataObject;
	return nodeError;
}

/**
 * The item that stands for a failed one, so that nothing is lost on the error branch: what happened, what to do, and
 * the facts. n8n sends an item to the error output by its keys, `error` and `message` in every version; only later
 * ones take `details` beside them, so there the facts stay in the texts.
 */
export function errorOutput(node: INode, error: NodeError, itemIndex: number): INodeExecutionData {
	const told = { error: error.message, message: error.description ?? '' };
	const status =
		'httpCode' in error && error.httpCode ? { statusCode: Number(error.httpCode) } : {};
	const details = { ...status, ...(error.context.details as IDataObject | undefined) };
	const json =
		node.onError === 'continueErrorOutput' || Object.keys(details).length === 0
			? told
			: { ...told, details };
	return { json, pairedItem: { item: itemIndex } };
}

/** Whether it is unknown if a write that failed reached Sage. */
export function isDoubt(failure: Error): boolean {
	const { context } = failure as { context?: { details?: IDataObject } };
	return context?.details?.outcome === 'inDoubt';
}

/** Whether it is an error of n8n's. They are of another class where npm installed an n8n-workflow beside this package. */
function isNodeError(error: unknown): error is NodeError {
	return error instanceof Error && /^Node(Api|Operation)Error$/.test(error.name);
}

function fromFailure(node: INode, failure: SageFailure, itemIndex: number): NodeApiError {
	const { method, path, status } = failure.facts;
	const body: JsonObject = {
		method,
		path: redactText(path),
		...(status === undefined ? {} : { status }),
	};
	// What failed before a call was thought of has none.
	const call = path === '' ? '' : `(${method} ${path})`;
	const error = new NodeApiError(node, body, {
		message: redactText(failure.message),
		description: redactText([remedyOf(failure), call].join(' ').trim()),
		httpCode: status === undefined ? undefined : String(status),
		itemIndex,
	});
	if (mayBeApplied(failure))
		error.context.details = { inDoubt: true, method, path: redactText(path) };
	return error;
}
